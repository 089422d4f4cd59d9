//! The source of pages: the call that is made again for each of them, and the page that is being handed out.

use std::pin::Pin;
use std::sync::Arc;
use std::vec::IntoIter;

use http::HeaderMap;
use reqwest::Url;

use crate::client::pages::page::Page;
use crate::client::pages::paging::Paging;
use crate::client::pages::read::{PageSink, ReceivedPage};
use crate::client::pages::traversal::{Step, Traversal};
use crate::decode::ReadPage;
use crate::engine::{PendingCall, run};
use crate::error::Error;

/// The part of a page that has not been handed out.
pub(super) struct Loaded<T> {
    pub(super) items: IntoIter<T>,
    pub(super) headers: HeaderMap,
    pub(super) number: usize,
    pub(super) next: Option<Step>,
    /// True until something of it is handed out, for a page that is handed out even if it is empty.
    pub(super) is_fresh: bool,
}

pub(super) type PageFuture<T> =
    Pin<Box<dyn Future<Output = Result<(ReceivedPage<T>, Url), Error>> + Send>>;

/// The function that fetches a page. A pointer, named where the items are known to be `Send`, so that no other
/// code needs that bound.
type FetchPage<T> = fn(Box<PendingCall>, Arc<Paging>, usize, ReadPage<T>) -> PageFuture<T>;

/// The call that the method made, which is never sent itself.
pub(super) struct Source<T> {
    pub(super) template: Box<PendingCall>,
    pub(super) traversal: Traversal,
    pub(super) fetch: FetchPage<T>,
    /// Reads a page in its format.
    pub(super) format: ReadPage<T>,
    /// The number of pages that have arrived.
    pub(super) pages: usize,
}

/// Finds the way to the first page, and every mistake that can be found before anything is sent.
pub(crate) fn start(
    template: &mut PendingCall,
    paging: Paging,
    resumed: Option<&str>,
) -> Result<(Traversal, Option<Step>), Error> {
    let endpoint = template.spec.endpoint;
    let unsent = |failure| Error::unsent(failure, endpoint);
    if let Some(failure) = template.spec.take_error() {
        return Err(unsent(failure));
    }
    Traversal::begin(Arc::new(paging), &template.spec, resumed).map_err(unsent)
}

pub(super) fn fetch<T: Send + 'static>(
    mut call: Box<PendingCall>,
    paging: Arc<Paging>,
    number: usize,
    format: ReadPage<T>,
) -> PageFuture<T> {
    Box::pin(async move {
        let mut sink = PageSink::new(&paging, number, format);
        run(&mut call, &mut sink).await?;
        let arrived = sink.into_arrived(&call.spec);
        arrived.map_err(|failure| Error::unsent(failure, call.spec.endpoint))
    })
}

impl<T> Source<T> {
    /// Starts the call for the page that a step leads to, or for the first page.
    pub(super) fn ask(&self, step: Option<&Step>) -> Result<PageFuture<T>, Error> {
        let endpoint = self.template.spec.endpoint;
        let mut call = self.template.again();
        if let Some(step) = step {
            let applied = step.apply(&mut call.spec);
            applied.map_err(|failure| Error::unsent(failure, endpoint))?;
        }
        let paging = Arc::clone(&self.traversal.paging);
        Ok((self.fetch)(call, paging, self.pages + 1, self.format))
    }

    /// Takes a page that has arrived, and finds the way to the next.
    pub(super) fn load(&mut self, (arrived, url): (ReceivedPage<T>, Url)) -> Loaded<T> {
        let ReceivedPage { items, headers, .. } = arrived;
        let is_counted = self.traversal.is_counted();
        let spec = &self.template.spec;
        let next = self.traversal.next(arrived.next, items.len(), &url, spec);
        self.pages += 1;
        Loaded {
            // The empty page that ends a counted list is of no interest. `page` hands out any other empty
            // page, as its headers may be wanted.
            is_fresh: self.pages == 1 || !is_counted || !items.is_empty(),
            items: items.into_iter(),
            headers,
            number: self.pages,
            next,
        }
    }
}

impl<T> Loaded<T> {
    pub(super) fn take(&mut self) -> Page<T> {
        self.is_fresh = false;
        Page {
            items: self.items.by_ref().collect(),
            headers: self.headers.clone(),
            number: self.number,
        }
    }
}
