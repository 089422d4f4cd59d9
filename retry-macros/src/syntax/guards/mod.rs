//! The attributes of guards, as they were written.
//!
//! Each guard has a file, named like its attribute, and `parts` has the grammar that guards add to
//! that of `arg`. Rust cannot parse `20%` or `500 per 1m` as an expression, so tokens are split at
//! the commas first and searched for a sign or the word `per`; everything else goes to `arg::items`
//! as in other attributes.
//!
//! ```text
//! 20%, over = 10s        → Percent(20), Item(Pair(over))
//! failures = 50%         → PercentOf(failures, 50)
//! 500 per 1m, burst = 10 → Per(500, 1m), Item(Pair(burst))
//! ```
//!
//! The parts that all guards have in common are read in one place (`args`): keys whose value is an
//! expression, `off`, and `broken`. An option that seems to be missing may have been in a part that
//! could not be read, so `lower` checks `broken` before it reports anything as missing. A guard adds
//! its options and the forms that only it has. A part that belongs to another guard is refused with
//! the name of that guard.
//!
//! Nothing here may look at a number. Bounds, defaults and rules between attributes belong in
//! `lower/guards/`.

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
