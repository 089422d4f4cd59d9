//! The run-time half of `retry-client`: policies, strategies, the retry loop and the transport.
//!
//! Depend on `retry-client`, which re-exports what is here.

#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[doc(hidden)]
pub mod __private;
mod body;
mod bound_messages;
#[cfg(test)]
mod cases;
mod client;
mod clock;
mod credentials;
mod decide;
mod decode;
mod endpoint;
mod engine;
mod error;
mod features;
mod formats;
mod guards;
#[cfg(feature = "oauth2")]
pub mod oauth2;
mod policy;
mod random;
mod request;
mod response;
pub mod sse;
mod status_set;
pub mod telemetry;
#[cfg(feature = "testing")]
pub mod testing;
mod transport;

pub use bytes::Bytes;
pub use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
pub use reqwest::{self, Body, Request, Response, Url};

pub use crate::body::{BodyFactory, Encode, Part};
#[cfg(feature = "stream")]
pub use crate::client::download::Download;
pub use crate::client::events::{JsonLines, Sse};
pub use crate::client::pages::Pages;
pub use crate::client::retry_client::{RequestBuilder, RequestParams, RetryClient};
pub use crate::client::{Call, ClientBuilder, Guards};
pub use crate::credentials::{Credential, Credentials};
pub use crate::decode::Decode;
pub use crate::endpoint::{Endpoint, Repeat};
pub use crate::error::{
    AttemptRecord, BoxError, DelaySource, Error, ErrorKind, Failure, GaveUp, Guard, Result,
};
pub use crate::formats::{Cbor, Json, MessagePack, Protobuf, Xml};
pub use crate::guards::fleet::{Quota, SharedState};
pub use crate::policy::Policy;
pub use crate::policy::hooks::{
    Attempt, CallSummary, Circuit, GuardChange, Observer, Outcome, Verdict,
};
pub use crate::policy::settings::{LiveSettings, Settings};
pub use crate::policy::strategy::{Jitter, Strategy};
pub use crate::response::{ByteStream, Head, Reply};
pub use crate::status_set::StatusSet;
pub use crate::transport::{TowerTransport, Transport};

/// The requests to a [`SharedState`], and an implementation in memory.
pub mod fleet {
    pub use crate::guards::fleet::{
        BUSY, HORIZON, Lease, LeaseRequest, LocalState, MEMBERSHIP, PauseRequest,
    };
}

/// Strategies of your own: the [`Backoff`](backoff::Backoff) trait and its arguments.
pub mod backoff {
    pub use rand::Rng;

    pub use crate::policy::strategy::{Backoff, BackoffContext};
}

/// Lists that go on over several responses: the way to the next page, and the parts of a page.
///
/// [`Pages`] is at the root, as methods return it.
pub mod pages {
    pub use crate::client::pages::{Next, Page, PageParts, Paged, Paging};
}

/// Traits and types that signatures of this crate name, and that nobody has to implement or construct.
pub mod bounds {
    pub use reqwest::IntoUrl;

    pub use crate::body::{Compressible, IntoBody, IntoPart, Replay};
    pub use crate::client::pages::Pages;
    pub use crate::client::retry_client::{IntoUrls, OneUrl};
    pub use crate::client::{CallKind, Declared, OneResponse, Runs};
    pub use crate::decode::{FromJson, PageItem, Returns, Wrapper};
    #[cfg(feature = "protobuf")]
    pub use crate::formats::ProtobufMessage;
    pub use crate::formats::{ReadBySerde, WrittenBySerde};
    pub use crate::policy::hooks::{
        AsyncBeforeAttempt, AsyncClassifier, BeforeAttempt, Classifier,
    };
    pub use crate::request::AsFields;
}
