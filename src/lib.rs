#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod guide;

pub use retry_macros::{
    client, delete, get, head, idempotency_key, idempotent, options, patch, post, put, request,
    retry,
};
pub use retry_runtime::{
    Attempt, AttemptRecord, Backoff, Body, BodyFactory, BoxError, ByteStream, Bytes, Call,
    ClientBuilder, DelaySource, Endpoint, Error, ErrorKind, Event, Failure, GaveUp, HeaderMap,
    HeaderName, HeaderValue, Hook, Jitter, JsonLines, Judge, LiveSettings, Method, Observer,
    Outcome, Policy, Repeat, Reply, Request, RequestBuilder, RequestParams, Response, Result,
    RetryClient, Rng, Settings, Sse, StatusCode, StatusSet, Strategy, Summary, TowerTransport,
    Transport, Url, Urls, Verdict, Wait, reqwest, telemetry,
};

#[cfg(feature = "stream")]
pub use retry_runtime::Download;

#[cfg(feature = "testing")]
pub use retry_runtime::testing;

#[doc(hidden)]
pub use retry_runtime::__private;
