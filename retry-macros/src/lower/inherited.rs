//! The policy of the trait, which its methods inherit.

use super::bounds::{self, Written};
use super::values::Lowered;
use super::{guards, policy};
use crate::diag::Diagnostics;
use crate::model::Method;
use crate::model::policy::Policy;
use crate::syntax::api::Api;
use crate::syntax::client::ClientArgs;

/// The policy of the trait, with its guards.
pub(super) fn policy(args: &ClientArgs, api: &Api<'_>, diag: &mut Diagnostics) -> Lowered<Policy> {
    let policy = of_keys(args, api, diag);
    let budget = guards::budget_of_trait(api.policy.budget.as_ref(), diag);
    let guards = guards::place(&api.policy, policy.as_ref().ok(), None, diag);
    Ok(Policy {
        budget: budget?,
        trait_guards: guards?,
        ..policy?
    })
}

/// The policy of `#[retry]` and the limits, without guards.
fn of_keys(args: &ClientArgs, api: &Api<'_>, diag: &mut Diagnostics) -> Lowered<Policy> {
    let written = Written {
        retry: api.policy.retry.as_ref(),
        limits: &args.limits,
    };
    let policy = policy::declared(written, diag);
    if let Some(until) = written.retry.and_then(|retry| retry.until.as_ref()) {
        let message = "`until` looks at the value of one method; move it there";
        diag.error(&until.key, message);
    }
    let policy = policy::of_trait(policy?);
    policy::check(&policy, written, diag)?;
    Ok(policy)
}

/// Refuses a budget on a trait without retries.
pub(super) fn refuse_idle_budget(
    policy: &Policy,
    api: &Api<'_>,
    methods: &[Lowered<Method>],
    diag: &mut Diagnostics,
) -> Lowered<()> {
    let Some(args) = &api.policy.budget else {
        return Ok(());
    };
    let retries = |method: &Lowered<Method>| match method {
        Ok(method) => method.policy_in_force(policy).may_repeat(),
        // A method that could not be read may retry.
        Err(_) => true,
    };
    if policy.may_retry() || methods.iter().any(retries) {
        return Ok(());
    }
    guards::refuse_idle_budget(args, diag)
}

/// Refuses `attempts = unlimited` without a timeout, once for each place where it is written.
pub(super) fn refuse_endless(
    policy: &Policy,
    api: &Api<'_>,
    methods: &[Lowered<Method>],
    diag: &mut Diagnostics,
) {
    // A method that is endless by itself is refused at its own `attempts`. For all that inherit it
    // there is one mistake, on the trait.
    let mut inherits = false;
    for (method, lowered) in api.methods.iter().zip(methods) {
        let Ok(lowered) = lowered else { continue };
        if !bounds::is_endless(&lowered.policy_in_force(policy)) {
            continue;
        }
        let retry = method.policy.retry.as_ref();
        match retry.and_then(|retry| retry.attempts.as_ref()) {
            Some(attempts) => bounds::refuse_endless(attempts, diag),
            None => inherits = true,
        }
    }
    if inherits {
        let retry = api.policy.retry.as_ref();
        let attempts = retry.and_then(|retry| retry.attempts.as_ref());
        bounds::refuse_endless(attempts, diag);
    }
}
