//! What generated code may name, and nobody else. Nothing here is covered by semantic versioning.

pub use std::default::Default;
pub use std::future::Future;
pub use std::marker::Send;
pub use std::time::Duration;

pub use reqwest::IntoUrl;

pub use crate::builder::{ClientBuilder, Declared};
pub use crate::call::Call;
pub use crate::client::Client;
pub use crate::endpoint::{Endpoint, Repeat, Service, StaticHeader, check_base_url};
pub use crate::error::{Error, ErrorKind, Result};
pub use crate::hooks::{Async, AsyncHook, AsyncJudge, HookFn, JudgeFn, Sync, hook, judge};
pub use crate::policy::Policy;
pub use crate::request::{
    AsFields, Compressible, Constant, Draft, IntoPart, IntoPayload, PathArgument, Payload, Replay,
    Segment, arg, segment,
};
pub use crate::response::{Decoder, Returns};
pub use crate::status_set::{StatusSet, Statuses};
pub use crate::strategy::{Jitter, Strategy};

/// The call of a method that returns `R`.
pub type CallOf<R> = <R as Returns>::Call;

/// The return type `R`, to be peeled until it is known how it is decoded.
pub type ShapeOf<R> = <R as Returns>::Shape;

/// How many of a list there are, after `cfg` has had its say.
#[must_use]
pub const fn count(list: &[()]) -> usize {
    list.len()
}
