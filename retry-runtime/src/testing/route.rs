//! A route, to be given its answers.

use crate::testing::scripted_response::ScriptedResponse;
use crate::testing::stub::Stub;

/// A route of a [`Stub`], to be given its answers.
#[derive(Clone, Debug)]
#[must_use = "a route without answers refuses its requests: `.answer(…)`"]
pub struct Route {
    stub: Stub,
    position: usize,
}

impl Route {
    pub(crate) const fn new(stub: Stub, position: usize) -> Self {
        Self { stub, position }
    }

    /// Asks for a query pair as well, decoded: `stub.on(GitHubClient::SEARCH, ()).query("q", "a b")`.
    pub fn query(self, name: &str, value: &str) -> Self {
        self.stub.journal().routes[self.position]
            .pattern
            .add_query(name, value);
        self
    }

    /// What the next request gets, after the answers that were given before.
    pub fn answer(&self, answer: ScriptedResponse) {
        self.answers([answer]);
    }

    /// What the next requests get, in order, after the answers that were given before. A request
    /// that comes after the last one is refused.
    pub fn answers(&self, answers: impl IntoIterator<Item = ScriptedResponse>) {
        let answers: Vec<_> = answers.into_iter().collect();
        self.stub.journal().routes[self.position]
            .answers
            .extend(answers);
    }
}
