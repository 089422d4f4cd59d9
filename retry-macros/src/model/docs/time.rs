//! The waits of a call and its duration in the worst case, in words.

use std::time::Duration;

use super::text::{code, value};
use crate::duration::print;
use crate::model::guards::{DEFAULT_WAIT, Guard, RateLimits};
use crate::model::policy::{DEFAULT_ATTEMPT_TIMEOUT, DEFAULT_RETRY_AFTER, Policy, RetryAfter};
use crate::model::strategy::Strategy;
use crate::model::value::Value;
use crate::model::waits::{self, Wait};

/// Waits that are listed one by one; readers get the idea after four.
const LISTED: u32 = 4;

/// `0 to 100ms, then 0 to 200ms (at most 300ms)`
pub(super) fn waits(policy: &Policy) -> String {
    match policy.strategy() {
        Strategy::Custom(path) => return format!("as `{}` says", code(path)),
        Strategy::List(waits) => {
            let waits: Vec<String> = waits.iter().map(|wait| value(wait, print)).collect();
            return sequence(&waits);
        }
        Strategy::Curve(_) => {}
    }
    let name = policy.strategy().describe();
    let retries = policy
        .known_attempts()
        .map_or(LISTED, |attempts| attempts.saturating_sub(1));
    let listed: Option<Vec<String>> = (0..retries.min(LISTED))
        .map(|index| waits::wait(policy, index).map(print_wait))
        .collect();
    let Some(listed) = listed else {
        return inexact(policy, &name);
    };
    let listed = if retries > LISTED || policy.known_attempts().is_none() {
        format!("{}, …", listed.join(", "))
    } else {
        sequence(&listed)
    };
    let sum = policy
        .known_attempts()
        .and_then(|attempts| waits::sum(policy, attempts));
    let most = match sum {
        Some(sum) if retries > 1 => format!(" (at most {})", print(sum.most)),
        _ => String::new(),
    };
    format!("{listed}{most}")
}

/// `a`, `a, then b`, `a, b, then c`
fn sequence(waits: &[String]) -> String {
    match waits {
        [] => String::new(),
        [one] => one.clone(),
        [more @ .., last] => format!("{}, then {last}", more.join(", ")),
    }
}

/// Prints one wait, as a range if the strategy draws it.
fn print_wait(Wait { least, most }: Wait) -> String {
    if least == most {
        return print(most);
    }
    let least = if least == Duration::ZERO {
        "0".to_owned()
    } else {
        print(least)
    };
    format!("{least} to {}", print(most))
}

/// The keys of a strategy, one of which only const evaluation knows.
fn inexact(policy: &Policy, name: &str) -> String {
    let keys = &policy.keys;
    let durations = [
        ("base", &keys.base),
        ("max", &keys.max),
        ("min", &keys.min),
        ("spread", &keys.spread),
    ];
    let mut list: Vec<String> = durations
        .into_iter()
        .filter_map(|(key, slot)| Some(format!("{key} {}", value(slot.as_ref()?, print))))
        .collect();
    list.extend(
        keys.factor
            .iter()
            .map(|by| format!("factor {}", value(by, |by| by.to_string()))),
    );
    format!("by {name} with {}", list.join(", "))
}

/// The part about the server's own hints.
pub(super) fn retry_after(policy: &Policy) -> String {
    let limit = match &policy.retry_after {
        Some(RetryAfter::Ignored) => return String::new(),
        Some(RetryAfter::UpTo(limit)) => value(limit, print),
        // `60s`, the spelling of the documentation, and not `1m`.
        None => format!("{}s", DEFAULT_RETRY_AFTER.as_secs()),
    };
    format!(", or as long as `Retry-After` asks, up to {limit}")
}

/// The declared bound of the whole call.
pub(super) fn bound(policy: &Policy) -> Option<String> {
    policy
        .limits
        .timeout
        .as_ref()
        .map(|timeout| value(timeout, print))
}

/// The longest time that a call can take, where it is known.
pub(super) fn worst(policy: &Policy) -> String {
    if let Some(bound) = bound(policy) {
        return format!(" **Worst case**: {bound}.");
    }
    let Some(attempts) = policy.known_attempts() else {
        return String::new();
    };
    let one = match &policy.limits.attempt_timeout {
        None => DEFAULT_ATTEMPT_TIMEOUT,
        Some(Value::Known(one)) => *one,
        Some(Value::Const(_)) => return String::new(),
    };
    let (Some(waits), Some(guard_waits)) = (waits::sum(policy, attempts), guard_waits(policy))
    else {
        return String::new();
    };
    // Each attempt takes its whole timeout, after the longest waits for guards, and each delay is the
    // longest. A redirect takes the time of its attempt, and adds only what `Retry-After` asks for.
    let one = one.saturating_add(guard_waits);
    let worst = one.saturating_mul(attempts).saturating_add(waits.most);
    let hint = match policy.retry_after {
        Some(RetryAfter::Ignored) => "",
        _ => ", unless `Retry-After` asks for more",
    };
    format!(" **Worst case**: {}{hint}.", print(worst))
}

/// The longest wait of an attempt for its guards; `None` if it depends on a const expression.
fn guard_waits(policy: &Policy) -> Option<Duration> {
    let (own, shared) = (&policy.own_guards, &policy.trait_guards);
    let (own_limits, shared_limits) = (own.rate_limits.as_ref(), shared.rate_limits.as_ref());
    let limits = RateLimits::in_force(own_limits, shared_limits);
    let turns = limits.into_iter().flatten().map(|limit| &limit.wait);
    // A pause of the trait applies even to methods that leave its limits out.
    let places = own_limits.into_iter().chain(shared_limits);
    let pauses = places.filter_map(|limits| limits.follow.as_ref());
    let pauses = pauses.map(|follow| &follow.wait);
    let bounds = Guard::in_force(own.concurrency.as_ref(), shared.concurrency.as_ref());
    let permits = bounds.into_iter().flatten().map(|bound| &bound.wait);
    let mut waits = turns.chain(pauses).chain(permits);
    waits.try_fold(Duration::ZERO, |sum, wait| {
        let wait = wait.as_ref().map_or(Some(DEFAULT_WAIT), Value::known)?;
        Some(sum.saturating_add(wait))
    })
}
