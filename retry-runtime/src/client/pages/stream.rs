//! The stream of the items of all pages.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use http::HeaderMap;

use crate::client::pages::page::Page;
use crate::client::pages::paging::Paging;
use crate::client::pages::source::{Loaded, PageFuture, Source, fetch, start};
use crate::decode::ReadPage;
use crate::engine::PendingCall;
use crate::error::Error;

/// A list that goes on over several responses: a `Stream` of its items.
///
/// The first page has arrived when the call returns. Every other page is requested when its first item is asked for,
/// in a call of its own, with the policy, the `timeout` and the hooks of the method and the overrides of the call.
///
/// **After an error** the stream stays where it was: the next [`item`](Self::item) asks for the same page again, and
/// no item is lost or returned twice. A reference to another origin, or to a page that was there before, is an error
/// of kind [`Rejected`](crate::ErrorKind::Rejected), every time and without a request. So stop at an error, or count
/// errors: a `Stream` continues after one, and a loop that ignores errors may never end.
///
/// A page that is being fetched while nobody polls keeps its connection, and its place under `#[concurrency]`, until
/// the stream is polled or dropped.
///
/// ```no_run
/// # use retry_client::{Pages, Result, client};
/// #[client(base_url = "https://api.github.com")]
/// #[retry(exponential, attempts = 4)]
/// trait GitHub {
///     #[get("/repos/{owner}/{name}/tags")]
///     #[pages(link)]
///     async fn tags(&self, owner: &str, name: &str) -> Result<Pages<Tag>>;
/// }
///
/// #[derive(serde::Deserialize)]
/// struct Tag {
///     name: String,
/// }
///
/// # async fn run(github: GitHubClient) -> Result<()> {
/// let mut tags = github.tags("rust-lang", "rust").await?;
/// while let Some(tag) = tags.item().await? {
///     println!("{}", tag.name);
/// }
/// # Ok(())
/// # }
/// ```
pub struct Pages<T> {
    /// The page that is being handed out, and those that have arrived since. Empty only after the end.
    arrived: VecDeque<Loaded<T>>,
    /// The source of the other pages; `None` for a list of one page.
    source: Option<Box<Source<T>>>,
    /// The page that is being fetched. A stream that was not polled for a while continues with it.
    fetching: Option<PageFuture<T>>,
}

impl<T> Pages<T> {
    /// A list of one page without a server, for fakes and mocks of a client's trait.
    ///
    /// ```
    /// # use retry_client::{Pages, Result};
    /// # async fn run() -> Result<()> {
    /// let mut pages = Pages::of([1, 2, 3]);
    /// assert_eq!(pages.item().await?, Some(1));
    /// assert_eq!(pages.collect_at_most(10).await?, [2, 3]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn of(items: impl IntoIterator<Item = T>) -> Self {
        let items: Vec<T> = items.into_iter().collect();
        let page = Loaded {
            items: items.into_iter(),
            headers: HeaderMap::new(),
            number: 1,
            next: None,
            is_fresh: true,
        };
        Self {
            arrived: [page].into(),
            source: None,
            fetching: None,
        }
    }

    /// The next item; `None` at the end.
    ///
    /// It is cancel safe: after the future was dropped, the next one continues with the page that is being fetched.
    ///
    /// # Errors
    ///
    /// The error of the call for the page. The stream stays where it was.
    pub async fn item(&mut self) -> Result<Option<T>, Error> {
        poll_fn(|context| self.poll_item(context)).await.transpose()
    }

    /// The next page, or the rest of the one that is being handed out; `None` at the end. The empty page that ends a
    /// counted list is not returned, unless it is the first.
    ///
    /// # Errors
    ///
    /// The same as of [`item`](Self::item).
    pub async fn page(&mut self) -> Result<Option<Page<T>>, Error> {
        loop {
            self.leave_finished_pages();
            if let Some(page) = self.arrived.front_mut()
                && (page.is_fresh || page.items.len() > 0)
            {
                return Ok(Some(page.take()));
            }
            if !poll_fn(|context| self.poll_further(context)).await? {
                return Ok(None);
            }
        }
    }

    /// The next `most` items, or fewer at the end of the list. It fetches no page beyond the last of them.
    ///
    /// # Errors
    ///
    /// The same as of [`item`](Self::item). Items that had arrived by then are kept, and are the next to be returned.
    pub async fn collect_at_most(&mut self, most: usize) -> Result<Vec<T>, Error> {
        // The items stay in their pages until there are enough of them, so that neither an error nor a dropped
        // future loses any.
        while self.len() < most {
            if !poll_fn(|context| self.poll_further(context)).await? {
                break;
            }
        }
        let mut items = Vec::with_capacity(most.min(self.len()));
        while items.len() < most
            && let Some(item) = self.take_item()
        {
            items.push(item);
        }
        Ok(items)
    }

    /// The cursor of the page after the one that is being handed out; `None` after the last.
    /// [`resume_from`](crate::Call::resume_from) takes it, in another process too.
    ///
    /// Depending on the form of paging, it is the cursor, the URL, the number or the offset of that page. It skips the
    /// remaining items of the present page, so store it when a page is finished.
    #[must_use]
    pub fn cursor(&self) -> Option<String> {
        let page = self.arrived.front()?;
        page.next.as_ref().map(|next| next.cursor.clone())
    }

    /// The number of items that have arrived and have not been handed out.
    fn len(&self) -> usize {
        self.arrived.iter().map(|page| page.items.len()).sum()
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        loop {
            if let Some(item) = self.take_item() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.poll_further(context)) {
                Ok(true) => {}
                Ok(false) => return Poll::Ready(None),
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
        }
    }

    /// An item that has arrived.
    fn take_item(&mut self) -> Option<T> {
        loop {
            let page = self.arrived.front_mut()?;
            page.is_fresh = false;
            let item = page.items.next();
            if item.is_some() || self.arrived.len() == 1 {
                return item;
            }
            self.arrived.pop_front();
        }
    }

    /// Drops finished pages before one that has arrived. The last page stays, as it knows the way to the next.
    fn leave_finished_pages(&mut self) {
        // A page is dropped only once another has arrived: `cursor` and `poll_further` find the next page
        // through it.
        while self.arrived.len() > 1
            && let Some(page) = self.arrived.front()
            && page.items.len() == 0
            && !page.is_fresh
        {
            self.arrived.pop_front();
        }
    }

    /// Fetches the page after the last that has arrived; `false` if the list has ended.
    fn poll_further(&mut self, context: &mut Context<'_>) -> Poll<Result<bool, Error>> {
        let last = self.arrived.back().and_then(|page| page.next.as_ref());
        let (Some(step), Some(source)) = (last, self.source.as_deref_mut()) else {
            return Poll::Ready(Ok(false));
        };
        // Kept here and not in the future of `item`, so that a `select!` that drops that future
        // loses neither the page nor the request.
        let fetching = match &mut self.fetching {
            Some(fetching) => fetching,
            None => match source.ask(Some(step)) {
                Ok(fetching) => self.fetching.insert(fetching),
                Err(error) => return Poll::Ready(Err(error)),
            },
        };
        let fetched = ready!(fetching.as_mut().poll(context));
        self.fetching = None;
        let fetched = fetched?;
        source.traversal.passed(step);
        let page = source.load(fetched);
        self.arrived.push_back(page);
        Poll::Ready(Ok(true))
    }
}

impl<T: Send + 'static> Pages<T> {
    /// Fetches the first page of a list.
    pub(crate) async fn begin(
        mut template: Box<PendingCall>,
        paging: Paging,
        resumed: Option<String>,
        format: ReadPage<T>,
    ) -> Result<Self, Error> {
        let (traversal, first) = start(&mut template, paging, resumed.as_deref())?;
        let mut source = Box::new(Source {
            template,
            traversal,
            fetch: fetch::<T>,
            format,
            pages: 0,
        });
        let arrived = source.ask(first.as_ref())?.await?;
        let page = source.load(arrived);
        Ok(Self {
            arrived: [page].into(),
            source: Some(source),
            fetching: None,
        })
    }
}

/// Items are never pinned: they are moved out.
impl<T> Unpin for Pages<T> {}

impl<T> Stream for Pages<T> {
    type Item = Result<T, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_item(context)
    }
}

/// Shows numbers alone: items and cursors may be secret.
impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("page", &self.arrived.front().map(|page| page.number))
            .field("items", &self.len())
            .finish_non_exhaustive()
    }
}
