//! The stub, which stands in for the network.

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::Method;
use rand::Rng;
use reqwest::{Request, Response};
use tokio::time::timeout;

use crate::client::pages::Paging;
use crate::client::{ClientBuilder, Declared};
use crate::endpoint::Endpoint;
use crate::error::{BoxError, Failure};
use crate::policy::hooks::{Attempt, Observer};
use crate::request::BaseUrl;
use crate::testing::draws::Draws;
use crate::testing::journal::ScriptedRoute;
use crate::testing::pattern::{Pattern, any_base};
use crate::testing::route::Route;
use crate::testing::sent::Sent;
use crate::testing::state::State;
use crate::testing::values::PathValues;
use crate::testing::{body, clock};
use crate::transport::environment::Environment;
use crate::transport::{EnvironmentHandle, Transport};

/// A stand-in for the network: routes script the response to each request, and time is virtual.
///
/// Clones share everything. The [module](super) describes how to test with it.
#[derive(Clone)]
pub struct Stub(Arc<State>);

impl Stub {
    /// A stub without routes. It stops the clock of the current runtime, or outside of one that of the first request.
    ///
    /// # Panics
    ///
    /// In a runtime of several threads, whose clock cannot be stopped.
    #[must_use]
    #[track_caller]
    pub fn new() -> Self {
        let stub = Self(Arc::new(State {
            journal: Mutex::default(),
            draws: Mutex::new(Draws::Highest),
        }));
        // Here and not only with the first request, so that code before it already measures virtual time.
        stub.begin();
        stub
    }

    /// Draws delays with jitter from a generator with this seed: the same seed and calls have the same waits. Default:
    /// every draw is the highest, so that waits are as long as possible: `exponential` waits base · factor^i, and
    /// `random` waits `max`.
    #[must_use]
    pub fn seed(self, seed: u64) -> Self {
        *self.0.draws() = Draws::Seeded(seed);
        self
    }

    /// Builds a client that sends through the stub: `let github: GitHubClient = stub.client();`
    ///
    /// A client that needs other settings is built by `GitHubClient::builder().transport(stub.clone())`. One that
    /// declares no base URL gets `http://stub.test`.
    ///
    /// # Panics
    ///
    /// If it cannot be built.
    #[must_use]
    #[track_caller]
    pub fn client<C: Declared>(&self) -> C {
        let built = ClientBuilder::new().transport(self.clone()).build();
        built.unwrap_or_else(|error| panic!("{error}"))
    }

    /// Adds a route for the requests of a client's method with these values in the path:
    /// `stub.on(GitHubClient::REPO, ["rust-lang", "rust"])`. There is one value for each placeholder, in the order of
    /// the template, or `()` if there are no placeholders. A method without a path takes its whole URL.
    ///
    /// # Panics
    ///
    /// If there are more or fewer values than placeholders, or the client would refuse one.
    #[track_caller]
    pub fn on(&self, endpoint: Endpoint, values: impl PathValues) -> Route {
        // `dyn Any`, since endpoints stand below the client layer, which has the type.
        let paging = endpoint
            .declared
            .paging
            .and_then(|paging| paging().downcast().ok());
        let paging = paging.map(|paging: Box<Paging>| *paging);
        self.add(Pattern::of(&endpoint, &values), paging)
    }

    /// Adds a route for GET requests of a path, without that of the base URL and percent-encoded where necessary, or
    /// of a whole URL. If it has a query, a request must have these pairs, and may have more. Of the routes that fit a
    /// request, the one that names the most query pairs, headers and bodies takes precedence.
    ///
    /// # Panics
    ///
    /// If it is neither a path that begins with `/` nor a URL.
    #[track_caller]
    pub fn get(&self, place: &str) -> Route {
        self.at(Method::GET, place)
    }

    /// Adds a route for POST, like [`get`](Self::get).
    ///
    /// # Panics
    ///
    /// If it is neither a path that begins with `/` nor a URL.
    #[track_caller]
    pub fn post(&self, place: &str) -> Route {
        self.at(Method::POST, place)
    }

    /// Adds a route for PUT, like [`get`](Self::get).
    ///
    /// # Panics
    ///
    /// If it is neither a path that begins with `/` nor a URL.
    #[track_caller]
    pub fn put(&self, place: &str) -> Route {
        self.at(Method::PUT, place)
    }

    /// Adds a route for PATCH, like [`get`](Self::get).
    ///
    /// # Panics
    ///
    /// If it is neither a path that begins with `/` nor a URL.
    #[track_caller]
    pub fn patch(&self, place: &str) -> Route {
        self.at(Method::PATCH, place)
    }

    /// Adds a route for DELETE, like [`get`](Self::get).
    ///
    /// # Panics
    ///
    /// If it is neither a path that begins with `/` nor a URL.
    #[track_caller]
    pub fn delete(&self, place: &str) -> Route {
        self.at(Method::DELETE, place)
    }

    /// Adds a route for any verb, like [`get`](Self::get).
    ///
    /// # Panics
    ///
    /// If it is neither a path that begins with `/` nor a URL.
    #[track_caller]
    pub fn at(&self, method: Method, place: &str) -> Route {
        self.add(Pattern::at(method, place), None)
    }

    fn add(&self, pattern: Pattern, paging: Option<Paging>) -> Route {
        let routes = &mut self.0.journal().routes;
        routes.push(ScriptedRoute::new(pattern));
        Route::new(Arc::clone(&self.0), routes.len() - 1, paging)
    }

    /// The requests so far, in order.
    #[must_use]
    pub fn requests(&self) -> Vec<Sent> {
        self.0.journal().sent.clone()
    }

    /// The waits between attempts so far, in the order in which they started. They are those of clients whose
    /// transport is the stub itself.
    #[must_use]
    pub fn waits(&self) -> Vec<Duration> {
        self.0.journal().waits.clone()
    }

    /// Checks that every scripted response was used, and that every request had one.
    ///
    /// # Panics
    ///
    /// If a response was not used, unless it is there `forever`, or if a request had no response.
    #[track_caller]
    pub fn verify(&self) {
        let complaints = self.0.journal().complaints();
        assert!(
            complaints.is_empty(),
            "not everything went as it was laid out:{complaints}"
        );
    }

    /// Starts virtual time, if there is a current runtime.
    #[track_caller]
    pub(crate) fn begin(&self) {
        if clock::stop() {
            self.0.journal().begin();
        }
    }
}

/// Gives virtual time and known draws to the clients that send through the stub.
impl Environment for Stub {
    fn join(&self, base_urls: &mut Vec<BaseUrl>, needs_base_url: bool) {
        self.begin();
        if base_urls.is_empty() && needs_base_url {
            base_urls.extend(any_base());
        }
        // A route names a path below the base URL, so the stub has to know the base URLs of its clients.
        self.0.journal().base_urls.extend_from_slice(base_urls);
    }

    fn observer(&self) -> Arc<dyn Observer> {
        Arc::new(WaitRecorder(self.clone()))
    }

    fn begin(&self) {
        Self::begin(self);
    }

    fn draw(&self, with: &mut dyn FnMut(&mut dyn Rng)) {
        // One generator for all clients of the stub: with a seed, the order of calls decides about the draws.
        with(&mut *self.0.draws());
    }
}

/// Serves code that takes any transport. As the transport of a client, it also records the waits of that client.
// Errors are those of `std::io` and not finished failures, so that `decide/transport_error` classifies them like
// those of a socket.
impl Transport for Stub {
    async fn send(&self, mut request: Request) -> Result<Response, BoxError> {
        self.begin();
        // Read before the lock is taken, as a body may itself come from a call to this stub.
        let body = body::read(request.body_mut().take()).await?;
        let entered = self.0.journal().enter(&request, &body);
        let answer = entered.map_err(|error| Failure::build(error) as BoxError)?;
        match request.timeout() {
            None => answer.play(&request).await,
            Some(limit) => match timeout(*limit, answer.play(&request)).await {
                Ok(played) => played,
                // As reqwest does: a hook may have set a timeout on the request itself.
                Err(_) => Err(std::io::Error::from(std::io::ErrorKind::TimedOut).into()),
            },
        }
    }

    fn environment(&self) -> Option<EnvironmentHandle> {
        Some(EnvironmentHandle(Arc::new(self.clone())))
    }
}

/// An observer that records the waits of a client.
struct WaitRecorder(Stub);

impl Observer for WaitRecorder {
    fn attempt_failed(&self, _: &Attempt, _: &Failure, next: Option<Duration>) {
        self.0.0.journal().waits.extend(next);
    }
}

impl Default for Stub {
    #[track_caller]
    fn default() -> Self {
        Self::new()
    }
}

/// Shows numbers alone: requests may hold secrets.
impl fmt::Debug for Stub {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let journal = self.0.journal();
        f.debug_struct("Stub")
            .field("routes", &journal.routes.len())
            .field("requests", &journal.sent.len())
            .field("waits", &journal.waits)
            .finish_non_exhaustive()
    }
}
