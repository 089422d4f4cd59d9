//! A route, to be given its answers.

use std::fmt;
use std::sync::Arc;

use crate::testing::scripted_response::ScriptedResponse;
use crate::testing::state::State;

/// A route of a [`Stub`](super::Stub), to be given its answers.
#[derive(Clone)]
#[must_use = "a route without answers refuses its requests: `.answer(…)`"]
pub struct Route {
    state: Arc<State>,
    position: usize,
}

impl Route {
    pub(crate) const fn new(state: Arc<State>, position: usize) -> Self {
        Self { state, position }
    }

    /// Asks for a query pair as well, decoded: `stub.on(GitHubClient::SEARCH, ()).query("q", "a b")`.
    pub fn query(self, name: &str, value: &str) -> Self {
        self.state.journal().routes[self.position]
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
        self.state.journal().routes[self.position]
            .answers
            .extend(answers);
    }
}

impl fmt::Debug for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Route")
            .field("position", &self.position)
            .finish_non_exhaustive()
    }
}
