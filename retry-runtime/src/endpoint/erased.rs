//! Policies of an endpoint, without their type.
//!
//! A policy holds hooks, hooks see attempts, and attempts name their endpoint. An endpoint that knew the type of its
//! policies would close that circle, so it carries them as `dyn`, and `policy/` downcasts them.

use std::any::Any;
use std::fmt::Debug;

/// Policies that an endpoint carries, and [`policy`](crate::Endpoint::policy) downcasts.
pub trait ErasedPolicies: Any + Debug + Send + Sync {}

/// The policies of an endpoint that declares none.
#[derive(Debug)]
pub(crate) struct NoPolicies;

impl ErasedPolicies for NoPolicies {}
