//! The decision about a failed attempt. It is pure: it neither waits nor counts.

use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};

use crate::endpoint::Repeat;
use crate::error::{DelaySource, Delivery, ErrorKind, Failure, GaveUp};
use crate::policy::Policy;
use crate::policy::hooks::Verdict;
use crate::policy::strategy::StrategyDelay;

const X_SHOULD_RETRY: HeaderName = HeaderName::from_static("x-should-retry");

/// The circumstances of a failure.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RetryContext<'a> {
    pub(crate) policy: &'a Policy,
    pub(crate) repeat: Repeat,
    /// The attempt that failed, from 1.
    pub(crate) attempt: u32,
    /// Time left of the call's `timeout`.
    pub(crate) remaining: Option<Duration>,
    /// The wait that the server of the next attempt asked for.
    pub(crate) floor: Option<Duration>,
    /// True if the body could be sent only once.
    pub(crate) is_spent: bool,
}

/// The decision about a failed attempt: give up, or retry after a delay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    GiveUp(GaveUp),
    Retry(Duration, DelaySource),
}

/// Decides what comes after a failed attempt.
///
/// The strategy is called only if there will be a wait. It gets the wait that the server asks for as a floor, and
/// returns a delay that is not shorter.
pub(crate) fn decide(
    failure: &Failure,
    verdict: Verdict,
    context: &RetryContext<'_>,
    strategy: impl FnOnce(Duration) -> StrategyDelay,
) -> Decision {
    if let Some(why) = objection(failure, verdict, context.repeat, context.policy) {
        return Decision::GiveUp(why);
    }
    if context.is_spent {
        return Decision::GiveUp(GaveUp::NotRepeatable);
    }
    if context
        .policy
        .max_attempts()
        .is_some_and(|most| context.attempt >= most)
    {
        return Decision::GiveUp(if context.policy.is_switched_off() {
            GaveUp::SwitchedOff
        } else {
            GaveUp::AttemptsExhausted
        });
    }
    wait(verdict, context, strategy)
}

/// The reason why a failure ends its call, regardless of the attempts and the time that are left.
pub(crate) fn objection(
    failure: &Failure,
    verdict: Verdict,
    repeat: Repeat,
    policy: &Policy,
) -> Option<GaveUp> {
    // The order of these checks is the contract, see the folder's documentation. A verdict to retry
    // overrides the policy, but not the rules for repetition.
    if verdict == Verdict::Fail {
        return Some(GaveUp::Judged);
    }
    if !is_to_be_retried(failure, verdict, policy) {
        return Some(GaveUp::NotRetryable);
    }
    // Checked before the number of attempts: an error that says "attempts exhausted" suggests to
    // raise them, and that would not help here.
    (!may_repeat(failure, repeat, policy)).then_some(GaveUp::NotRepeatable)
}

/// Tells whether `when` or the policy want a failure to be retried, and the server does not forbid it.
pub(super) fn is_to_be_retried(failure: &Failure, verdict: Verdict, policy: &Policy) -> bool {
    matches!(verdict, Verdict::Retry | Verdict::RetryAfter(_))
        || !forbids_retries(&failure.headers) && is_retryable(failure, policy)
}

/// Tells whether the server forbids retries: `x-should-retry: false`.
fn forbids_retries(headers: &HeaderMap) -> bool {
    let says_no = |value: &HeaderValue| value.as_bytes().eq_ignore_ascii_case(b"false");
    headers.get_all(X_SHOULD_RETRY).iter().any(says_no)
}

fn is_retryable(failure: &Failure, policy: &Policy) -> bool {
    match (failure.kind, failure.status) {
        (ErrorKind::Status, Some(status)) => policy.retries_status(status.as_u16()),
        // `until` waits for a value, so this is not a failure that a list of kinds could leave out.
        (ErrorKind::NotReady, _) => true,
        (kind, _) => failure.delivery != Delivery::NotSentForGood && policy.retries_error(kind),
    }
}

/// Tells whether a request may be sent again, by what is known about its delivery.
pub(crate) fn may_repeat(failure: &Failure, repeat: Repeat, policy: &Policy) -> bool {
    // With a listed status the author states that the server did not act. A policy that is merged
    // later may shorten that list but never extend it, so both have to list the status.
    let allowed = |status: u16| match repeat {
        Repeat::Unprocessed(statuses) => statuses.contains(status) && policy.lists(status),
        _ => policy.lists(status),
    };
    match failure.delivery {
        Delivery::MaybeProcessed if needs_proof(repeat, policy) => {
            // A response that cannot be decoded has a status too, but that of a success.
            failure.kind == ErrorKind::Status
                && failure
                    .status
                    .is_some_and(|status| allowed(status.as_u16()))
        }
        Delivery::NotSent
        | Delivery::NotSentForGood
        | Delivery::Refused
        | Delivery::MaybeProcessed => true,
    }
}

/// Tells whether a request is repeated only after proof that the server did not act.
pub(crate) fn needs_proof(repeat: Repeat, policy: &Policy) -> bool {
    matches!(repeat, Repeat::Unprocessed(_)) || policy.is_unprocessed_only()
}

fn wait(
    verdict: Verdict,
    context: &RetryContext<'_>,
    strategy: impl FnOnce(Duration) -> StrategyDelay,
) -> Decision {
    let limit = context.policy.get_retry_after();
    let floor = context
        .floor
        .filter(|_| limit.is_some())
        .unwrap_or_default();
    // Limits apply only to the wait that the server asks for. The part that the strategy draws
    // above it can be cut.
    let (least, source) = match verdict {
        // The caller knows best how long to wait, so only `timeout` bounds it.
        Verdict::RetryAfter(own) if own >= floor => (own, DelaySource::Verdict),
        Verdict::RetryAfter(_) => (floor, DelaySource::Server),
        _ if limit.is_some_and(|limit| floor > limit) => {
            // Not cut to the limit: a client that comes back too early is refused again, and adds
            // to the load of the server.
            return Decision::GiveUp(GaveUp::ServerDelayTooLong);
        }
        _ => (floor, DelaySource::Strategy),
    };
    // Equality counts as well, because it leaves no time for an attempt. The caller gets the error
    // now instead of after a sleep.
    if context.remaining.is_some_and(|left| least >= left) {
        return Decision::GiveUp(GaveUp::TimeoutWouldPass);
    }
    if source != DelaySource::Strategy {
        return Decision::Retry(least, source);
    }
    let StrategyDelay { delay, is_floor } = strategy(floor);
    let source = if is_floor {
        DelaySource::Server
    } else {
        DelaySource::Strategy
    };
    match context.remaining {
        // At least half of the remaining time is for the attempt.
        Some(left) if is_floor => {
            // The part above the floor is cut instead of giving up, because the floor itself fits.
            let most = floor + half(left.saturating_sub(floor));
            Decision::Retry(delay.min(most), source)
        }
        Some(left) if delay >= left => Decision::GiveUp(GaveUp::TimeoutWouldPass),
        _ => Decision::Retry(delay, source),
    }
}

/// Half of a duration, in whole milliseconds like timers.
fn half(left: Duration) -> Duration {
    Duration::from_millis(u64::try_from(left.as_millis() / 2).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod properties;

#[cfg(test)]
mod tests {
    use http::StatusCode;

    use super::*;
    use crate::policy::strategy::Strategy;
    use crate::status_set::StatusSet;

    const POLICY: Policy = Policy::new(Strategy::exponential()).statuses(&[408, 429]);
    const ONLY_429: Repeat = Repeat::Unprocessed(StatusSet::of(&[429]));
    const TENTH: Duration = Duration::from_millis(100);
    const WAIT: Decision = Decision::Retry(TENTH, DelaySource::Strategy);

    /// A strategy of tenths of a second that does not draw.
    fn tenth(floor: Duration) -> StrategyDelay {
        StrategyDelay {
            delay: TENTH.max(floor),
            is_floor: floor > TENTH,
        }
    }

    fn responded(status: u16) -> Box<Failure> {
        let status = StatusCode::from_u16(status).unwrap();
        Failure::new(ErrorKind::Status).with_head(status, HeaderMap::new())
    }

    fn failed(kind: ErrorKind, delivery: Delivery) -> Box<Failure> {
        let mut failure = Failure::new(kind);
        failure.delivery = delivery;
        failure
    }

    fn asking(seconds: u64) -> Box<Failure> {
        wishing(Duration::from_secs(seconds))
    }

    fn wishing(wait: Duration) -> Box<Failure> {
        let mut failure = responded(429);
        failure.retry_after = Some(wait);
        failure
    }

    fn after(failure: &Failure, repeat: Repeat) -> Decision {
        let context = RetryContext {
            policy: &POLICY,
            repeat,
            attempt: 1,
            remaining: None,
            floor: failure.retry_after,
            is_spent: false,
        };
        decide(failure, Verdict::Default, &context, tenth)
    }

    #[test]
    fn an_idempotent_request_is_repeated_after_every_failure_the_policy_names() {
        let table = [
            (responded(503), WAIT),
            (responded(600), WAIT),
            (responded(429), WAIT),
            (responded(404), Decision::GiveUp(GaveUp::NotRetryable)),
            (failed(ErrorKind::Connect, Delivery::NotSent), WAIT),
            (
                failed(ErrorKind::Connect, Delivery::NotSentForGood),
                Decision::GiveUp(GaveUp::NotRetryable),
            ),
            (failed(ErrorKind::Timeout, Delivery::MaybeProcessed), WAIT),
            (failed(ErrorKind::Reset, Delivery::MaybeProcessed), WAIT),
            (failed(ErrorKind::Body, Delivery::MaybeProcessed), WAIT),
            (failed(ErrorKind::NotReady, Delivery::MaybeProcessed), WAIT),
            (
                failed(ErrorKind::Decode, Delivery::MaybeProcessed),
                Decision::GiveUp(GaveUp::NotRetryable),
            ),
            (
                failed(ErrorKind::Protocol, Delivery::MaybeProcessed),
                Decision::GiveUp(GaveUp::NotRetryable),
            ),
            (
                failed(ErrorKind::TooLarge, Delivery::MaybeProcessed),
                Decision::GiveUp(GaveUp::NotRetryable),
            ),
        ];
        for (failure, expected) in table {
            for repeat in [
                Repeat::Idempotent,
                Repeat::Declared("why"),
                Repeat::Key("k"),
            ] {
                assert_eq!(after(&failure, repeat), expected, "{failure:?}");
            }
        }
    }

    #[test]
    fn retry_after_shorter_than_the_delay_is_ignored() {
        assert_eq!(after(&wishing(TENTH), Repeat::Idempotent), WAIT);
        let longer = TENTH + Duration::from_nanos(1);
        let expected = Decision::Retry(longer, DelaySource::Server);
        assert_eq!(after(&wishing(longer), Repeat::Idempotent), expected);
    }

    #[test]
    fn a_plain_post_is_repeated_only_if_the_server_has_not_acted() {
        let table = [
            (responded(429), WAIT),
            (responded(408), Decision::GiveUp(GaveUp::NotRepeatable)),
            (responded(503), Decision::GiveUp(GaveUp::NotRepeatable)),
            (failed(ErrorKind::Connect, Delivery::NotSent), WAIT),
            (failed(ErrorKind::Reset, Delivery::Refused), WAIT),
            (
                failed(ErrorKind::Reset, Delivery::MaybeProcessed),
                Decision::GiveUp(GaveUp::NotRepeatable),
            ),
            (
                failed(ErrorKind::Timeout, Delivery::MaybeProcessed),
                Decision::GiveUp(GaveUp::NotRepeatable),
            ),
            (
                failed(ErrorKind::Body, Delivery::MaybeProcessed),
                Decision::GiveUp(GaveUp::NotRepeatable),
            ),
            (
                failed(ErrorKind::NotReady, Delivery::MaybeProcessed),
                Decision::GiveUp(GaveUp::NotRepeatable),
            ),
        ];
        for (failure, expected) in table {
            assert_eq!(after(&failure, ONLY_429), expected, "{failure:?}");
        }
    }

    #[test]
    fn a_status_added_at_run_time_does_not_weaken_the_rule() {
        let policy = POLICY.statuses(&[429, 503]);
        let context = RetryContext {
            policy: &policy,
            repeat: ONLY_429,
            attempt: 1,
            remaining: None,
            floor: None,
            is_spent: false,
        };
        let next = decide(&responded(503), Verdict::Default, &context, tenth);
        assert_eq!(next, Decision::GiveUp(GaveUp::NotRepeatable));
        let next = decide(&responded(503), Verdict::Retry, &context, tenth);
        assert_eq!(next, Decision::GiveUp(GaveUp::NotRepeatable));
    }

    #[test]
    fn a_get_that_asks_for_proof_gets_it() {
        let policy = POLICY.unprocessed_only();
        let context = RetryContext {
            policy: &policy,
            repeat: Repeat::Idempotent,
            attempt: 1,
            remaining: None,
            floor: None,
            is_spent: false,
        };
        let next = |failure: Box<Failure>| decide(&failure, Verdict::Default, &context, tenth);
        assert_eq!(
            next(responded(503)),
            Decision::GiveUp(GaveUp::NotRepeatable)
        );
        assert_eq!(next(responded(408)), WAIT);
    }

    #[test]
    fn a_verdict_overrules_the_policy() {
        let context = RetryContext {
            policy: &POLICY,
            repeat: Repeat::Idempotent,
            attempt: 1,
            remaining: None,
            floor: None,
            is_spent: false,
        };
        let next = |status, verdict| decide(&responded(status), verdict, &context, tenth);
        assert_eq!(next(503, Verdict::Fail), Decision::GiveUp(GaveUp::Judged));
        assert_eq!(next(404, Verdict::Retry), WAIT);
        let second = Duration::from_secs(1);
        assert_eq!(
            next(404, Verdict::RetryAfter(second)),
            Decision::Retry(second, DelaySource::Verdict)
        );
    }

    #[test]
    fn the_attempts_are_counted_from_the_first() {
        for (attempt, expected) in [
            (1, WAIT),
            (2, WAIT),
            (3, Decision::GiveUp(GaveUp::AttemptsExhausted)),
            (u32::MAX, Decision::GiveUp(GaveUp::AttemptsExhausted)),
        ] {
            let context = RetryContext {
                policy: &POLICY,
                repeat: Repeat::Idempotent,
                attempt,
                remaining: None,
                floor: None,
                is_spent: false,
            };
            assert_eq!(
                decide(&responded(503), Verdict::Default, &context, tenth),
                expected
            );
        }
        let endless = POLICY.unlimited();
        let context = RetryContext {
            policy: &endless,
            repeat: Repeat::Idempotent,
            attempt: u32::MAX,
            remaining: None,
            floor: None,
            is_spent: false,
        };
        assert_eq!(
            decide(&responded(503), Verdict::Default, &context, tenth),
            WAIT
        );
    }

    #[test]
    fn retry_after_is_a_floor_up_to_its_limit() {
        let server = |seconds| Decision::Retry(Duration::from_secs(seconds), DelaySource::Server);
        assert_eq!(after(&asking(0), Repeat::Idempotent), WAIT);
        assert_eq!(after(&asking(1), Repeat::Idempotent), server(1));
        assert_eq!(after(&asking(60), Repeat::Idempotent), server(60));
        assert_eq!(
            after(&asking(61), Repeat::Idempotent),
            Decision::GiveUp(GaveUp::ServerDelayTooLong)
        );
        let deaf = POLICY.ignore_retry_after();
        let context = RetryContext {
            policy: &deaf,
            repeat: Repeat::Idempotent,
            attempt: 1,
            remaining: None,
            floor: Some(Duration::from_secs(61)),
            is_spent: false,
        };
        assert_eq!(decide(&asking(61), Verdict::Default, &context, tenth), WAIT);
    }

    #[test]
    fn a_wait_that_leaves_no_time_for_an_attempt_ends_the_call() {
        let left = |remaining, failure: &Failure| {
            let context = RetryContext {
                policy: &POLICY,
                repeat: Repeat::Idempotent,
                attempt: 1,
                remaining: Some(remaining),
                floor: failure.retry_after,
                is_spent: false,
            };
            decide(failure, Verdict::Default, &context, tenth)
        };
        let ms = Duration::from_millis;
        assert_eq!(left(ms(101), &responded(503)), WAIT);
        assert_eq!(
            left(ms(100), &responded(503)),
            Decision::GiveUp(GaveUp::TimeoutWouldPass)
        );
        assert_eq!(
            left(ms(1_000), &asking(2)),
            Decision::GiveUp(GaveUp::TimeoutWouldPass)
        );
        assert_eq!(
            left(ms(1_000), &asking(61)),
            Decision::GiveUp(GaveUp::ServerDelayTooLong)
        );
    }

    #[test]
    fn a_delay_drawn_above_the_hint_is_cut_to_half_of_what_is_left() {
        let ms = Duration::from_millis;
        let after = |remaining, drawn| {
            let failure = asking(1);
            let context = RetryContext {
                policy: &POLICY,
                repeat: Repeat::Idempotent,
                attempt: 1,
                remaining: Some(remaining),
                floor: failure.retry_after,
                is_spent: false,
            };
            let strategy = |_| StrategyDelay {
                delay: drawn,
                is_floor: true,
            };
            decide(&failure, Verdict::Default, &context, strategy)
        };
        let server = |delay| Decision::Retry(delay, DelaySource::Server);
        assert_eq!(after(ms(3_000), ms(1_080)), server(ms(1_080)));
        assert_eq!(after(ms(1_100), ms(1_080)), server(ms(1_050)));
        assert_eq!(
            after(ms(1_000), ms(1_080)),
            Decision::GiveUp(GaveUp::TimeoutWouldPass)
        );
    }

    #[test]
    fn a_delay_of_the_verdict_is_bounded_by_the_timeout_alone() {
        let after = |remaining, floor, delay| {
            let context = RetryContext {
                policy: &POLICY,
                repeat: Repeat::Idempotent,
                attempt: 1,
                remaining,
                floor,
                is_spent: false,
            };
            let verdict = Verdict::RetryAfter(Duration::from_secs(delay));
            decide(&responded(503), verdict, &context, tenth)
        };
        let secs = Duration::from_secs;
        let verdict = |delay| Decision::Retry(secs(delay), DelaySource::Verdict);
        assert_eq!(after(None, None, 90), verdict(90));
        assert_eq!(after(None, Some(secs(90)), 90), verdict(90));
        assert_eq!(
            after(None, Some(secs(120)), 90),
            Decision::Retry(secs(120), DelaySource::Server)
        );
        assert_eq!(
            after(Some(secs(90)), None, 90),
            Decision::GiveUp(GaveUp::TimeoutWouldPass)
        );
    }

    #[test]
    fn a_retry_that_the_kill_switch_prevents_says_so() {
        let policy = POLICY.switched_off();
        let context = |policy| RetryContext {
            policy,
            repeat: Repeat::Idempotent,
            attempt: 1,
            remaining: None,
            floor: None,
            is_spent: false,
        };
        let next = |status, policy| {
            decide(
                &responded(status),
                Verdict::Default,
                &context(policy),
                tenth,
            )
        };
        assert_eq!(next(503, &policy), Decision::GiveUp(GaveUp::SwitchedOff));
        assert_eq!(next(404, &policy), Decision::GiveUp(GaveUp::NotRetryable));
    }
}
