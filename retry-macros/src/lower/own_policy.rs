//! The policy that a method names itself.

use super::bounds::Written;
use super::values::Lowered;
use super::{guards, policy};
use crate::diag::Diagnostics;
use crate::model::policy::Policy;
use crate::syntax::api::ApiMethod;
use crate::syntax::http::VerbArgs;
use crate::syntax::limits::Limits;

/// The policy that the method itself names, checked by what is then in force.
pub(super) fn own_policy(
    method: &ApiMethod<'_>,
    verb: Option<&VerbArgs>,
    inherited: Lowered<&Policy>,
    diag: &mut Diagnostics,
) -> Lowered<Option<Policy>> {
    let unsaid = Limits::default();
    let limits = verb.map_or(&unsaid, |verb| &verb.limits);
    if limits.is_unsaid() && method.policy.is_unsaid() && method.hedge.is_none() {
        return Ok(None);
    }
    let written = Written {
        retry: method.policy.retry.as_ref(),
        limits,
    };
    // From here on the rules are about what is in force, which needs both halves. A mistake in the
    // trait's policy is the trait's alone: checking a method by half of a policy would repeat it at
    // every method. Guards are checked in any case, so that their own mistakes are reported in the
    // same build; a hedge and a budget cannot be checked without a policy.
    let halves = policy::declared(written, diag).and_then(|own| Ok((own, inherited?)));
    let (own, inherited) =
        halves.inspect_err(|_| drop(guards::place(&method.policy, None, None, diag)))?;
    let in_force = inherited.refined_by(&own);
    let above = inherited.trait_guards.concurrency.as_ref();
    let guards = guards::place(&method.policy, Some(&in_force), above, diag);
    let verb = verb.and_then(|verb| verb.verb.as_deref().ok());
    let hedge = guards::hedge(method, verb, &in_force, diag);
    let repeats = in_force.may_retry() || method.hedge.is_some();
    let budget = guards::budget_of_method(method.policy.budget.as_ref(), repeats, diag);
    policy::check(&in_force, written, diag)?;
    Ok(Some(Policy {
        budget: budget?,
        own_guards: guards?,
        hedge: hedge?,
        ..own
    }))
}
