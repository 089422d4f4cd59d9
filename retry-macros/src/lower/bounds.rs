//! Contradictions between timeouts, attempts and waits.
//!
//! The rules need the policy in force, which is the trait's with the method's merged into it. They
//! report a contradiction only at a place that has written a part of it. So a mistake of the trait is
//! reported once, at the trait, and not again at each of fifty methods that inherit it.

use quote::ToTokens;

use super::values::Lowered;
use crate::diag::Diagnostics;
use crate::duration::print_compact;
use crate::model::policy::{self, Attempts, Policy};
use crate::model::value::Value;
use crate::model::waits;
use crate::syntax::limits::Limits;
use crate::syntax::retry::RetryArgs;

/// The policy and the limits that are written at one place: on the trait, or on a method.
#[derive(Clone, Copy)]
pub(crate) struct Written<'a> {
    pub(crate) retry: Option<&'a RetryArgs>,
    pub(crate) limits: &'a Limits,
}

/// Checks the policy in force, as far as a part of it was written here.
pub(crate) fn check(
    in_force: &Policy,
    written: Written<'_>,
    diag: &mut Diagnostics,
) -> Lowered<()> {
    let timeouts = refuse_long_attempts(in_force, written, diag);
    let waits = refuse_late_attempts(in_force, written, diag);
    timeouts.and(waits)
}

/// Refuses an attempt that may take longer than its call.
fn refuse_long_attempts(
    in_force: &Policy,
    written: Written<'_>,
    diag: &mut Diagnostics,
) -> Lowered<()> {
    let policy::Limits {
        timeout: Some(whole),
        attempt_timeout: Some(one),
        ..
    } = &in_force.limits
    else {
        return Ok(());
    };
    let (Some(whole), Some(one)) = (whole.known(), one.known()) else {
        return Ok(());
    };
    let Some(at) = written
        .limits
        .attempt_timeout
        .as_ref()
        .or(written.limits.timeout.as_ref())
    else {
        return Ok(());
    };
    if one <= whole {
        return Ok(());
    }
    let (one, whole) = (print_compact(one), print_compact(whole));
    let message = format!(
        "one attempt may take {one} (`attempt_timeout`), longer than the whole call, {whole} \
         (`timeout`); lower `attempt_timeout` or raise `timeout`"
    );
    Err(diag.error(at, message))
}

/// Refuses a number of attempts whose last can never be made.
fn refuse_late_attempts(
    in_force: &Policy,
    written: Written<'_>,
    diag: &mut Diagnostics,
) -> Lowered<()> {
    let timeout = in_force.limits.timeout.as_ref().and_then(Value::known);
    let (Some(timeout), Some(attempts)) = (timeout, in_force.known_attempts()) else {
        return Ok(());
    };
    let Some(waits) = waits::sum(in_force, attempts) else {
        return Ok(());
    };
    let Some(at) = written.cause() else {
        return Ok(());
    };
    // Only the shortest waits count, as the attempt may be made if the random delays are short.
    if waits.least <= timeout {
        return Ok(());
    }
    let (least, timeout) = (print_compact(waits.least), print_compact(timeout));
    let message = format!(
        "attempt {attempts} can never happen: the waits before it take at least {least}, and \
         `timeout` is {timeout}; lower `attempts`, shorten the waits, or raise `timeout`"
    );
    Err(diag.error(at, message))
}

impl<'a> Written<'a> {
    /// The token that makes the waits too long or the timeout too short.
    fn cause(self) -> Option<&'a dyn ToTokens> {
        // In the order in which a reader would try to change them.
        let retry = self.retry;
        let attempts = retry.and_then(|retry| retry.attempts.as_ref());
        let key = retry.and_then(|retry| retry.keys.written().next());
        let arg = attempts.or(key).or(self.limits.timeout.as_ref());
        let strategy = retry.filter(|retry| retry.strategy.is_some());
        let strategy = strategy.map(|retry| &retry.at as &dyn ToTokens);
        arg.map(|arg| arg as &dyn ToTokens).or(strategy)
    }
}

/// Tells whether calls may retry for ever.
pub(crate) fn is_endless(in_force: &Policy) -> bool {
    in_force.start.is_on()
        && matches!(in_force.attempts, Some(Attempts::Unlimited))
        && in_force.limits.timeout.is_none()
}

/// Refuses such a policy.
pub(crate) fn refuse_endless(at: impl ToTokens, diag: &mut Diagnostics) {
    let message = "`attempts = unlimited` needs a `timeout`, or a call may never end; \
                   add one to `#[client(…)]` or after the path";
    diag.error(at, message);
}
