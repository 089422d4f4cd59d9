#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod guide;

pub use retry_macros::{
    budget, circuit_breaker, client, concurrency, delete, get, head, hedge, idempotency_key,
    idempotent, options, pages, patch, post, put, rate_limit, request, retry,
};
pub use retry_runtime::{
    Attempt, AttemptRecord, Body, BodyFactory, BoxError, ByteStream, Bytes, Call, CallSummary,
    Circuit, ClientBuilder, Credential, Credentials, DelaySource, Endpoint, Error, ErrorKind,
    Failure, GaveUp, Guard, GuardChange, Guards, HeaderMap, HeaderName, HeaderValue, Jitter,
    LiveSettings, Method, Observer, Outcome, Pages, Part, Policy, Quota, Repeat, Reply, Request,
    RequestBuilder, RequestParams, Response, Result, RetryClient, Settings, SharedState,
    StatusCode, StatusSet, Strategy, TowerTransport, Transport, Url, Verdict, backoff, bounds,
    fleet, pages, reqwest, telemetry,
};

pub use retry_runtime::{Decode, Encode, Head, Json};

// These are there without their features too, so that the error about their use can name the feature. So rustdoc
// does not find their badges by itself.
#[cfg_attr(docsrs, doc(cfg(feature = "cbor")))]
pub use retry_runtime::Cbor;
#[cfg_attr(docsrs, doc(cfg(feature = "messagepack")))]
pub use retry_runtime::MessagePack;
#[cfg_attr(docsrs, doc(cfg(feature = "protobuf")))]
pub use retry_runtime::Protobuf;
#[cfg_attr(docsrs, doc(cfg(feature = "xml")))]
pub use retry_runtime::Xml;
#[cfg_attr(docsrs, doc(cfg(feature = "sse")))]
pub use retry_runtime::{JsonLines, Sse, sse};

#[cfg(feature = "stream")]
pub use retry_runtime::Download;

#[cfg(feature = "oauth2")]
pub use retry_runtime::oauth2;

#[cfg(feature = "testing")]
pub use retry_runtime::testing;

#[doc(hidden)]
pub use retry_runtime::__private;
