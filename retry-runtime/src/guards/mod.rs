//! State that calls of one client share, so that a client cannot bring its server down.
//!
//! Each guard is a pure core: `now` is an argument, nothing sleeps, nothing draws. The engine asks at
//! the right moments and does the waiting. A guard that is not declared costs nothing; the budget alone
//! is there by default, in one word per origin. What a guard is told comes from `policy::guard_rules`;
//! nothing here may know of requests, policies or the loop.

mod budget;
mod origins;

pub(crate) use self::budget::Tick;
pub(crate) use self::origins::{ClientGuards, OriginState, Origins};
