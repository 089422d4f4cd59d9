//! Waits for guards in the worst case.

use std::time::Duration;

use super::{constant, get};
use crate::model::guards::{Bound, Concurrency, Follow, RateLimit, RateLimits};
use crate::model::policy::{Attempts, Policy, RetryAfter, Start};
use crate::model::strategy::{Curve, Strategy};
use crate::model::value::Value;

#[test]
fn the_worst_case_counts_the_waits_for_guards_before_each_attempt() {
    let seconds = |seconds| Value::Known(Duration::from_secs(seconds));
    let limit = |wait| RateLimit {
        turns: Value::Known(10),
        per: seconds(1),
        burst: None,
        wait,
        cost: None,
    };
    let bound = |wait| {
        let at_most = Value::Known(2);
        Some(Concurrency::On(Box::new(Bound { at_most, wait })))
    };
    let limits = |wait| RateLimits {
        limits: vec![limit(wait)],
        ..RateLimits::default()
    };
    let mut policy = Policy {
        start: Start::Named(Strategy::Curve(Curve::Constant)),
        attempts: Some(Attempts::AtMost(Value::Known(2))),
        retry_after: Some(RetryAfter::Ignored),
        ..Policy::default()
    };
    let worst = |policy: &Policy| {
        let text = get(policy);
        let (_, worst) = text.split_once("**Worst case**: ")?;
        let (worst, _) = worst.split_once('.')?;
        Some(worst.to_owned())
    };
    // Two attempts of 30 s, and a second between them.
    assert_eq!(worst(&policy).as_deref(), Some("1m 1s"));
    policy.trait_guards.rate_limits = Some(limits(Some(seconds(5))));
    assert_eq!(worst(&policy).as_deref(), Some("1m 11s"));
    // Without a `wait`, a guard holds an attempt for a minute at most.
    policy.own_guards.concurrency = bound(None);
    assert_eq!(worst(&policy).as_deref(), Some("3m 11s"));
    policy.trait_guards.concurrency = bound(Some(seconds(1)));
    assert_eq!(worst(&policy).as_deref(), Some("3m 13s"));
    // Left out by the method: the limit, and not the pauses of its trait.
    policy.own_guards.concurrency = Some(Concurrency::Off);
    let wait = Some(seconds(2));
    policy
        .trait_guards
        .rate_limits
        .as_mut()
        .expect("set above")
        .follow = Some(Follow { wait });
    policy.own_guards.rate_limits = Some(RateLimits {
        is_off: true,
        ..RateLimits::default()
    });
    assert_eq!(worst(&policy).as_deref(), Some("1m 5s"));
    policy.own_guards.concurrency = bound(Some(Value::Const(constant("WAIT"))));
    assert_eq!(worst(&policy), None);
    // A `timeout` bounds all of it.
    policy.limits.timeout = Some(seconds(9));
    assert_eq!(worst(&policy).as_deref(), Some("9s"));
}
