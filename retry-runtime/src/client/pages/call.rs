//! A call for the first page of a list.

use std::fmt;
use std::future::{Pending, pending};

use crate::client::Call;
use crate::client::kind::{CallKind, Running, Runs};
use crate::client::pages::paging::Paging;
use crate::client::pages::source::start;
use crate::client::pages::stream::Pages;
use crate::decode::PageFormat;
use crate::engine::{PendingCall, prepare};
use crate::error::Error;
use crate::response::Reply;

/// The kind of a call for the first page of a list.
#[derive(Clone, Copy, Debug)]
pub struct Paged;

/// The paging of a call, and the cursor that it resumes from.
pub struct PagedCall<P> {
    paging: Paging,
    resumed: Option<String>,
    /// A pointer, named where the items are known to be readable, so that no other code needs that bound.
    run: Run<P>,
}

type Run<P> = fn(Box<PendingCall>, Paging, Option<String>) -> Running<P>;

impl<T: Send + 'static> PagedCall<Pages<T>> {
    pub(crate) fn new<F: PageFormat<T>>(paging: Paging) -> Self {
        Self {
            paging,
            resumed: None,
            run: |call, paging, resumed| Box::pin(Pages::begin(call, paging, resumed, F::read)),
        }
    }
}

impl CallKind for Paged {
    type Decoder<P> = Box<PagedCall<P>>;
}

impl<P> Runs<P> for Paged {
    fn run(call: Box<PendingCall>, decoder: Box<PagedCall<P>>) -> Running<P> {
        let paged = *decoder;
        (paged.run)(call, paged.paging, paged.resumed)
    }

    fn prepare(call: &mut PendingCall, decoder: Box<PagedCall<P>>) -> Result<(), Error> {
        let (_, first) = start(call, decoder.paging, decoder.resumed.as_deref())?;
        if let Some(first) = first {
            let applied = first.apply(&mut call.spec);
            applied.map_err(|failure| Error::unsent(failure, call.spec.endpoint))?;
        }
        prepare(call)
    }
}

/// A value that one response brings.
#[diagnostic::on_unimplemented(
    message = "a call for `Pages` has no `.reply()`, as it has several responses",
    label = "has several responses",
    note = "await it, and take `.page()`: it has the headers of each page"
)]
pub trait OfOneResponse {}

impl<T, E> Call<Pages<T>, E, Paged> {
    /// Never compiles: pages have several responses.
    #[doc(hidden)]
    pub fn reply(self) -> Pending<Result<Reply<Pages<T>>, E>>
    where
        Pages<T>: OfOneResponse,
    {
        pending()
    }

    /// Starts at the page of a cursor, which [`Pages::cursor`] returned, even in another process.
    ///
    /// An empty cursor, or one that this form of paging cannot have, is an error of kind `Build`, and a URL of another
    /// origin is one of kind `Rejected`. In both cases nothing is sent.
    ///
    /// ```no_run
    /// # use retry_client::{Pages, Result, client};
    /// # #[client(base_url = "https://api.example.com")]
    /// # trait Api {
    /// #     #[get("/events")]
    /// #     #[pages(cursor = "next", query = "after", items = "events")]
    /// #     async fn events(&self) -> Result<Pages<String>>;
    /// # }
    /// # async fn run(api: ApiClient, stored: String) -> Result<()> {
    /// let mut events = api.events().resume_from(stored).await?;
    /// while let Some(page) = events.page().await? {
    ///     println!("{:?}; go on with {:?}", page.items(), events.cursor());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn resume_from(mut self, cursor: impl Into<String>) -> Self {
        if let Some(paged) = self.decoder_mut() {
            paged.resumed = Some(cursor.into());
        }
        self
    }
}

/// Leaves out the cursor, which may be secret.
impl<P> fmt::Debug for PagedCall<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PagedCall").field(&self.paging).finish()
    }
}
