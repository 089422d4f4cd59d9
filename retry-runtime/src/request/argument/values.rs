//! The items of an argument, and the ways they become text.

use std::borrow::Borrow;
use std::fmt::{Display, Write};
use std::marker::PhantomData;

use http::HeaderValue;
use serde::Serialize;

use crate::request::text::{Lists, NoText, Put, texts};

/// The items of an argument, and the way `W` in which they become text.
#[derive(Debug)]
pub struct Items<'a, T, W>(pub(super) &'a [T], pub(super) PhantomData<W>);

/// Text by the scalar form in serde, or else by `Display`.
#[derive(Debug)]
pub struct BySerdeOrDisplay;

/// Text by the scalar form in serde.
#[derive(Debug)]
pub struct BySerde;

/// Text by `Display`.
#[derive(Debug)]
pub struct ByDisplay;

/// The items of an argument as text.
pub trait Values {
    /// Calls `put` for each text.
    ///
    /// # Errors
    ///
    /// If an item has no text.
    fn each(&self, lists: Lists, put: Put<'_>) -> Result<(), NoText>;
}

impl<T: Serialize + Display> Values for Items<'_, T, BySerdeOrDisplay> {
    fn each(&self, lists: Lists, put: Put<'_>) -> Result<(), NoText> {
        self.0
            .iter()
            .try_for_each(|item| match texts(item, lists, put) {
                // Only for values that serde sees as a structure. Any other error, such as NaN, must
                // not be hidden by sending the `Display` text.
                Err(NoText::Compound) => {
                    put(item);
                    Ok(())
                }
                other => other,
            })
    }
}

impl<T: Serialize> Values for Items<'_, T, BySerde> {
    fn each(&self, lists: Lists, put: Put<'_>) -> Result<(), NoText> {
        self.0.iter().try_for_each(|item| texts(item, lists, put))
    }
}

impl<T: Display> Values for Items<'_, T, ByDisplay> {
    fn each(&self, _: Lists, put: Put<'_>) -> Result<(), NoText> {
        self.0.iter().for_each(|item| put(item));
        Ok(())
    }
}

/// A value whose type is no longer known, for paths that are filled by name at run time, such as those of the
/// stub's routes.
impl Values for &dyn Display {
    fn each(&self, _: Lists, put: Put<'_>) -> Result<(), NoText> {
        put(self);
        Ok(())
    }
}

/// The reason why an argument is not a header value.
#[derive(Debug)]
pub enum InvalidHeader {
    /// It has no text.
    NoText(NoText),
    /// It holds something other than visible ASCII, spaces and tabs.
    Characters,
}

/// The items of an argument as header values.
pub trait HeaderValues {
    /// Calls `put` for each value.
    ///
    /// # Errors
    ///
    /// If an item is not a header value.
    fn each_header(&self, put: &mut dyn FnMut(HeaderValue)) -> Result<(), InvalidHeader>;
}

impl<T, W> HeaderValues for Items<'_, T, W>
where
    Self: Values,
{
    fn each_header(&self, put: &mut dyn FnMut(HeaderValue)) -> Result<(), InvalidHeader> {
        let mut result = Ok(());
        // A header is repeated for the items of its argument, which are peeled by now. A list that is
        // left is inside another list.
        self.each(Lists::Refused, &mut |text| match header_value(text) {
            Ok(value) => put(value),
            Err(error) => result = Err(error),
        })
        .map_err(InvalidHeader::NoText)?;
        result
    }
}

/// Formats and checks a value. `to_string` would panic if a `Display` fails.
fn header_value(text: &dyn Display) -> Result<HeaderValue, InvalidHeader> {
    let mut written = String::new();
    write!(written, "{text}").map_err(|_| InvalidHeader::NoText(NoText::unwritten()))?;
    HeaderValue::try_from(written).map_err(|_| InvalidHeader::Characters)
}

impl<V: Borrow<HeaderValue>> HeaderValues for &[V] {
    fn each_header(&self, put: &mut dyn FnMut(HeaderValue)) -> Result<(), InvalidHeader> {
        self.iter()
            .map(|value| value.borrow().clone())
            .for_each(put);
        Ok(())
    }
}
