//! How long a call waits and how long it takes at the worst, in words.

use std::time::Duration;

use super::text::{code, value};
use crate::duration::print;
use crate::model::policy::{DEFAULT_ATTEMPT_TIMEOUT, DEFAULT_RETRY_AFTER, Policy, RetryAfter};
use crate::model::strategy::Strategy;
use crate::model::value::Value;
use crate::model::waits::{self, Wait};

/// How many waits are listed one by one.
const LISTED: u32 = 4;

/// `waits 0 to 100ms, 0 to 200ms (at most 300ms)`
pub(super) fn waits(policy: &Policy) -> String {
    match policy.strategy() {
        Strategy::Custom(path) => return format!("waits as `{}` says", code(path)),
        Strategy::List(waits) => {
            let waits: Vec<String> = waits.iter().map(|wait| value(wait, print)).collect();
            return format!("waits {}", waits.join(", "));
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
    let more = if retries > LISTED || policy.known_attempts().is_none() {
        ", …"
    } else {
        ""
    };
    let sum = policy
        .known_attempts()
        .and_then(|attempts| waits::sum(policy, attempts));
    let most = match sum {
        Some(sum) if retries > 1 => format!(" (at most {})", print(sum.most)),
        _ => String::new(),
    };
    format!("waits {}{more}{most}", listed.join(", "))
}

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

/// The waits of a strategy whose keys only rustc can work out.
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
    format!("waits by {name} with {}", list.join(", "))
}

pub(super) fn retry_after(policy: &Policy) -> String {
    let limit = match &policy.retry_after {
        Some(RetryAfter::Ignored) => return String::new(),
        Some(RetryAfter::UpTo(limit)) => value(limit, print),
        None => print_seconds(DEFAULT_RETRY_AFTER),
    };
    format!(", or as long as `Retry-After` asks, up to {limit}")
}

/// `60s`, as it is written, and not `1m`.
fn print_seconds(duration: Duration) -> String {
    format!("{}s", duration.as_secs())
}

/// The time after which the call is over, come what may.
pub(super) fn bound(policy: &Policy) -> Option<String> {
    policy
        .limits
        .timeout
        .as_ref()
        .map(|timeout| value(timeout, print))
}

pub(super) fn worst(policy: &Policy) -> String {
    if let Some(bound) = bound(policy) {
        return format!(" Over after {bound} at the latest.");
    }
    let Some(attempts) = policy.known_attempts() else {
        return String::new();
    };
    let one = match &policy.limits.attempt_timeout {
        None => DEFAULT_ATTEMPT_TIMEOUT,
        Some(Value::Known(one)) => *one,
        Some(Value::Const(_)) => return String::new(),
    };
    let Some(waits) = waits::sum(policy, attempts) else {
        return String::new();
    };
    let worst = one.saturating_mul(attempts).saturating_add(waits.most);
    let hint = match policy.retry_after {
        Some(RetryAfter::Ignored) => "",
        _ => ", but for `Retry-After`",
    };
    format!(" Over after {} at the latest{hint}.", print(worst))
}
