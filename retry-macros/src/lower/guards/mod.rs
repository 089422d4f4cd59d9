//! The attributes of guards → what they mean.

mod budget;
mod circuit_breaker;
mod concurrency;
mod rate_limit;
mod values;

pub(crate) use self::budget::{budget_of_method, budget_of_trait, refuse_idle_budget};
pub(crate) use self::circuit_breaker::circuit_breaker;
pub(crate) use self::concurrency::concurrency;
pub(crate) use self::rate_limit::{judge_costs, rate_limits};
