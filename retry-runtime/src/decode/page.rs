//! Pages of a list: how each format reads one.
//!
//! JSON is read by `serde_json`, with the places of list and cursor at hand. Every other format is a wrapper whose
//! parser only the wrapper knows, and which is told by a type alone what to read. So there is a type for a
//! page, [`PageOf`], and the wrapper is asked for that; `Toml<T>` of a user's reads pages without a line for it.

use std::borrow::Cow;
use std::cell::RefCell;
use std::marker::PhantomData;

use bytes::Bytes;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};

use crate::decode::format::{Decode, DecodeIn, decode_format};
use crate::decode::from_json::FromJson;
use crate::decode::json::{missing_list, read_list, without_mark};
use crate::decode::outline::{Lists, Outline, Places};
use crate::error::Failure;
use crate::request::Accept;
use crate::response::Head;

/// The places of a list and of the value that leads on, as a call declares them.
#[derive(Clone, Debug)]
pub struct PagePlaces {
    /// Empty if the body is the list.
    pub(crate) items: Cow<'static, str>,
    pub(crate) next: Option<Cow<'static, str>>,
}

/// The items of a page, and the value in it that leads on.
pub(crate) type PageRead<T> = Result<(Vec<T>, Option<String>), Box<Failure>>;

/// The function that reads pages, which is all that a stream of them knows of their format.
pub(crate) type ReadPage<T> = fn(&Head, &Bytes, &PagePlaces) -> PageRead<T>;

/// A way to read pages of items of this type.
pub trait PageFormat<T> {
    /// The media type to ask for.
    const ACCEPT: Accept;

    /// Reads a page.
    ///
    /// # Errors
    ///
    /// If it is not one in this format.
    fn read(head: &Head, body: &Bytes, places: &PagePlaces) -> PageRead<T>;
}

/// An item of [`Pages`](crate::Pages). Its type says in which format the pages are.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be decoded from a response",
    label = "not `DeserializeOwned`",
    note = "derive `serde::Deserialize` for it; for pages in another format than JSON name the client's `format`, \
            or wrap the item, as in `Pages<Xml<…>>`"
)]
pub trait PageItem: Sized + 'static {
    /// The format of the pages.
    #[doc(hidden)]
    type Format: PageFormat<Self>;
}

#[diagnostic::do_not_recommend]
impl<T: FromJson> PageItem for T {
    type Format = InJson;
}

/// Pages in JSON.
#[derive(Debug)]
pub struct InJson;

impl<T: FromJson> PageFormat<T> for InJson {
    const ACCEPT: Accept = Accept::Json;

    fn read(_: &Head, body: &Bytes, places: &PagePlaces) -> PageRead<T> {
        read_list(without_mark(body), places.of(Lists::Whole))
    }
}

/// Pages in a format that serde reads, in which list and cursor have names.
#[derive(Debug)]
pub(crate) struct ByNames<F>(PhantomData<F>);

impl<T, F: DecodeIn<PageOf<T>>> PageFormat<T> for ByNames<F> {
    const ACCEPT: Accept = Accept::Format(F::Wrapped::accept);

    fn read(head: &Head, body: &Bytes, places: &PagePlaces) -> PageRead<T> {
        read_by_names(head, body, places, F::unwrap)
    }
}

/// Pages that are a list and nothing else, in a format that may be read without serde.
#[derive(Debug)]
pub(crate) struct AsLists<F>(PhantomData<F>);

impl<T, F: DecodeIn<Vec<T>>> PageFormat<T> for AsLists<F> {
    const ACCEPT: Accept = Accept::Format(F::Wrapped::accept);

    fn read(head: &Head, body: &Bytes, _: &PagePlaces) -> PageRead<T> {
        let wrapped = decode_format::<F::Wrapped>(head, body.clone())?;
        Ok((F::unwrap(wrapped), None))
    }
}

/// Reads a page that is in a wrapper.
pub(crate) fn read_by_names<T, D: Decode>(
    head: &Head,
    body: &Bytes,
    places: &PagePlaces,
    unwrap: fn(D) -> PageOf<T>,
) -> PageRead<T> {
    let lists = if D::repeats_elements() {
        Lists::Repeated
    } else {
        Lists::Whole
    };
    // Until the end of this function, also if the parser or a `Deserialize` of the user panics:
    // what is left behind would be taken for the places of another call.
    let _reading = Reading::begin(places, lists);
    let Outline { items, next } = unwrap(decode_format::<D>(head, body.clone())?).0;
    let items = items.ok_or_else(|| missing_list(&places.items))?;
    Ok((items, next))
}

impl PagePlaces {
    fn of(&self, lists: Lists) -> Places<'_> {
        Places {
            items: &self.items,
            next: self.next.as_deref(),
            lists,
        }
    }
}

thread_local! {
    /// The places in the page that is being read, as a `Deserialize` cannot be given an argument.
    static PLACES: RefCell<Option<(PagePlaces, Lists)>> = const { RefCell::new(None) };
}

/// A page is being read by this thread.
struct Reading;

impl Reading {
    fn begin(places: &PagePlaces, lists: Lists) -> Self {
        // Paths of a declaration are borrowed for ever, so nothing is copied.
        PLACES.set(Some((places.clone(), lists)));
        Self
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        PLACES.set(None);
    }
}

/// A page as a value: the list in a document, and what leads on.
#[derive(Debug)]
pub struct PageOf<T>(Outline<T>);

impl<'de, T: DeserializeOwned> Deserialize<'de> for PageOf<T> {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        // Taken out for a moment: should an item hold a page itself, it is none of this call.
        let Some(places) = PLACES.take() else {
            return Err(D::Error::custom(
                "a page is read on the thread that asks for it",
            ));
        };
        let (paths, lists) = &places;
        let outline = paths.of(*lists).read(reader);
        // Back again, as a page that is wrong is read a second time to describe it.
        PLACES.set(Some(places));
        outline.map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read_by_nobody_but_a_paged_call() {
        let page = serde_json::from_str::<PageOf<u32>>("[1]");
        assert!(page.unwrap_err().to_string().starts_with("a page is read"));
    }
}
