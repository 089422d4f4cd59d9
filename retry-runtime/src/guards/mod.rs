//! State that calls of one client share, so that a client cannot bring its server down.
//!
//! Each guard is a pure core: `now` is an argument, nothing sleeps, nothing draws. The engine asks
//! at the right moments and does the waiting (`engine/guarded`, `engine/turn`, `engine/budget`). So
//! a guard is tested by tables and properties, without a runtime.
//!
//! State belongs to an origin, not to a client: what is at stake is a server. Within an origin each
//! place, a trait or a method of it, has a `Scope` with one of each guard; the budget alone is one
//! for the origin. Origins that only a call names share a bounded number of places (`origins`).
//!
//! A guard that is not declared costs nothing. The budget is there by default, and is one atomic
//! word. Locks are held for arithmetic alone and never across an await; who waits does so in a
//! `Queue`, whose places are given up by dropping them, so that a cancelled call holds up nobody.
//!
//! Rules come as an argument with every question, from `policy::guard_rules`, since settings may
//! change them while the state goes on. Nothing here may know of requests, policies or the loop.

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
