//! The run-time half of `retry-client`: policies, strategies, the retry loop and the transport.
//!
//! Depend on `retry-client`, which re-exports what is here.

#![forbid(unsafe_code)]

#[doc(hidden)]
pub mod __private;
mod attempt;
mod attempting;
mod builder;
mod call;
#[cfg(test)]
mod cases;
mod classify;
mod client;
mod diagnose;
#[cfg(feature = "stream")]
mod download;
mod endpoint;
mod error;
mod failure;
mod features;
mod hooks;
mod observe;
mod outcome;
mod policy;
mod problem;
mod progress;
mod request;
mod response;
mod retry_after;
mod retry_client;
mod run;
mod settings;
mod status_set;
mod strategy;
pub mod telemetry;
#[cfg(feature = "testing")]
pub mod testing;
mod tower;
mod transport;

pub use bytes::Bytes;
pub use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
pub use rand::Rng;
pub use reqwest::{self, Body, Request, Response, Url};

pub use self::attempt::Attempt;
pub use self::builder::ClientBuilder;
pub use self::call::Call;
pub use self::classify::Verdict;
#[cfg(feature = "stream")]
pub use self::download::Download;
pub use self::endpoint::{Endpoint, Repeat};
pub use self::error::{
    AttemptRecord, BoxError, DelaySource, Error, ErrorKind, Failure, GaveUp, Result,
};
pub use self::hooks::{Hook, Judge};
pub use self::observe::{Observer, Summary};
pub use self::outcome::Outcome;
pub use self::policy::Policy;
pub use self::request::BodyFactory;
pub use self::response::{ByteStream, Event, JsonLines, Reply, Sse};
pub use self::retry_client::{RequestBuilder, RequestParams, RetryClient, Urls};
pub use self::settings::{LiveSettings, Settings};
pub use self::status_set::StatusSet;
pub use self::strategy::{Backoff, Jitter, Strategy, Wait};
pub use self::tower::TowerTransport;
pub use self::transport::Transport;
