//! The attributes of guards, as they were written.

mod budget;
mod circuit_breaker;
mod concurrency;
mod parts;
mod rate_limit;

pub(crate) use self::budget::BudgetArgs;
pub(crate) use self::circuit_breaker::BreakerArgs;
pub(crate) use self::concurrency::ConcurrencyArgs;
pub(crate) use self::parts::{Per, Percent};
pub(crate) use self::rate_limit::RateLimitArgs;
