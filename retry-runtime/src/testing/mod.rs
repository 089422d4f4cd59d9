//! Tests of code that uses a client: without sockets, and without waiting.
//!
//! A [`Stub`] stands in for the network, under the real client and its real loop. So a test covers the code that will
//! run: the requests that the declaration makes, and the retries that its policy allows.
//!
//! ```
//! use std::time::Duration;
//! use retry_client::testing::{Stub, json, status};
//! use retry_client::{Result, client};
//!
//! #[client(base_url = "https://api.github.com")]
//! #[retry(exponential, attempts = 4)]
//! trait GitHub {
//!     #[get("/repos/{owner}/{name}/stars")]
//!     async fn stars(&self, owner: &str, name: &str) -> Result<u32>;
//! }
//!
//! # macro_rules! test { () => {
//! #[tokio::test]
//! # }}
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() { stars_are_counted_though_the_server_is_busy().await }
//! async fn stars_are_counted_though_the_server_is_busy() {
//!     let stub = Stub::new();
//!     let busy = status(503).retry_after(Duration::from_secs(2));
//!     stub.on(GitHubClient::STARS, ["rust-lang", "rust"]).answers([busy, status(503), json(&7)]);
//!
//!     let github: GitHubClient = stub.client();
//!     assert_eq!(github.stars("rust-lang", "rust").await.unwrap(), 7);
//!
//!     // The time that the server asked for, plus the tenth that jitter may add; then the longest wait.
//!     assert_eq!(stub.waits(), [2200, 200].map(Duration::from_millis));
//!     stub.verify();
//! }
//! ```
//!
//! # Time
//!
//! Time is virtual: the stub stops the clock of the test's runtime, which from then on jumps to the next timer as soon
//! as nothing else is left to do. Hours of waiting take no time, and every duration in [`waits`](Stub::waits),
//! [`Sent::at`] and the [`attempts`](crate::Error::attempts) of an error is exact, so compare it with `==`. Timers
//! count whole milliseconds, as tokio's do. A plain `#[tokio::test]` is enough. A runtime of several threads does not
//! work, and real sockets in the same test time out at once.
//!
//! Randomness is known too: delays with jitter are as long as possible, or drawn from a [`seed`](Stub::seed).
//!
//! # Requests
//!
//! A request gets its response from the [`Route`] that fits it. A route is for a method of the client
//! ([`on`](Stub::on)), or for a verb and a path ([`get`](Stub::get), [`post`](Stub::post), …), and can be narrowed by
//! [`query`](Route::query), [`header`](Route::header), [`json`](Route::json) and [`body`](Route::body). A request
//! without a route, or whose route has no response left, fails at once with an error of kind
//! [`Build`](crate::ErrorKind::Build) that names the nearest routes. It is not retried, whatever the policy.
//! [`verify`](Stub::verify) reports it as well, and also responses that nobody asked for.
//!
//! Failures are the same as over a socket: [`reset`], [`refused`], [`timeout`] and
//! [`cut_body`](ScriptedResponse::cut_body) end in the same kinds of error after the same attempts. Redirects are
//! followed as the client is told to. Cookies and compression are left to real transports: the scripted body is what
//! the method decodes.
//!
//! # Fakes and mocks
//!
//! Code that takes any implementation of a client's trait, `&impl GitHub`, can be tested without requests. Implement
//! the trait by hand with `async fn`s, or mock it with [mockall](https://docs.rs/mockall), whose `mock!` takes the
//! methods as they were declared.
//!
//! ```ignore
//! mockall::mock! {
//!     Hub {}
//!
//!     impl GitHub for Hub {
//!         async fn stars(&self, owner: &str, name: &str) -> Result<u32>;
//!     }
//! }
//!
//! let mut hub = MockHub::new();
//! hub.expect_stars().returning(|_, _| Ok(7));
//! hub.expect_stars().returning(|_, _| Err(error(ErrorKind::Status).status(503).into()));
//! ```
//!
//! [`error`] makes the errors that they return, with a status, a body, a wait that the server asked for, and the
//! reason why the call gave up.

mod body;
mod clock;
mod draws;
mod journal;
mod outcome;
mod pages;
mod pattern;
mod route;
mod scripted_error;
mod scripted_response;
mod sent;
mod shared_stub;
mod state;
mod stub;
mod values;

pub use self::route::Route;
pub use self::scripted_error::{ScriptedError, error};
/// The earlier name of [`ScriptedResponse`], which programs outside this repository use.
#[doc(hidden)]
pub use self::scripted_response::ScriptedResponse as Answer;
pub use self::scripted_response::{
    ScriptedResponse, bytes, json, refused, reset, status, text, timeout,
};
pub use self::sent::Sent;
pub use self::shared_stub::StubState;
pub use self::stub::Stub;
pub use self::values::PathValues;
