//! The cases that calls are tried with: who calls, by which policy, and what each attempt gets.

use std::time::Duration;

use proptest::prelude::*;
use proptest::strategy::Strategy as Cases;
use proptest::test_runner::{Config, RngSeed};
use retry_client::testing::{self, ScriptedResponse};
use retry_client::{ErrorKind, Jitter, Policy, Strategy};

use crate::support::script::{ms, secs};

/// Who calls, and what.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Caller {
    Read,
    Keyed,
    Plain,
    AdHocGet,
    AdHocPost,
}

/// The response or failure that an attempt gets.
#[derive(Clone, Debug)]
pub(super) enum Step {
    Status(u16, Option<u64>),
    Reset,
    Refused,
    Silence,
    Cut,
    Stall(u16),
}

impl Step {
    pub(super) fn response(&self, delay: Duration) -> ScriptedResponse {
        let response = match *self {
            Self::Status(status, None) => testing::status(status).text("text"),
            Self::Status(status, Some(hint)) => testing::status(status).retry_after(secs(hint)),
            Self::Reset => testing::reset(),
            Self::Refused => testing::refused(),
            Self::Silence => testing::timeout(),
            Self::Cut => testing::text("cut").cut_body(1),
            Self::Stall(status) => testing::status(status).text("stalled").stall_body(1),
        };
        response.delay(delay)
    }
}

pub(super) fn steps() -> impl Cases<Value = Vec<(Step, Duration)>> {
    let statuses = prop::sample::select(vec![200, 404, 408, 429, 500, 503, 503, 600]);
    let hints = prop::option::of(0..90_u64);
    let step = prop_oneof![
        6 => (statuses.clone(), hints).prop_map(|(status, hint)| Step::Status(status, hint)),
        1 => Just(Step::Reset),
        2 => Just(Step::Refused),
        1 => Just(Step::Silence),
        1 => Just(Step::Cut),
        1 => statuses.prop_map(Step::Stall),
    ];
    let delays = prop_oneof![2 => Just(Duration::ZERO), 1 => (0..3_000_u64).prop_map(ms)];
    prop::collection::vec((step, delays), 1..7)
}

/// Timers count whole milliseconds, so delays do as well.
pub(super) fn strategies() -> impl Cases<Value = Strategy> {
    let lengths = (0..2_000_u64, 0..20_000_u64);
    (0..8_u8, lengths).prop_map(|(which, (base, more))| {
        let (base, max) = (ms(base), ms(base + more));
        let curve = match which {
            0 => Strategy::exponential(),
            1 => Strategy::exponential().with_jitter(Jitter::None),
            2 => Strategy::jitter().spread(base),
            3 => Strategy::random().min(base),
            4 => Strategy::fibonacci(),
            5 => Strategy::linear(),
            6 => Strategy::decorrelated(),
            _ => return Strategy::list(&[base, max]),
        };
        curve.base(base).max(max)
    })
}

pub(super) fn policies() -> impl Cases<Value = Policy> {
    let flags = (any::<bool>(), prop::bool::weighted(0.2));
    let statuses = prop::sample::subsequence(vec![404, 408, 429, 503], 0..=4);
    let kinds = [
        ErrorKind::Connect,
        ErrorKind::Timeout,
        ErrorKind::Reset,
        ErrorKind::Body,
    ];
    let kinds = prop::sample::subsequence(kinds.to_vec(), 2..=4);
    let limit = prop::option::of((0..100_u64).prop_map(secs));
    let timeouts = prop::option::of((1..30_000_u64, 1..=100_u64));
    (
        strategies(),
        1..7_u32,
        flags,
        statuses,
        kinds,
        limit,
        timeouts,
    )
        .prop_map(
            |(
                strategy,
                attempts,
                (server_errors, unprocessed),
                statuses,
                kinds,
                limit,
                timeouts,
            )| {
                let policy = Policy::new(strategy).attempts(attempts).statuses(&statuses);
                let policy = policy.server_errors(server_errors).errors(&kinds);
                let policy = match limit {
                    Some(limit) => policy.retry_after(limit),
                    None => policy.ignore_retry_after(),
                };
                let policy = if unprocessed {
                    policy.unprocessed_only()
                } else {
                    policy
                };
                match timeouts {
                    Some((whole, share)) => {
                        let one = (whole * share / 100).max(1);
                        policy.timeout(ms(whole)).attempt_timeout(ms(one))
                    }
                    None => policy,
                }
            },
        )
}

pub(super) fn callers() -> impl Cases<Value = Caller> {
    prop::sample::select(vec![
        Caller::Read,
        Caller::Keyed,
        Caller::Plain,
        Caller::AdHocGet,
        Caller::AdHocPost,
    ])
}

/// The same cases on every run, unless `PROPTEST_RNG_SEED` asks for others.
pub(super) fn config() -> Config {
    let default = Config::default();
    let is_set = |name| std::env::var_os(name).is_some();
    Config {
        cases: if is_set("PROPTEST_CASES") {
            default.cases
        } else {
            1_500
        },
        rng_seed: if is_set("PROPTEST_RNG_SEED") {
            default.rng_seed
        } else {
            RngSeed::Fixed(0)
        },
        failure_persistence: None,
        ..default
    }
}
