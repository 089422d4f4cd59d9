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
pub(crate) use self::hedge::hedge;
pub(crate) use self::rate_limit::judge_costs;

use super::values::Lowered;
use crate::diag::Diagnostics;
use crate::model::guards::{Concurrency, Guard, PlaceGuards};
use crate::model::policy::Policy;
use crate::syntax::api::PolicyArgs;
use crate::syntax::guards::GuardArgs;

/// Lowers the guards of one place by the policy in force there, where it could be read; `above` is
/// the bound of the trait of a method.
pub(crate) fn place(
    args: &PolicyArgs,
    in_force: Option<&Policy>,
    above: Option<&Concurrency>,
    diag: &mut Diagnostics,
) -> Lowered<PlaceGuards> {
    let timeout = in_force.and_then(Policy::known_timeout);
    let attempt_timeout = in_force.and_then(Policy::known_attempt_timeout);
    let (bound, breaker) = (args.concurrency.as_ref(), args.circuit_breaker.as_ref());
    let rate_limits = rate_limit::rate_limits(&args.rate_limits, timeout, diag);
    let circuit_breaker = circuit_breaker::circuit_breaker(breaker, attempt_timeout, diag);
    let concurrency = concurrency::concurrency(bound, timeout, above, diag);
    Ok(PlaceGuards {
        rate_limits: rate_limits?,
        concurrency: concurrency?,
        circuit_breaker: circuit_breaker?,
    })
}

/// The guard that is switched off, or on with a rule.
fn off_or<O, R>(args: &GuardArgs<O>, rule: R) -> Guard<R> {
    match args.off {
        Some(_) => Guard::Off,
        None => Guard::On(Box::new(rule)),
    }
}
