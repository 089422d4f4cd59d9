//! Reads a page: turns the body of a response into items, and finds the reference to the next page.

use http::{HeaderMap, StatusCode};
use reqwest::Url;

use crate::client::pages::link;
use crate::client::pages::paging::{Paging, PagingForm};
use crate::client::pages::parts::{Next, NextPage, PageParts};
use crate::decode::{BodyMode, PagePlaces, PageRead, ReadPage, ReceivedResponse, ResponseSink};
use crate::error::{ErrorKind, Failure, History};
use crate::request::CallSpec;
use crate::response::Head;

/// A page as it arrived.
pub(crate) struct ReceivedPage<T> {
    pub(crate) items: Vec<T>,
    pub(crate) headers: HeaderMap,
    /// The next page, if this one names it. A page of a counted list never does.
    pub(crate) next: Option<Next>,
}

/// The sink in which the loop puts a page.
pub(crate) struct PageSink<'a, T> {
    paging: &'a Paging,
    number: usize,
    format: ReadPage<T>,
    /// The page, and its URL where the transport says it.
    arrived: Option<(ReceivedPage<T>, Option<Url>)>,
    /// The entry of a list of URLs that the page came from, counted from 1.
    place: u32,
}

impl<'a, T> PageSink<'a, T> {
    pub(crate) const fn new(paging: &'a Paging, number: usize, format: ReadPage<T>) -> Self {
        Self {
            paging,
            number,
            format,
            arrived: None,
            place: 1,
        }
    }

    /// The page as a response to this call, and the URL that it came from, redirects included.
    pub(crate) fn into_arrived(
        self,
        spec: &CallSpec,
    ) -> Result<(ReceivedPage<T>, Url), Box<Failure>> {
        let no_page = || Failure::new(ErrorKind::Decode).because("there was no page in it");
        let (arrived, url) = self.arrived.ok_or_else(no_page)?;
        // A transport that reports no URL: the page came from where the attempt was sent.
        let url = url.map_or_else(|| spec.url_of(self.place), Ok)?;
        Ok((arrived, url))
    }
}

impl<T: Send> ResponseSink for PageSink<'_, T> {
    fn body_mode(&self) -> BodyMode {
        BodyMode::Buffered
    }

    // For `attempt` alone. The loop tells of the history after it has handed over the response, so
    // `accept` puts 1 there for the time being.
    fn keeps_history(&self) -> bool {
        true
    }

    fn returns_at_head(&self) -> bool {
        false
    }

    fn check(&self, _: StatusCode, _: &HeaderMap) -> Result<(), Box<Failure>> {
        Ok(())
    }

    fn receive(&mut self, received: ReceivedResponse) -> Result<(), Box<Failure>> {
        self.accept(received)
    }

    fn accept(&mut self, received: ReceivedResponse) -> Result<(), Box<Failure>> {
        let head = Head::copied(&received.response);
        let read = self.read(&head, &received);
        let Head { status, headers } = head;
        let (items, next) = read.map_err(|failure| {
            let failure = failure.with_head(status, headers.clone());
            failure.with_body(received.body.clone())
        })?;
        let url = received.response.known_url().cloned();
        let arrived = ReceivedPage {
            items,
            headers,
            next,
        };
        self.arrived = Some((arrived, url));
        Ok(())
    }

    fn remember(&mut self, history: History) {
        self.place = history.place();
    }
}

impl<T> PageSink<'_, T> {
    /// The items of a page, and its reference to the next one.
    fn read(
        &self,
        head: &Head,
        received: &ReceivedResponse,
    ) -> Result<(Vec<T>, Option<Next>), Box<Failure>> {
        // A 204 has no body, which means the same as an empty list.
        let (items, found) = match head.status {
            StatusCode::NO_CONTENT => (Vec::new(), None),
            _ => self.items(head, received)?,
        };
        let next = match &self.paging.form {
            PagingForm::Link => link::next(&head.headers).map(Next::url),
            PagingForm::Cursor { query, .. } => found.map(|cursor| Next::query(&**query, cursor)),
            PagingForm::Next { .. } => found.map(Next::url),
            PagingForm::Page { .. } | PagingForm::Offset { .. } => None,
            PagingForm::With(next) => {
                let parts = PageParts {
                    headers: &head.headers,
                    body: &received.body,
                    items: items.len(),
                    number: self.number,
                };
                next(&parts).map_err(|error| {
                    let failure = Failure::new(ErrorKind::Decode);
                    failure
                        .because("the next page could not be told")
                        .caused_by(error)
                })?
            }
        };
        // An empty reference is one to the page itself; servers mean that there is no next page.
        let is_empty = |next: &Next| matches!(&next.0, NextPage::Url(url) if url.is_empty());
        Ok((items, next.filter(|next| !is_empty(next))))
    }

    /// The items in a body, and the value in it that leads to the next page.
    fn items(&self, head: &Head, received: &ReceivedResponse) -> PageRead<T> {
        let next = match &self.paging.form {
            PagingForm::Cursor { path, .. } | PagingForm::Next { path } => Some(path.clone()),
            PagingForm::Link
            | PagingForm::Page { .. }
            | PagingForm::Offset { .. }
            | PagingForm::With(_) => None,
        };
        let items = self.paging.items.clone().unwrap_or_default();
        (self.format)(head, &received.body, &PagePlaces { items, next })
    }
}
