//! Names that only generated code uses. They are not covered by semantic versioning.

use std::any::Any;
pub use std::convert::From;
pub use std::default::Default;
pub use std::future::Future;
pub use std::marker::Send;
pub use std::option::Option::{None, Some};
pub use std::time::Duration;

pub use http::HeaderName;
pub use reqwest::IntoUrl;

pub use crate::body::{
    Compressible, Encode, EncodeIn, IntoBody, IntoPart, MadeOf, Replay, RequestBody,
};
pub use crate::client::pages::{Paged, PagesDecoder, Paging};
pub use crate::client::{
    Call, CallBuilder, Client, ClientBuilder, Constructor, Constructs, ConstructsNothing, Declared,
    Foreign, Guards, HeldPart, Own, PartKind, PartsOf, body, body_in, part,
};
pub use crate::decode::{Decode, DecodeIn, Decoder, Returns};
pub use crate::endpoint::{
    Endpoint, EndpointDeclaration, Reconnect, Repeat, Service, StaticHeader, check_base_url, listed,
};
pub use crate::error::{Error, ErrorKind, Result};
pub use crate::policy::guard_rules::{
    BreakerRule, BreakerSetting, BudgetRule, BudgetSetting, ConcurrencyRule, ConcurrencySetting,
    HedgeRule, PlaceRules, RateLimitRule, RateLimits,
};
pub use crate::policy::hooks::{Async, AsyncBeforeAttempt, AsyncClassifier, HookFn, Sync, hook};
pub use crate::policy::strategy::{Jitter, Strategy, constant_list};
pub use crate::policy::{
    DeclaredPolicies, DeclaredPolicy, INHERITED, INHERITED_STRATEGY, Policy, REFINING, checked,
    retried_statuses,
};
pub use crate::request::{Arg, AsFields, Constant, Nesting, PathArgument, arg};
pub use crate::status_set::{StatusSet, Statuses};

/// The error of a shared state that cannot be set up.
#[must_use]
pub fn unusable(message: &'static str) -> Error {
    Error::unsent(crate::error::Failure::build(message), Endpoint::CLIENT)
}

/// The call of a method that returns `R`.
pub type CallOf<R> = Call<<R as Returns>::Value, <R as Returns>::Error>;

/// The paging of a list without its type, for the declaration of its method.
#[must_use]
pub fn erased(paging: Paging) -> Box<dyn Any> {
    Box::new(paging)
}

/// The call of a method that returns `R`, which is `Pages`.
pub type PagesCallOf<R> = Call<<R as Returns>::Value, <R as Returns>::Error, Paged>;

/// The call as the future that a trait's method returns.
///
/// If no method can return `R`, rustc reports `Returns` here and knows nothing about the output of the future. If
/// methods returned the call itself, its output would be a second error for the same mistake.
pub async fn future<R>(call: CallOf<R>) -> R
where
    R: Returns<Value: Send + 'static>,
{
    R::from_result(call.await)
}

/// The call for pages as the future that a trait's method returns.
pub async fn pages_future<R>(call: PagesCallOf<R>) -> R
where
    R: Returns<Value: Send + 'static>,
{
    R::from_result(call.await)
}

/// The return type `R`, which is peeled until its decoder is known.
pub type ReturnTypeOf<R> = <R as Returns>::ReturnType;
