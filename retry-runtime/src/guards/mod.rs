//! State that the calls of one client share, so that a client cannot bring its server down.
//!
//! Each guard is a pure core: `now` is an argument, and nothing sleeps or draws. The engine asks at the
//! right moments and does the waiting (`engine/guarded`, `engine/turn`, `engine/budget`). So a guard is
//! tested by tables and properties, without a runtime.
//!
//! State belongs to an origin and not to a client, since it protects a server. Within an origin each
//! place, a trait or a method of it, has a `Scope` with one of each guard. Only the budget is one for the
//! whole origin. Origins that only a call names share a bounded number of entries (`origins`).
//!
//! A guard that is not declared costs nothing. The budget is on by default and is one atomic word.
//! Locks are held for arithmetic only, never across an await. Calls wait in a `Queue`, whose places are
//! given up by dropping them, so a cancelled call holds up nobody.
//!
//! Every question brings its rule from `policy::guard_rules` as an argument, since settings may change
//! rules while the state goes on. Nothing here may know of requests, of policies as a whole, or of the loop.

mod budget;
mod circuit_breaker;
pub(crate) mod fleet;
mod in_flight;
mod lock;
mod origins;
mod pace;
mod pause;
mod queue;
mod rate;
mod scope;
mod tick;

pub(crate) use self::circuit_breaker::{AttemptResult, CircuitPermit, Refused};
pub(crate) use self::in_flight::{InFlight, Permit};
pub(crate) use self::lock::lock;
pub(crate) use self::origins::{ClientGuards, OriginState, Origins};
pub(crate) use self::pause::Follower;
pub(crate) use self::queue::Queue;
pub(crate) use self::rate::{Rate, RateLimiter};
pub(crate) use self::scope::{Scope, ScopeName};
pub(crate) use self::tick::Tick;
