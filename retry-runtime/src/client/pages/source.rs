//! The source of pages: a call that is made anew for each, and what of a page is left to hand out.

use std::pin::Pin;
use std::sync::Arc;
use std::vec::IntoIter;

use http::HeaderMap;
use reqwest::Url;

use crate::client::pages::page::Page;
use crate::client::pages::paging::Paging;
use crate::client::pages::read::{Arrived, PageSink};
use crate::client::pages::traversal::{Step, Traversal};
use crate::decode::ReadPage;
use crate::engine::{PendingCall, run};
use crate::error::Error;

/// A page, as far as it has not been handed out.
pub(super) struct Loaded<T> {
    pub(super) items: IntoIter<T>,
    pub(super) headers: HeaderMap,
    pub(super) number: usize,
    pub(super) next: Option<Step>,
    /// Set until something of it is handed out, if it is to be shown though it is empty.
    pub(super) is_fresh: bool,
}

pub(super) type Fetching<T> = Pin<Box<dyn Future<Output = Result<(Arrived<T>, Url), Error>> + Send>>;

/// The function that fetches a page. It is named where the type of the items is known to be `Send`, so that
/// nothing else has to know that.
type Fetch<T> = fn(Box<PendingCall>, Arc<Paging>, usize, ReadPage<T>) -> Fetching<T>;

/// The call as it was made, which is never sent itself.
pub(super) struct Source<T> {
    pub(super) template: Box<PendingCall>,
    pub(super) traversal: Traversal,
    pub(super) fetch: Fetch<T>,
    /// Reads a page in its format.
    pub(super) format: ReadPage<T>,
    /// The number of pages that have arrived.
    pub(super) pages: usize,
}

/// Finds the way to the first page, and whatever is wrong before anything is sent.
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
) -> Fetching<T> {
    Box::pin(async move {
        let mut sink = PageSink::new(&paging, number, format);
        run(&mut call, &mut sink).await?;
        let arrived = sink.into_arrived(&call.spec);
        arrived.map_err(|failure| Error::unsent(failure, call.spec.endpoint))
    })
}

impl<T> Source<T> {
    /// Begins the call for a page: that of a step, or the first.
    pub(super) fn ask(&self, step: Option<&Step>) -> Result<Fetching<T>, Error> {
        let endpoint = self.template.spec.endpoint;
        let mut call = self.template.again();
        if let Some(step) = step {
            let applied = step.apply(&mut call.spec);
            applied.map_err(|failure| Error::unsent(failure, endpoint))?;
        }
        let paging = Arc::clone(&self.traversal.paging);
        Ok((self.fetch)(call, paging, self.pages + 1, self.format))
    }

    /// Takes a page that has arrived, and finds what comes after it.
    pub(super) fn load(&mut self, (arrived, url): (Arrived<T>, Url)) -> Loaded<T> {
        let Arrived { items, headers, .. } = arrived;
        let is_counted = self.traversal.is_counted();
        let spec = &self.template.spec;
        let next = self.traversal.next(arrived.next, items.len(), &url, spec);
        self.pages += 1;
        Loaded {
            // The empty page that ends a counted list says nothing. Any other is handed out by
            // `page`, as its headers may be wanted.
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
