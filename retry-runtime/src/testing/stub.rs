//! The stub: what stands in for the network.

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

/// Stands in for the network: routes say what each request gets, and time is virtual.
///
/// Clones share everything. The [module](super) tells what it is like to test with it.
#[derive(Clone)]
pub struct Stub(Arc<State>);

impl Stub {
    /// A stub without routes. Within a runtime, its clock stops here; otherwise with the first request.
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
        stub.begin();
        stub
    }

    /// Has delays with jitter drawn by a generator that starts from this seed: the same seed and
    /// calls, the same waits. Without it every draw is the highest, so that waits are as long as
    /// they can be: `exponential` waits base · factor^i, `random` waits `max`.
    #[must_use]
    pub fn seed(self, seed: u64) -> Self {
        *self.0.draws() = Draws::Seeded(seed);
        self
    }

    /// A client that sends through the stub: `let github: GitHubClient = stub.client();`
    ///
    /// It is `GitHubClient::builder().transport(stub.clone()).build()`, for a client that needs no
    /// other setting. One that declares no base URL gets `http://stub.test`.
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

    /// A route for the requests of a method of a client, `stub.on(GitHubClient::REPO, ["rust-lang", "rust"])`:
    /// those whose path has these values. They are filled in as the client does it, one for each
    /// placeholder in the order of the template, and `()` where there is none. A method without a
    /// path takes its whole URL.
    ///
    /// # Panics
    ///
    /// If there are more or fewer values than placeholders, or the client would refuse one.
    #[track_caller]
    pub fn on(&self, endpoint: Endpoint, values: impl PathValues) -> Route {
        // `dyn Any` since endpoints stand below the client, whose type it is.
        let paging = endpoint
            .declared
            .paging
            .and_then(|paging| paging().downcast().ok());
        let paging = paging.map(|paging: Box<Paging>| *paging);
        self.add(Pattern::of(&endpoint, &values), paging)
    }

    /// A route for GET requests of a path, as it stands behind the base URL and percent-encoded where
    /// it has to be; or of a whole URL. A query is optional: what it names has to be there, and there
    /// may be more. Of the routes that fit a request the one that names most of its query comes first.
    ///
    /// # Panics
    ///
    /// If it is neither a path that begins with `/`, nor a URL.
    #[track_caller]
    pub fn get(&self, place: &str) -> Route {
        self.at(Method::GET, place)
    }

    /// Adds a route for POST, like [`get`](Self::get).
    ///
    /// # Panics
    ///
    /// If it is neither a path that begins with `/`, nor a URL.
    #[track_caller]
    pub fn post(&self, place: &str) -> Route {
        self.at(Method::POST, place)
    }

    /// Adds a route for PUT, like [`get`](Self::get).
    ///
    /// # Panics
    ///
    /// If it is neither a path that begins with `/`, nor a URL.
    #[track_caller]
    pub fn put(&self, place: &str) -> Route {
        self.at(Method::PUT, place)
    }

    /// Adds a route for PATCH, like [`get`](Self::get).
    ///
    /// # Panics
    ///
    /// If it is neither a path that begins with `/`, nor a URL.
    #[track_caller]
    pub fn patch(&self, place: &str) -> Route {
        self.at(Method::PATCH, place)
    }

    /// Adds a route for DELETE, like [`get`](Self::get).
    ///
    /// # Panics
    ///
    /// If it is neither a path that begins with `/`, nor a URL.
    #[track_caller]
    pub fn delete(&self, place: &str) -> Route {
        self.at(Method::DELETE, place)
    }

    /// Adds a route for any verb, like [`get`](Self::get).
    ///
    /// # Panics
    ///
    /// If it is neither a path that begins with `/`, nor a URL.
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

    /// The waits before a further attempt so far, in the order in which they began: those of the
    /// clients that were built with the stub itself for their transport.
    #[must_use]
    pub fn waits(&self) -> Vec<Duration> {
        self.0.journal().waits.clone()
    }

    /// Says that everything went as it was laid out.
    ///
    /// # Panics
    ///
    /// If a response was not used, unless it is there `forever`, or a request had no response.
    #[track_caller]
    pub fn verify(&self) {
        let complaints = self.0.journal().complaints();
        assert!(
            complaints.is_empty(),
            "not everything went as it was laid out:{complaints}"
        );
    }

    /// Begins with virtual time, if there is a runtime to stop the clock of.
    #[track_caller]
    pub(crate) fn begin(&self) {
        if clock::stop() {
            self.0.journal().begin();
        }
    }
}

/// Virtual time and known draws for the clients that send through the stub.
impl Environment for Stub {
    fn join(&self, base_urls: &mut Vec<BaseUrl>, needs_base_url: bool) {
        self.begin();
        if base_urls.is_empty() && needs_base_url {
            base_urls.extend(any_base());
        }
        // A route names a path below the base URL, so the stub has to know what clients put in
        // front of it.
        self.0.journal().base_urls.extend_from_slice(base_urls);
    }

    fn observer(&self) -> Arc<dyn Observer> {
        Arc::new(Waiting(self.clone()))
    }

    fn begin(&self) {
        Self::begin(self);
    }

    fn draw(&self, with: &mut dyn FnMut(&mut dyn Rng)) {
        with(&mut *self.0.draws());
    }
}

/// For code that takes any transport. Built into a client, it tells of the client's waits too.
///
/// Errors are those of `std::io`, and not failures that are finished: so they take the same way
/// through `decide/transport_error` as those of a socket.
impl Transport for Stub {
    async fn send(&self, mut request: Request) -> Result<Response, BoxError> {
        self.begin();
        // Read to its end before the lock is taken, as a body may itself come from a call to this
        // stub.
        let body = body::read(request.body_mut().take()).await?;
        let entered = self.0.journal().enter(&request, &body);
        let answer = entered.map_err(|error| Failure::build(error) as BoxError)?;
        match request.timeout() {
            None => answer.play(&request).await,
            Some(limit) => match timeout(*limit, answer.play(&request)).await {
                Ok(played) => played,
                // As reqwest would: a limit of the request itself, set by a hook, say.
                Err(_) => Err(std::io::Error::from(std::io::ErrorKind::TimedOut).into()),
            },
        }
    }

    fn environment(&self) -> Option<EnvironmentHandle> {
        Some(EnvironmentHandle(Arc::new(self.clone())))
    }
}

/// Notes the waits of a client.
struct Waiting(Stub);

impl Observer for Waiting {
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

/// Numbers alone; requests may hold secrets.
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
