//! The cost of computing a delay with jitter: the first four of a call, from a generator of its
//! own.

use std::hint::black_box;
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use rand::rngs::SmallRng;
use rand::{RngExt, SeedableRng};
use reqwest_retry::RetryPolicy;
use retry_client::{Policy, Strategy};
use serde::{Deserialize, Serialize};
use tower::retry::backoff::{Backoff, ExponentialBackoffMaker, MakeBackoff};

use crate::Failed;
use crate::callgrind::profile;
use crate::drive::runtime;
use crate::results;

/// The result file.
pub const NAME: &str = "delays";

/// This library in the result file.
pub const OURS: &str = "retry-client";

/// From 100 ms, doubled, up to 30 s, with full jitter or what comes closest.
const BASE: Duration = Duration::from_millis(100);
const MAX: Duration = Duration::from_secs(30);

const DELAYS: u32 = 4;

/// Two runs of so many calls; their difference is free of what starting costs.
const FEW: u32 = 1_000;
const MANY: u32 = 51_000;

/// One generator of delays.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Measured {
    pub name: String,
    pub instructions: f64,
}

/// Computes the delays of so many calls.
type Compute = fn(u32);

/// All of them, by name.
const ALL: &[(&str, Compute)] = &[
    ("written by hand", by_hand),
    ("tokio-retry", tokio_retry),
    ("backon", backon),
    ("tower", tower),
    ("retry-policies", retry_policies),
    (OURS, ours),
];

/// Measures all of them.
pub fn measure() -> Result<(), Failed> {
    let mut all = Vec::new();
    for (name, _) in ALL {
        let run = |calls: u32| profile(&["delay", name, &calls.to_string()]);
        let count = run(MANY)?.beyond(&run(FEW)?).instructions;
        #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
        let instructions = count as f64 / f64::from((MANY - FEW) * DELAYS);
        println!("{name:<40} {instructions:>8.0} instructions per delay");
        all.push(Measured {
            name: (*name).to_owned(),
            instructions,
        });
    }
    results::save(NAME, all)
}

/// The delays of so many calls, by the generator of that name.
pub fn compute(name: &str, calls: u32) -> Result<(), Failed> {
    let (_, compute) = ALL
        .iter()
        .find(|(known, _)| *known == name)
        .ok_or("no such generator")?;
    compute(calls);
    Ok(())
}

fn by_hand(calls: u32) {
    for _ in 0..calls {
        for retry in 0..DELAYS {
            let most = BASE
                .saturating_mul(2_u32.saturating_pow(black_box(retry)))
                .min(MAX);
            black_box(most.mul_f64(rand::rng().random()));
        }
    }
}

/// With the generator that the loop draws from.
fn ours(calls: u32) {
    let mut rng = SmallRng::seed_from_u64(7);
    let policy = black_box(Policy::new(Strategy::exponential().base(BASE).max(MAX)));
    for _ in 0..calls {
        for retry in 0..DELAYS {
            black_box(policy.delay(black_box(retry), &mut rng));
        }
    }
}

fn tokio_retry(calls: u32) {
    use tokio_retry::strategy::{ExponentialBackoff, jitter};

    for _ in 0..calls {
        let delays = ExponentialBackoff::from_millis(2).factor(50).max_delay(MAX);
        for delay in delays.map(jitter).take(DELAYS as usize) {
            black_box(delay);
        }
    }
}

fn backon(calls: u32) {
    let delays = ExponentialBuilder::default()
        .with_min_delay(BASE)
        .with_max_delay(MAX)
        .with_max_times(DELAYS as usize)
        .with_jitter();
    for _ in 0..calls {
        for delay in black_box(delays).build() {
            black_box(delay);
        }
    }
}

fn tower(calls: u32) {
    let runtime = runtime().expect("a runtime of one thread can be made");
    let _entered = runtime.enter();
    let random = tower::util::rng::HasherRng::new();
    let maker = ExponentialBackoffMaker::new(BASE, MAX, 0.99, random);
    let mut maker = maker.expect("the bounds are in order");
    for _ in 0..calls {
        let mut delays = maker.make_backoff();
        for _ in 0..DELAYS {
            drop(black_box(delays.next_backoff()));
        }
    }
}

fn retry_policies(calls: u32) {
    use reqwest_retry::policies::ExponentialBackoff;

    let policy = ExponentialBackoff::builder()
        .retry_bounds(BASE, MAX)
        .build_with_max_retries(DELAYS);
    let begun = std::time::UNIX_EPOCH;
    for _ in 0..calls {
        for retry in 0..DELAYS {
            black_box(black_box(policy).should_retry(begun, retry));
        }
    }
}
