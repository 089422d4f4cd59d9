//! `Pages<T>` as the return type of a method.

#![expect(
    clippy::unused_self,
    reason = "methods, so that auto-deref chooses them"
)]

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use crate::client::pages::call::{Paged, PagedCall};
use crate::client::pages::paging::Paging;
use crate::client::pages::stream::Pages;
use crate::client::retry_client::RequestBuilder;
use crate::client::{Call, CallBuilder};
use crate::decode::{
    AsLists, Bare, ByNames, DecodeIn, Decoder, Other, PageFormat, PageItem, PageOf, ReturnType,
    Wrapper,
};
use crate::engine::PendingCall;
use crate::error::Error;
use crate::request::Accept;

/// The decoder of `P`, which is `Pages` of items that can be read.
pub struct PagesDecoder<P> {
    call: fn(Paging) -> PagedCall<P>,
    accept: &'static Accept,
}

/// Shows the name alone: there is nothing else to see.
impl<P> fmt::Debug for PagesDecoder<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PagesDecoder")
    }
}

/// `Pages` with something around it.
#[diagnostic::on_unimplemented(
    message = "`Pages` cannot stand in a `Reply` or an `Option`, as it has several responses",
    label = "`Pages` stands alone",
    note = "return `Result<Pages<…>>`; `.page()` has the headers of each page"
)]
pub trait StandsAlone<T: 'static>: Wrapper<Pages<T>> {
    /// The same decoder, under the other name of its type.
    #[doc(hidden)]
    fn bare(decoder: PagesDecoder<Pages<T>>) -> PagesDecoder<Self::Output>;
}

impl<T: 'static> StandsAlone<T> for Bare {
    fn bare(decoder: PagesDecoder<Pages<T>>) -> PagesDecoder<Pages<T>> {
        decoder
    }
}

crate::bound_messages::bounds! {
    /// Bound of a method that returns `Pages` and lacks the attribute.
    WithoutPaging:
        "a method that returns `Pages` needs `#[pages(…)]`",
        "how does the list go on?",
        "add one of `#[pages(link)]`, `#[pages(cursor = \"…\", query = \"…\", items = \"…\")]`, \
            `#[pages(next = \"…\", items = \"…\")]`, `#[pages(page = \"page\")]`, \
            `#[pages(offset = \"offset\")]` or `#[pages(with = …)]`";

    /// Bound of a method that has the attribute and returns something else.
    IsPages:
        "`#[pages]` needs a method that returns `Pages<…>`, not `{Self}`",
        "not `Pages`",
        "return `Result<Pages<…>>`, or remove `#[pages]`";
}

// The bounds stand on the methods, as those of the other return types do: on the blocks they would make
// rustc take the general methods.
impl<T: 'static, W: Wrapper<Pages<T>>> ReturnType<Pages<T>, W> {
    /// The decoder of a method with `#[pages]`.
    #[must_use]
    pub fn pages(&self) -> PagesDecoder<W::Output>
    where
        W: StandsAlone<T>,
        T: PageItem + Send,
    {
        W::bare(PagesDecoder::of::<T::Format>())
    }

    /// Passes on the format of the client, in which the pages are.
    #[must_use]
    pub const fn pages_in<F>(&self) -> PagesIn<T, F, W> {
        PagesIn(ListsIn(PhantomData))
    }

    /// Never compiles: `Pages` needs `#[pages]`.
    #[must_use]
    pub fn decoder(&self) -> Decoder<W::Output>
    where
        Pages<T>: WithoutPaging,
    {
        unreachable!("no type is `WithoutPaging`")
    }
}

impl<T, W> Other<T, W> {
    /// Never compiles: `#[pages]` needs `Pages`.
    #[must_use]
    pub fn pages(&self) -> PagesDecoder<T>
    where
        T: IsPages,
    {
        unreachable!("no type is `IsPages`")
    }

    /// Never compiles: `#[pages]` needs `Pages`.
    #[must_use]
    #[expect(
        clippy::extra_unused_type_parameters,
        reason = "named as in the other method of this name"
    )]
    pub fn pages_in<F>(&self) -> AnyPages<T>
    where
        T: IsPages,
    {
        unreachable!("no type is `IsPages`")
    }
}

/// The pages of a type that is not `Pages`, so that rustc reports that mistake alone.
#[derive(Debug)]
pub struct AnyPages<T>(PhantomData<fn() -> T>);

impl<T> AnyPages<T> {
    /// Never called.
    #[must_use]
    pub fn by_names(&self) -> PagesDecoder<T> {
        unreachable!("no type is `IsPages`")
    }

    /// Never called.
    #[must_use]
    pub fn as_lists(&self) -> PagesDecoder<T> {
        unreachable!("no type is `IsPages`")
    }
}

/// Pages in the format `F` of their client, if serde can read them.
#[derive(Debug)]
pub struct PagesIn<T, F, W>(ListsIn<T, F, W>);

/// Pages in a format that reads lists without serde.
#[derive(Debug)]
pub struct ListsIn<T, F, W>(PhantomData<Reads<T, F, W>>);

type Reads<T, F, W> = fn() -> (T, F, W);

impl<T, F, W> Deref for PagesIn<T, F, W> {
    type Target = ListsIn<T, F, W>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

/// A format whose pages have names for list and cursor.
#[diagnostic::on_unimplemented(
    message = "pages of `{T}` cannot be read in the `format` of this client",
    label = "cannot be read page by page",
    note = "derive `serde::Deserialize` for the items; a format that is not read through serde, such as `Protobuf`, \
            has no names for the list and the cursor: return a page as a value, and ask for the next with `#[query]`"
)]
pub trait HasPagesOf<T>: DecodeIn<PageOf<T>> {}

#[diagnostic::do_not_recommend]
impl<T, F: DecodeIn<PageOf<T>>> HasPagesOf<T> for F {}

/// A format that reads lists.
#[diagnostic::on_unimplemented(
    message = "pages of `{T}` cannot be read in the `format` of this client",
    label = "cannot be read page by page",
    note = "derive `serde::Deserialize` for the items, or let the wrapper of the format implement `retry_client::Decode` \
            around a `Vec` of them; for `Protobuf` return a page as a value, and ask for the next with `#[query]`"
)]
pub trait HasListsOf<T>: DecodeIn<Vec<T>> {}

#[diagnostic::do_not_recommend]
impl<T, F: DecodeIn<Vec<T>>> HasListsOf<T> for F {}

impl<T: Send + 'static, F, W: StandsAlone<T>> PagesIn<T, F, W> {
    /// The decoder of pages in which list and cursor have names.
    #[must_use]
    pub fn by_names(&self) -> PagesDecoder<W::Output>
    where
        F: HasPagesOf<T>,
    {
        W::bare(PagesDecoder::of::<ByNames<F>>())
    }
}

// The bound stands on the block: a format that is not read through serde is meant to go on to the next
// level.
impl<T: Send + 'static, F: DecodeIn<PageOf<T>>, W: StandsAlone<T>> PagesIn<T, F, W> {
    /// The decoder of pages that are lists.
    #[must_use]
    pub fn as_lists(&self) -> PagesDecoder<W::Output> {
        W::bare(PagesDecoder::of::<ByNames<F>>())
    }
}

impl<T: Send + 'static, F, W: StandsAlone<T>> ListsIn<T, F, W> {
    /// The decoder of pages that are lists.
    #[must_use]
    pub fn as_lists(&self) -> PagesDecoder<W::Output>
    where
        F: HasListsOf<T>,
    {
        W::bare(PagesDecoder::of::<AsLists<F>>())
    }
}

impl CallBuilder {
    /// The finished call for pages.
    pub fn pages<P, E>(mut self, decoder: PagesDecoder<P>, paging: Paging) -> Call<P, E, Paged> {
        self.join();
        decoder.call(self.0, paging)
    }
}

impl RequestBuilder {
    /// Asks for a list that goes on over several pages. The call returns with the first of them; a status outside 2xx
    /// is an error. The request for each page is repeated as that of a [`send`](Self::send) is.
    ///
    /// ```no_run
    /// # use retry_client::{Result, RetryClient};
    /// use retry_client::pages::Paging;
    ///
    /// # #[derive(serde::Deserialize)]
    /// # struct Tag { name: String }
    /// # async fn run(client: RetryClient) -> Result<()> {
    /// let url = "https://api.github.com/repos/rust-lang/rust/tags";
    /// let mut tags = client.get(url).pages::<Tag>(Paging::link()).await?;
    /// let newest = tags.collect_at_most(100).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn pages<T>(self, paging: Paging) -> Call<Pages<T>, Error, Paged>
    where
        T: PageItem + Send,
    {
        PagesDecoder::of::<T::Format>().call(self.into_call(), paging)
    }
}

impl<T: Send + 'static> PagesDecoder<Pages<T>> {
    fn of<F: PageFormat<T>>() -> Self {
        Self {
            call: PagedCall::new::<F>,
            accept: const { &F::ACCEPT },
        }
    }
}

impl<P> PagesDecoder<P> {
    fn call<E>(self, mut call: Box<PendingCall>, paging: Paging) -> Call<P, E, Paged> {
        call.spec.accept = self.accept;
        Call::new(call, Box::new((self.call)(paging)))
    }
}
