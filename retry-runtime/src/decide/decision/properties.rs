//! Properties that hold for every decision about any failure under any policy.

use http::{HeaderMap, StatusCode};
use proptest::prelude::*;
use proptest::strategy::Strategy as Cases;

use super::*;
use crate::cases::{durations, many};
use crate::policy::strategy::Strategy;
use crate::status_set::StatusSet;

const KINDS: [ErrorKind; 5] = [
    ErrorKind::Connect,
    ErrorKind::Timeout,
    ErrorKind::Reset,
    ErrorKind::Body,
    ErrorKind::Decode,
];

fn statuses() -> impl Cases<Value = Vec<u16>> {
    prop::sample::subsequence(vec![400, 408, 409, 425, 429, 500, 503], 0..=7)
}

fn policies() -> impl Cases<Value = Policy> {
    let flags = (any::<bool>(), any::<bool>(), any::<bool>());
    let kinds = prop::sample::subsequence(KINDS.to_vec(), 0..=5);
    let limits = (1..6_u32, prop::option::of(durations()));
    (flags, kinds, statuses(), limits).prop_map(|(flags, kinds, statuses, (attempts, limit))| {
        let (server_errors, unprocessed, unlimited) = flags;
        let policy = Policy::new(Strategy::exponential()).errors(&kinds);
        let policy = policy.statuses(&statuses).server_errors(server_errors);
        let policy = if unprocessed {
            policy.unprocessed_only()
        } else {
            policy
        };
        let policy = if unlimited {
            policy.unlimited()
        } else {
            policy.attempts(attempts)
        };
        match limit {
            Some(limit) => policy.retry_after(limit),
            None => policy.ignore_retry_after(),
        }
    })
}

fn failures() -> impl Cases<Value = Box<Failure>> {
    let others = [
        ErrorKind::Protocol,
        ErrorKind::TooLarge,
        ErrorKind::NotReady,
    ];
    let kinds = prop::sample::select([&KINDS[..], &others].concat());
    let reaches = prop::sample::select(vec![
        Delivery::NotSent,
        Delivery::NotSentForGood,
        Delivery::Refused,
        Delivery::MaybeProcessed,
    ]);
    let broken = (kinds, reaches).prop_map(|(kind, delivery)| {
        let mut failure = Failure::new(kind);
        failure.delivery = delivery;
        failure
    });
    let codes = prop_oneof![
        // Mostly those that a rule names, or few cases would ever meet one.
        3 => prop::sample::select(vec![400_u16, 404, 408, 409, 425, 429, 500, 502, 503, 600]),
        1 => 300..1_000_u16,
    ];
    let responded = codes.prop_map(|status| {
        let status = StatusCode::from_u16(status).unwrap();
        Failure::new(ErrorKind::Status).with_head(status, HeaderMap::new())
    });
    let hints = prop::option::of(durations());
    (prop_oneof![broken, responded], hints).prop_map(|(mut failure, retry_after)| {
        failure.retry_after = retry_after;
        failure
    })
}

fn verdicts() -> impl Cases<Value = Verdict> {
    prop_oneof![
        3 => Just(Verdict::Default),
        1 => Just(Verdict::Retry),
        1 => Just(Verdict::Fail),
        1 => durations().prop_map(Verdict::RetryAfter),
    ]
}

fn repeats() -> impl Cases<Value = Repeat> {
    prop_oneof![
        Just(Repeat::Idempotent),
        Just(Repeat::Declared("why")),
        Just(Repeat::Key("k")),
        statuses().prop_map(|statuses| Repeat::Unprocessed(StatusSet::of(&statuses))),
    ]
}

/// A strategy that does not draw.
fn above(floor: Duration, own: Duration) -> StrategyDelay {
    StrategyDelay {
        delay: own.max(floor),
        is_floor: floor > own,
    }
}

proptest! {
    #![proptest_config(many())]

    #[test]
    fn a_wait_keeps_every_promise(
        policy in policies(),
        failure in failures(),
        verdict in verdicts(),
        repeat in repeats(),
        attempt in 1..8_u32,
        remaining in prop::option::of(durations()),
        is_spent in prop::bool::weighted(0.1),
        own in durations(),
    ) {
        let context = RetryContext { policy: &policy, repeat, attempt, remaining, floor: failure.retry_after, is_spent };
        let mut draws = 0;
        let next = decide(&failure, verdict, &context, |floor| { draws += 1; above(floor, own) });
        let Decision::Retry(delay, source) = next else {
            return Ok(());
        };
        let own = match verdict {
            Verdict::RetryAfter(judged) => judged,
            _ => own,
        };
        // Drawing twice would make a stub's next draw another call's, and a hook's wait needs none.
        prop_assert_eq!(draws, u32::from(!matches!(verdict, Verdict::RetryAfter(_))));
        prop_assert!(verdict != Verdict::Fail && !is_spent);
        prop_assert!(policy.max_attempts().is_none_or(|most| attempt < most));
        prop_assert!(remaining.is_none_or(|left| delay < left));
        prop_assert!(delay >= own);
        if let (Some(asked), Some(limit)) = (failure.retry_after, policy.get_retry_after()) {
                let is_verdict = matches!(verdict, Verdict::RetryAfter(_));
                prop_assert!((is_verdict || asked <= limit) && asked <= delay);
                prop_assert!(delay == own.max(asked));
                prop_assert_eq!(source == DelaySource::Server, asked > own);
        } else {
            prop_assert_eq!(delay, own);
        }
        // The server may have acted on it: only a status that both the code and the policy list.
        if failure.delivery == Delivery::MaybeProcessed && (policy.is_unprocessed_only() || matches!(repeat, Repeat::Unprocessed(_))) {
            let status = failure.status.map(|status| status.as_u16());
            prop_assert!(failure.kind == ErrorKind::Status && status.is_some_and(|status| policy.lists(status)));
            if let (Repeat::Unprocessed(declared), Some(status)) = (repeat, status) {
                prop_assert!(declared.contains(status));
            }
        }
        if verdict == Verdict::Default {
            let named = match failure.status {
                Some(status) => policy.retries_status(status.as_u16()),
                None => failure.kind == ErrorKind::NotReady || policy.retries_error(failure.kind) && failure.delivery != Delivery::NotSentForGood,
            };
            prop_assert!(named);
        }
    }

    #[test]
    fn of_two_bounds_that_differ_the_tighter_one_lets_no_more_through(
        policy in policies(),
        failure in failures(),
        verdict in verdicts(),
        repeat in repeats(),
        attempt in 1..8_u32,
        own in durations(),
    ) {
        let wide = RetryContext { policy: &policy, repeat, attempt, remaining: None, floor: failure.retry_after, is_spent: false };
        let is_partial = |context: &RetryContext<'_>| matches!(decide(&failure, verdict, context, |floor| above(floor, own)), Decision::Retry(..));
        let narrow = policy.unprocessed_only();
        let tighter = [
            RetryContext { policy: &narrow, ..wide },
            RetryContext { attempt: attempt + 1, ..wide },
            RetryContext { remaining: Some(Duration::from_secs(1)), ..wide },
            RetryContext { is_spent: true, ..wide },
            RetryContext { repeat: Repeat::Unprocessed(StatusSet::NONE), ..wide },
        ];
        for tight in tighter {
            prop_assert!(is_partial(&wide) || !is_partial(&tight), "{tight:?}");
        }
    }
}
