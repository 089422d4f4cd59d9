//! The attributes of guards → what they mean.
//!
//! A file per guard: `*Args` as they were read, a rule of the model out. All of them have the same
//! form. Options are taken apart by name, each is checked, `broken` is looked at, and only then `?`
//! is used, so that two mistakes in one attribute are two messages.
//!
//! Bounds that are the same in the runtime (`policy/guard_rules/`) stand here once more, because a
//! message at the number is better than a panic of const evaluation at the attribute. The runtime
//! checks them again: a const expression passes through here unread, and rules can be built without
//! a macro.
//!
//! Some rules need more than their own attribute: a wait is bounded by the `timeout` in force, a
//! bound of a method by that of its trait, a cost by an argument. What they need is an argument of
//! the function, and it is `None` where it could not be read, in which case the rule is silent.
//!
//! Nothing here may decide what a guard does, and no rule of one guard may read another's
//! attribute.

mod budget;
mod circuit_breaker;
mod concurrency;
mod hedge;
mod rate_limit;
mod values;

pub(crate) use self::budget::{budget_of_method, budget_of_trait, refuse_idle_budget};
pub(crate) use self::circuit_breaker::circuit_breaker;
pub(crate) use self::concurrency::concurrency;
pub(crate) use self::hedge::hedge;
pub(crate) use self::rate_limit::{judge_costs, rate_limits};
