//! The attributes of guards, as they were written.
//!
//! A file per guard, named like its attribute, and `parts` for the grammar that guards have in
//! addition to the one of `arg`. Rust cannot parse `20%` or `500 per 1m` as an expression, so
//! tokens are split at the commas first and looked at for a sign or the word `per`; everything else
//! goes to `arg::items` as in other attributes.
//!
//! ```text
//! 20%, over = 10s        → Percent(20), Item(Pair(over))
//! failures = 50%         → PercentOf(failures, 50)
//! 500 per 1m, burst = 10 → Per(500, 1m), Item(Pair(burst))
//! ```
//!
//! What all guards have in common is read in one place (`args`): keys with an expression as their
//! value, `off`, and `broken` beside the options. What seems to be missing may have been in the part
//! that could not be read, so `lower` asks `broken` before it speaks of anything missing. A guard
//! adds its options and the forms that only it has. A part that belongs to another guard is refused
//! with the name of that guard.
//!
//! Nothing here may look at a number. Bounds and defaults are for `lower/guards/`, and rules
//! between attributes too.

mod args;
mod budget;
mod circuit_breaker;
mod concurrency;
mod hedge;
mod parts;
mod rate_limit;

pub(crate) use self::args::GuardArgs;
pub(crate) use self::budget::{BudgetArgs, BudgetOptions};
pub(crate) use self::circuit_breaker::{BreakerArgs, BreakerOptions};
pub(crate) use self::concurrency::{ConcurrencyArgs, ConcurrencyOptions};
pub(crate) use self::hedge::{HedgeArgs, HedgeOptions};
pub(crate) use self::parts::{Per, Percent};
pub(crate) use self::rate_limit::{RateLimitArgs, RateLimitOptions};
