//! The attributes of guards → rules of the model.
//!
//! Each guard has a file. All have the same form: the options are named one by one, each is checked,
//! then `broken` is, and only then is `?` used, so that two mistakes in one attribute are two
//! messages.
//!
//! The bounds repeat those of the runtime (`policy/guard_rules/`), because a message at the number is
//! better than a panic of const evaluation at the attribute. The runtime checks them again: a const
//! expression passes through here unread, and rules can be built without a macro.
//!
//! Some rules need more than their own attribute: a wait is bounded by the `timeout` in force, a
//! method's bound by that of its trait, a cost by an argument. They get it as an argument, which is
//! `None` if it could not be read; then the rule reports nothing.
//!
//! Nothing here may decide how a guard works, and no rule of one guard may read another's attribute.

mod budget;
mod circuit_breaker;
mod concurrency;
mod hedge;
mod rate_limit;
mod values;

pub(crate) use self::budget::{budget_of_method, budget_of_trait, refuse_idle_budget};
pub(crate) use self::hedge::hedge;
pub(crate) use self::rate_limit::check_costs;

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
