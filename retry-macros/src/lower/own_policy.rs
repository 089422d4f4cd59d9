//! The policy that a method names itself.

use super::bounds::{self, Written};
use super::values::Lowered;
use super::{guards, policy, strategy};
use crate::diag::Diagnostics;
use crate::model::guards::PlaceGuards;
use crate::model::policy::Policy;
use crate::syntax::api::ApiMethod;
use crate::syntax::http::VerbArgs;
use crate::syntax::limits::Limits;

/// The policy the method itself names, judged by what is then in force.
pub(super) fn own_policy(
    method: &ApiMethod<'_>,
    verb: Option<&VerbArgs>,
    inherited: Lowered<&Policy>,
    diag: &mut Diagnostics,
) -> Lowered<Option<Policy>> {
    let unsaid = Limits::default();
    let written = verb.map_or(&unsaid, |verb| &verb.limits);
    let limits = policy::limits(written, diag);
    let retry = method
        .retry
        .as_ref()
        .map(|args| policy::retry(args, diag))
        .transpose();
    // From here on the rules are about what is in force, which needs both halves.
    let halves = limits.and_then(|limits| Ok((limits, retry?)));
    let (limits, retry) = halves.inspect_err(|_| judge_guards_alone(method, diag))?;
    if written.is_unsaid() && retry.is_none() && says_no_guard(method) {
        return Ok(None);
    }
    let own = Policy {
        limits,
        ..retry.unwrap_or_default()
    };
    // A mistake in the trait's policy is the trait's alone. Judging a method by half of a policy
    // would repeat it at every method.
    let inherited = inherited.inspect_err(|_| judge_guards_alone(method, diag))?;
    let in_force = inherited.refined_by(&own);
    let guarded = guarded(own, method, verb, (&in_force, inherited), diag);
    let written = Written {
        retry: method.retry.as_ref(),
        limits: written,
    };
    let keys = match &method.retry {
        Some(args) if args.off.is_none() => strategy::judge(&in_force, args, diag),
        _ => Ok(()),
    };
    keys.and_then(|()| bounds::judge(&in_force, written, diag))?;
    guarded.map(Some)
}

/// The policy of the method together with its guards, which depend on what is in force.
fn guarded(
    own: Policy,
    method: &ApiMethod<'_>,
    verb: Option<&VerbArgs>,
    (in_force, inherited): (&Policy, &Policy),
    diag: &mut Diagnostics,
) -> Lowered<Policy> {
    let timeout = in_force.known_timeout();
    let rate_limits = guards::rate_limits(&method.rate_limits, timeout, diag);
    let breaker = method.circuit_breaker.as_ref();
    let circuit_breaker = guards::circuit_breaker(breaker, in_force.known_attempt_timeout(), diag);
    let above = inherited.trait_guards.concurrency.as_ref();
    let concurrency = guards::concurrency(method.concurrency.as_ref(), timeout, above, diag);
    let verb = verb.and_then(|verb| verb.verb.as_deref().ok());
    let hedge = guards::hedge(method, verb, in_force, diag);
    let repeats = in_force.may_retry() || method.hedge.is_some();
    let budget = guards::budget_of_method(method.budget.as_ref(), repeats, diag);
    Ok(Policy {
        budget: budget?,
        own_guards: PlaceGuards {
            rate_limits: rate_limits?,
            concurrency: concurrency?,
            circuit_breaker: circuit_breaker?,
        },
        hedge: hedge?,
        ..own
    })
}

/// Judges guards by themselves, where what is in force could not be read: their own mistakes are told in the same
/// build. A hedge and a budget mean something only beside a policy.
fn judge_guards_alone(method: &ApiMethod<'_>, diag: &mut Diagnostics) {
    // The proofs are of no use here: the caller has one already.
    let _ = guards::rate_limits(&method.rate_limits, None, diag);
    let _ = guards::circuit_breaker(method.circuit_breaker.as_ref(), None, diag);
    let _ = guards::concurrency(method.concurrency.as_ref(), None, None, diag);
}

/// Tells whether the method has no attribute of a guard.
fn says_no_guard(method: &ApiMethod<'_>) -> bool {
    method.budget.is_none()
        && method.rate_limits.is_empty()
        && method.concurrency.is_none()
        && method.circuit_breaker.is_none()
        && method.hedge.is_none()
}
