//! What to do about a failed attempt: facts in, a decision out. Nothing here waits or counts.

use std::time::Duration;

use crate::endpoint::Repeat;
use crate::error::{DelaySource, Delivery, ErrorKind, Failure, GaveUp};
use crate::policy::Policy;
use crate::policy::hooks::Verdict;

/// The circumstances of a failure.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RetryContext<'a> {
    pub(crate) policy: &'a Policy,
    pub(crate) repeat: Repeat,
    /// The attempt that failed, from 1.
    pub(crate) attempt: u32,
    /// What is left of the call's `timeout`.
    pub(crate) remaining: Option<Duration>,
    /// Whether the body could be sent only once.
    pub(crate) is_spent: bool,
}

/// What comes after a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    GiveUp(GaveUp),
    Retry(Duration, DelaySource),
}

/// Decides what comes after a failed attempt. The strategy is asked only if there is to be a wait.
pub(crate) fn decide(
    failure: &Failure,
    verdict: Verdict,
    situation: &RetryContext<'_>,
    strategy: impl FnOnce() -> Duration,
) -> Decision {
    if verdict == Verdict::Fail {
        return Decision::GiveUp(GaveUp::Judged);
    }
    let judged_worth_it = matches!(verdict, Verdict::Retry | Verdict::RetryAfter(_));
    if !judged_worth_it && !is_retryable(failure, situation.policy) {
        return Decision::GiveUp(GaveUp::NotRetryable);
    }
    if situation.is_spent || !is_repeatable(failure, situation) {
        return Decision::GiveUp(GaveUp::NotRepeatable);
    }
    if situation
        .policy
        .max_attempts()
        .is_some_and(|most| situation.attempt >= most)
    {
        return Decision::GiveUp(GaveUp::AttemptsExhausted);
    }
    wait(failure, verdict, situation, strategy)
}

fn is_retryable(failure: &Failure, policy: &Policy) -> bool {
    match (failure.kind, failure.status) {
        (ErrorKind::Status, Some(status)) => policy.retries_status(status.as_u16()),
        (ErrorKind::NotReady, _) => true,
        (kind, _) => failure.delivery != Delivery::NotSentForGood && policy.retries_error(kind),
    }
}

fn is_repeatable(failure: &Failure, situation: &RetryContext<'_>) -> bool {
    let policy = situation.policy;
    let allowed = |status: u16| match situation.repeat {
        Repeat::Unprocessed(statuses) => statuses.contains(status) && policy.listed(status),
        _ => policy.listed(status),
    };
    match (situation.repeat, failure.delivery) {
        (repeat, Delivery::MaybeProcessed) if needs_proof(repeat, policy) => {
            failure.kind == ErrorKind::Status
                && failure
                    .status
                    .is_some_and(|status| allowed(status.as_u16()))
        }
        (
            _,
            Delivery::NotSent
            | Delivery::NotSentForGood
            | Delivery::Refused
            | Delivery::MaybeProcessed,
        ) => true,
    }
}

fn needs_proof(repeat: Repeat, policy: &Policy) -> bool {
    matches!(repeat, Repeat::Unprocessed(_)) || policy.is_unprocessed_only()
}

fn wait(
    failure: &Failure,
    verdict: Verdict,
    situation: &RetryContext<'_>,
    strategy: impl FnOnce() -> Duration,
) -> Decision {
    let limit = situation.policy.retry_after_limit();
    let asked = failure
        .retry_after
        .filter(|_| limit.is_some())
        .unwrap_or_default();
    if limit.is_some_and(|limit| asked > limit) {
        return Decision::GiveUp(GaveUp::ServerDelayTooLong);
    }
    let (own, source) = match verdict {
        Verdict::RetryAfter(delay) => (delay, DelaySource::Verdict),
        _ => (strategy(), DelaySource::Strategy),
    };
    let (delay, source) = if asked > own {
        (asked, DelaySource::Server)
    } else {
        (own, source)
    };
    if situation
        .remaining
        .is_some_and(|remaining| delay >= remaining)
    {
        return Decision::GiveUp(GaveUp::TimeoutWouldPass);
    }
    Decision::Retry(delay, source)
}

#[cfg(test)]
mod properties;

#[cfg(test)]
mod tests {
    use http::{HeaderMap, StatusCode};

    use super::*;
    use crate::policy::strategy::Strategy;
    use crate::status_set::StatusSet;

    const POLICY: Policy = Policy::new(Strategy::exponential()).statuses(&[408, 429]);
    const ONLY_429: Repeat = Repeat::Unprocessed(StatusSet::of(&[429]));
    const TENTH: Duration = Duration::from_millis(100);
    const WAIT: Decision = Decision::Retry(TENTH, DelaySource::Strategy);

    fn answered(status: u16) -> Box<Failure> {
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
        let mut failure = answered(429);
        failure.retry_after = Some(wait);
        failure
    }

    fn after(failure: &Failure, repeat: Repeat) -> Decision {
        let situation = RetryContext {
            policy: &POLICY,
            repeat,
            attempt: 1,
            remaining: None,
            is_spent: false,
        };
        decide(failure, Verdict::Default, &situation, || TENTH)
    }

    #[test]
    fn an_idempotent_request_is_repeated_after_every_failure_the_policy_names() {
        let table = [
            (answered(503), WAIT),
            (answered(600), WAIT),
            (answered(429), WAIT),
            (answered(404), Decision::GiveUp(GaveUp::NotRetryable)),
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
    fn a_wish_for_what_is_waited_anyway_changes_nothing() {
        assert_eq!(after(&wishing(TENTH), Repeat::Idempotent), WAIT);
        let longer = TENTH + Duration::from_nanos(1);
        let expected = Decision::Retry(longer, DelaySource::Server);
        assert_eq!(after(&wishing(longer), Repeat::Idempotent), expected);
    }

    #[test]
    fn a_plain_post_is_repeated_only_when_nothing_happened() {
        let table = [
            (answered(429), WAIT),
            (answered(408), Decision::GiveUp(GaveUp::NotRepeatable)),
            (answered(503), Decision::GiveUp(GaveUp::NotRepeatable)),
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
        let situation = RetryContext {
            policy: &policy,
            repeat: ONLY_429,
            attempt: 1,
            remaining: None,
            is_spent: false,
        };
        let next = decide(&answered(503), Verdict::Default, &situation, || TENTH);
        assert_eq!(next, Decision::GiveUp(GaveUp::NotRepeatable));
        let next = decide(&answered(503), Verdict::Retry, &situation, || TENTH);
        assert_eq!(next, Decision::GiveUp(GaveUp::NotRepeatable));
    }

    #[test]
    fn a_get_that_asks_for_proof_gets_it() {
        let policy = POLICY.unprocessed_only();
        let situation = RetryContext {
            policy: &policy,
            repeat: Repeat::Idempotent,
            attempt: 1,
            remaining: None,
            is_spent: false,
        };
        let next = |failure: Box<Failure>| decide(&failure, Verdict::Default, &situation, || TENTH);
        assert_eq!(next(answered(503)), Decision::GiveUp(GaveUp::NotRepeatable));
        assert_eq!(next(answered(408)), WAIT);
    }

    #[test]
    fn a_verdict_overrules_the_policy() {
        let situation = RetryContext {
            policy: &POLICY,
            repeat: Repeat::Idempotent,
            attempt: 1,
            remaining: None,
            is_spent: false,
        };
        let next = |status, verdict| decide(&answered(status), verdict, &situation, || TENTH);
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
            let situation = RetryContext {
                policy: &POLICY,
                repeat: Repeat::Idempotent,
                attempt,
                remaining: None,
                is_spent: false,
            };
            assert_eq!(
                decide(&answered(503), Verdict::Default, &situation, || TENTH),
                expected
            );
        }
        let endless = POLICY.unlimited();
        let situation = RetryContext {
            policy: &endless,
            repeat: Repeat::Idempotent,
            attempt: u32::MAX,
            remaining: None,
            is_spent: false,
        };
        assert_eq!(
            decide(&answered(503), Verdict::Default, &situation, || TENTH),
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
        let situation = RetryContext {
            policy: &deaf,
            repeat: Repeat::Idempotent,
            attempt: 1,
            remaining: None,
            is_spent: false,
        };
        assert_eq!(
            decide(&asking(61), Verdict::Default, &situation, || TENTH),
            WAIT
        );
    }

    #[test]
    fn a_wait_that_leaves_no_time_is_not_begun() {
        let within = |remaining, failure: &Failure| {
            let situation = RetryContext {
                policy: &POLICY,
                repeat: Repeat::Idempotent,
                attempt: 1,
                remaining: Some(remaining),
                is_spent: false,
            };
            decide(failure, Verdict::Default, &situation, || TENTH)
        };
        let ms = Duration::from_millis;
        assert_eq!(within(ms(101), &answered(503)), WAIT);
        assert_eq!(
            within(ms(100), &answered(503)),
            Decision::GiveUp(GaveUp::TimeoutWouldPass)
        );
        assert_eq!(
            within(ms(1_000), &asking(2)),
            Decision::GiveUp(GaveUp::TimeoutWouldPass)
        );
        assert_eq!(
            within(ms(1_000), &asking(61)),
            Decision::GiveUp(GaveUp::ServerDelayTooLong)
        );
    }
}
