//! A route, which takes its responses.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use serde::Serialize;

use crate::client::pages::Paging;
use crate::request::header_pair;
use crate::testing::pattern::{Pattern, WantedBody};
use crate::testing::scripted_response::ScriptedResponse;
use crate::testing::state::State;

/// A route of a [`Stub`](super::Stub), which takes its responses.
///
/// ```
/// use retry_client::testing::{Stub, json, status};
///
/// let stub = Stub::new();
/// stub.get("/search").query("q", "tea").answers([status(503), json(&["green", "black"])]);
/// ```
#[derive(Clone)]
#[must_use = "a route without answers refuses its requests: `.answer(…)`"]
pub struct Route {
    pub(crate) state: Arc<State>,
    pub(crate) position: usize,
    /// The paging of the method, or the one that the test sets.
    pub(crate) paging: Option<Paging>,
}

impl Route {
    pub(crate) const fn new(state: Arc<State>, position: usize, paging: Option<Paging>) -> Self {
        Self {
            state,
            position,
            paging,
        }
    }

    /// Requires a query pair as well, decoded: `stub.on(GitHubClient::SEARCH, ()).query("q", "a b")`.
    pub fn query(self, name: &str, value: &str) -> Self {
        self.narrow(|pattern| pattern.add_query(name, value))
    }

    /// Requires a header as well: `stub.post("/").header("x-amz-target", "DynamoDB.GetItem")`.
    ///
    /// # Panics
    ///
    /// If it cannot be a header.
    #[track_caller]
    pub fn header(self, name: &str, value: &str) -> Self {
        match header_pair(name, value) {
            Ok(header) => self.narrow(|pattern| pattern.headers.push(header)),
            Err(error) => panic!("{error}"),
        }
    }

    /// Requires a body of exactly these bytes.
    pub fn body(self, body: impl Into<Bytes>) -> Self {
        self.narrow(|pattern| pattern.body = Some(WantedBody::Bytes(body.into())))
    }

    /// Requires a body that is this value as JSON, in any order and with any white space.
    ///
    /// # Panics
    ///
    /// If it cannot be JSON.
    #[track_caller]
    pub fn json<T: Serialize + ?Sized>(self, value: &T) -> Self {
        match serde_json::to_value(value) {
            Ok(value) => self.narrow(|pattern| pattern.body = Some(WantedBody::Json(value))),
            Err(error) => panic!("the value cannot be JSON: {error}"),
        }
    }

    pub(crate) fn narrow(self, narrow: impl FnOnce(&mut Pattern)) -> Self {
        // A position and not a reference: the journal may grow while a test holds the route.
        narrow(&mut self.state.journal().routes[self.position].pattern);
        self
    }

    /// Scripts the response to one more request, after those that were scripted before.
    pub fn answer(&self, answer: ScriptedResponse) {
        self.answers([answer]);
    }

    /// Scripts the responses to further requests, in order, after those that were scripted before. A request after the
    /// last of them fails.
    pub fn answers(&self, answers: impl IntoIterator<Item = ScriptedResponse>) {
        // Collected before the journal is locked: an iterator may itself use the stub.
        let responses: Vec<_> = answers.into_iter().collect();
        self.state.journal().routes[self.position]
            .responses
            .extend(responses);
    }
}

impl fmt::Debug for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Route")
            .field("position", &self.position)
            .finish_non_exhaustive()
    }
}
