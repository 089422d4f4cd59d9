//! Tests of code that uses a client: without sockets, and without waiting.
//!
//! A [`Stub`] stands in for the network, under the real client and its real loop. What is tested is
//! what will run: the requests that the declaration makes, and the retries that its policy allows.
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
//!     // As long as the server asked, plus the tenth that jitter may add; then the longest wait.
//!     assert_eq!(stub.waits(), [2200, 200].map(Duration::from_millis));
//!     stub.verify();
//! }
//! ```
//!
//! # Time
//!
//! It is virtual: the stub stops the clock of the test's runtime, which from then on jumps to the
//! next timer as soon as nothing else is left to do. Hours of waiting take no time, and every duration
//! in [`waits`](Stub::waits), [`Sent::at`] and the [`attempts`](crate::Error::attempts) of an error is
//! exact, to be compared by `==`; timers count whole milliseconds, as tokio's do. A plain `#[tokio::test]` is all it takes; a runtime of several
//! threads will not do, and real sockets in the same test time out at once.
//!
//! Randomness is known, too: delays with jitter are as long as they can be, or drawn from a
//! [`seed`](Stub::seed).
//!
//! # Requests
//!
//! Each one gets its response from the [`Route`] that fits: those of a method of the client
//! ([`on`](Stub::on)), or those of a verb and a path ([`get`](Stub::get), [`post`](Stub::post), …), which
//! can be narrowed by [`query`](Route::query), [`header`](Route::header), [`json`](Route::json) and
//! [`body`](Route::body).
//! One that has no route, or whose route has no response left, fails at once with an error of kind
//! [`Build`](crate::ErrorKind::Build) that names the nearest routes; it is not retried, whatever the
//! policy. [`verify`](Stub::verify) tells of it as well, and of responses that nobody asked for.
//!
//! Failures are what they are over a socket: [`reset`], [`refused`], [`timeout`] and
//! [`cut_body`](ScriptedResponse::cut_body) end in the same kinds of error after the same attempts. Redirects are
//! followed as the client is told to. Cookies and compression are the work of other transports and do not happen here: a response's body is what a
//! method decodes.
//!
//! # Fakes and mocks
//!
//! Code that takes any implementation of a client's trait, `&impl GitHub`, can do without requests: the
//! trait is implemented by hand with `async fn`s, or mocked with [mockall](https://docs.rs/mockall),
//! whose `mock!` takes the methods as they were declared.
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
//! [`error`] makes the errors that they return: with status, body, a wait that the server asked for, and
//! the reason why the call gave up.

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
