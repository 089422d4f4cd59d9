//! `Pages<T>` as the return type of a method.

use std::fmt;

use crate::client::pages::call::{Paged, PagedCall};
use crate::client::pages::paging::Paging;
use crate::client::pages::stream::Pages;
use crate::client::retry_client::RequestBuilder;
use crate::client::{Call, CallBuilder};
use crate::decode::{Bare, Decoder, FromJson, Other, ReturnType, Wrapper};
use crate::engine::PendingCall;
use crate::error::Error;
use crate::request::Accept;

/// The decoder of `P`, which is `Pages` of items that can be read.
pub struct PagesDecoder<P>(fn(Paging) -> PagedCall<P>);

/// Has nothing to show.
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
    /// The same decoder, by the other name of its type.
    #[doc(hidden)]
    fn bare(decoder: PagesDecoder<Pages<T>>) -> PagesDecoder<Self::Output>;
}

impl<T: 'static> StandsAlone<T> for Bare {
    fn bare(decoder: PagesDecoder<Pages<T>>) -> PagesDecoder<Pages<T>> {
        decoder
    }
}

/// A method that returns `Pages`, without the attribute.
#[diagnostic::on_unimplemented(
    message = "a method that returns `Pages` needs `#[pages(…)]`",
    label = "how does the list go on?",
    note = "add one of `#[pages(link)]`, `#[pages(cursor = \"…\", query = \"…\", items = \"…\")]`, \
            `#[pages(next = \"…\", items = \"…\")]`, `#[pages(page = \"page\")]`, \
            `#[pages(offset = \"offset\")]` or `#[pages(with = …)]`"
)]
pub trait WithoutPaging {}

/// A method with the attribute, that returns something else.
#[diagnostic::on_unimplemented(
    message = "`#[pages]` needs a method that returns `Pages<…>`, not `{Self}`",
    label = "not `Pages`",
    note = "return `Result<Pages<…>>`, or remove `#[pages]`"
)]
pub trait IsPages {}

// The bounds stand on the methods, as those of the other return types do: on the blocks they would make
// rustc take the general methods.
#[expect(
    clippy::unused_self,
    reason = "methods, so that auto-deref chooses them"
)]
impl<T: 'static, W: Wrapper<Pages<T>>> ReturnType<Pages<T>, W> {
    /// The decoder of a method with `#[pages]`.
    #[must_use]
    pub fn pages(&self) -> PagesDecoder<W::Output>
    where
        W: StandsAlone<T>,
        T: FromJson + Send,
    {
        W::bare(PagesDecoder(PagedCall::new))
    }

    /// Never succeeds: `Pages` needs `#[pages]`.
    #[must_use]
    pub fn decoder(&self) -> Decoder<W::Output>
    where
        Pages<T>: WithoutPaging,
    {
        unreachable!("no type is `WithoutPaging`")
    }
}

#[expect(
    clippy::unused_self,
    reason = "a method, so that auto-deref chooses it"
)]
impl<T, W> Other<T, W> {
    /// Never succeeds: `#[pages]` needs `Pages`.
    #[must_use]
    pub fn pages(&self) -> PagesDecoder<T>
    where
        T: IsPages,
    {
        unreachable!("no type is `IsPages`")
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
    /// Asks for a list that goes on over several pages. The call gives the first of them; a status outside 2xx is
    /// an error. A request that is not idempotent by its verb repeats within each page what it repeats in a
    /// [`send`](Self::send).
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
        T: FromJson + Send,
    {
        PagesDecoder(PagedCall::new).call(self.into_call(), paging)
    }
}

impl<P> PagesDecoder<P> {
    fn call<E>(self, mut call: Box<PendingCall>, paging: Paging) -> Call<P, E, Paged> {
        call.spec.accept = &Accept::Json;
        Call::new(call, Box::new((self.0)(paging)))
    }
}
