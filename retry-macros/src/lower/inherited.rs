//! The policy of the trait, which its methods inherit.

use super::bounds::{self, Written};
use super::values::Lowered;
use super::{guards, policy, strategy};
use crate::diag::Diagnostics;
use crate::model::Method;
use crate::model::guards::PlaceGuards;
use crate::model::policy::Policy;
use crate::syntax::api::Api;
use crate::syntax::client::ClientArgs;

/// The policy of the trait, with its guards.
pub(super) fn policy(args: &ClientArgs, api: &Api<'_>, diag: &mut Diagnostics) -> Lowered<Policy> {
    let policy = of_keys(args, api, diag);
    let budget = guards::budget_of_trait(api.budget.as_ref(), diag);
    let timeout = policy.as_ref().ok().and_then(Policy::known_timeout);
    let rate_limits = guards::rate_limits(&api.rate_limits, timeout, diag);
    let concurrency = guards::concurrency(api.concurrency.as_ref(), timeout, None, diag);
    let attempt_timeout = policy.as_ref().ok().and_then(Policy::known_attempt_timeout);
    let breaker = api.circuit_breaker.as_ref();
    let circuit_breaker = guards::circuit_breaker(breaker, attempt_timeout, diag);
    Ok(Policy {
        budget: budget?,
        trait_guards: PlaceGuards {
            rate_limits: rate_limits?,
            concurrency: concurrency?,
            circuit_breaker: circuit_breaker?,
        },
        ..policy?
    })
}

/// The policy as `#[retry]` and the limits have it.
fn of_keys(args: &ClientArgs, api: &Api<'_>, diag: &mut Diagnostics) -> Lowered<Policy> {
    let limits = policy::limits(&args.limits, diag);
    let retry = api
        .retry
        .as_ref()
        .map(|args| policy::retry(args, diag))
        .transpose();
    if let Some(until) = api.retry.as_ref().and_then(|retry| retry.until.as_ref()) {
        let message = "`until` looks at the value of one method; move it there";
        diag.error(&until.key, message);
    }
    let (limits, retry) = (limits?, retry?);
    let policy = policy::of_trait(Policy {
        limits,
        ..retry.unwrap_or_default()
    });
    let keys = match &api.retry {
        Some(args) if args.off.is_none() => strategy::judge(&policy, args, diag),
        _ => Ok(()),
    };
    let written = Written {
        retry: api.retry.as_ref(),
        limits: &args.limits,
    };
    let bounds = keys.and_then(|()| bounds::judge(&policy, written, diag));
    bounds.map(|()| policy)
}

/// A budget where nothing retries.
pub(super) fn refuse_idle_budget(
    policy: &Policy,
    api: &Api<'_>,
    methods: &[Lowered<Method>],
    diag: &mut Diagnostics,
) -> Lowered<()> {
    let Some(args) = &api.budget else {
        return Ok(());
    };
    let retries = |method: &Lowered<Method>| match method {
        Ok(Method { own: Some(own), .. }) => policy.refined_by(own).may_repeat(),
        Ok(_) => policy.may_retry(),
        // What could not be read may have been a retry.
        Err(_) => true,
    };
    if policy.may_retry() || methods.iter().any(retries) {
        return Ok(());
    }
    guards::refuse_idle_budget(args, diag)
}

/// `attempts = unlimited` without a timeout: where it is written, once.
pub(super) fn refuse_endless(
    policy: &Policy,
    api: &Api<'_>,
    methods: &[Lowered<Method>],
    diag: &mut Diagnostics,
) {
    // Each method that is endless by itself is told at its own `attempts`; all that inherit it are
    // one mistake, and it stands on the trait.
    let mut inherits = false;
    for (method, lowered) in api.methods.iter().zip(methods) {
        let Ok(lowered) = lowered else { continue };
        let own = lowered.own.clone().unwrap_or_default();
        if !bounds::is_endless(&policy.refined_by(&own)) {
            continue;
        }
        match method
            .retry
            .as_ref()
            .and_then(|retry| retry.attempts.as_ref())
        {
            Some(attempts) => bounds::refuse_endless(attempts, diag),
            None => inherits = true,
        }
    }
    if inherits {
        let attempts = api.retry.as_ref().and_then(|retry| retry.attempts.as_ref());
        bounds::refuse_endless(attempts, diag);
    }
}
