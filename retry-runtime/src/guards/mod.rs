//! State that calls of one client share, so that a client cannot bring its server down.
//!
//! Each guard is a pure core: `now` is an argument, nothing sleeps, nothing draws. The engine asks at
//! the right moments and does the waiting. A guard that is not declared costs nothing; the budget alone
//! is there by default, in one word per origin. What a guard is told comes from `policy::guard_rules`;
//! nothing here may know of requests, policies or the loop.

mod budget;
mod circuit_breaker;
mod in_flight;
mod origins;
mod pause;
mod queue;
mod rate;
mod scope;

pub(crate) use self::budget::Tick;
pub(crate) use self::circuit_breaker::{AttemptResult, CircuitChange, Permit as Entry, Refused};
pub(crate) use self::in_flight::{InFlight, Permit};
pub(crate) use self::origins::{ClientGuards, OriginState, Origins};
pub(crate) use self::pause::Follower;
pub(crate) use self::queue::Queue;
pub(crate) use self::rate::{Rate, RateLimiter};
pub(crate) use self::scope::{Scope, ScopeName};
