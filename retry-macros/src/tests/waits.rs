//! Waits that the documentation of a method prints, compared with those that its calls sleep.
//!
//! The macro computes them for readers, the runtime for calls. So a random policy is declared, its
//! paragraph is read back, and a call with the same policy fails to its end in virtual time. The stub
//! draws the longest waits; the shortest are computed with a generator that always draws the lowest.

use std::convert::Infallible;
use std::time::Duration;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use rand::TryRng;
use retry_client::testing::{Stub, status};
use retry_client::{Jitter, Policy, RetryClient, Strategy as Curve};

use super::expand;
use crate::duration::{parse, print_compact};

/// A strategy, as an attribute and as the runtime has it.
#[derive(Clone, Debug)]
struct Declared {
    attribute: String,
    curve: Curve,
}

fn declared(which: u8, (base, more): (Duration, Duration), factor: f64) -> Declared {
    let max = base + more;
    // In quotes, as `1m1.001s` is not a token of Rust's.
    let text = |duration: Duration| format!("\"{}\"", print_compact(duration));
    let grows = format!(
        "base = {}, factor = {factor}, max = {}",
        text(base),
        text(max)
    );
    let capped = format!("base = {}, max = {}", text(base), text(max));
    let exponential = Curve::exponential().base(base).factor(factor).max(max);
    let (attribute, curve) = match which {
        0 => (format!("exponential, {grows}"), exponential),
        1 => (
            format!("exponential, jitter = equal, {grows}"),
            exponential.with_jitter(Jitter::Equal),
        ),
        2 => (
            format!("exponential, jitter = none, {grows}"),
            exponential.with_jitter(Jitter::None),
        ),
        3 => (
            format!("jitter, spread = {}, {grows}", text(more)),
            Curve::jitter()
                .spread(more)
                .base(base)
                .factor(factor)
                .max(max),
        ),
        4 => (
            format!("random, min = {}, max = {}", text(base), text(max)),
            Curve::random().min(base).max(max),
        ),
        5 => (
            format!("fibonacci, {capped}"),
            Curve::fibonacci().base(base).max(max),
        ),
        6 => (
            format!("linear, {capped}"),
            Curve::linear().base(base).max(max),
        ),
        7 => (
            format!("constant, base = {}", text(base)),
            Curve::constant(base),
        ),
        _ => (
            format!("decorrelated, {capped}"),
            Curve::decorrelated().base(base).max(max),
        ),
    };
    Declared { attribute, curve }
}

fn strategies() -> impl Strategy<Value = Declared> {
    // Whole milliseconds, as timers count them.
    let lengths = (1..5_000_u64, 0..60_000_u64);
    let lengths = lengths.prop_map(|(base, more)| (ms(base), ms(more)));
    let factors = prop::sample::select(vec![1.0, 1.5, 2.0, 3.0]);
    (0..9_u8, lengths, factors)
        .prop_map(|(which, lengths, factor)| declared(which, lengths, factor))
}

fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

/// The waits in the paragraph of a method, each with its shortest and longest, and their sum if it is printed.
fn printed(attribute: &str) -> (Vec<(Duration, Duration)>, Option<Duration>) {
    let source = format!(
        "#[client(base_url = \"http://h\")] #[retry({attribute}, retry_after = ignore)] \
         trait Api {{ #[get(\"/x\")] async fn x(&self) -> Result<String>; }}"
    );
    let expanded = expand(&source).to_string();
    let (_, after) = expanded.split_once("**Waits** ").expect("the waits");
    let (waits, _) = after.split_once(". **").expect("what comes after them");
    let (waits, most) = match waits.split_once(" (at most ") {
        Some((waits, most)) => (waits, Some(read(most.trim_end_matches(')')))),
        None => (waits, None),
    };
    let entries = waits.split(", ").filter(|entry| *entry != "…");
    let entries = entries.flat_map(|entry| entry.split(" then "));
    let entries = entries.map(|entry| entry.trim_start_matches("then "));
    let range = |entry: &str| match entry.split_once(" to ") {
        Some((least, most)) => (read(least), read(most)),
        None => (read(entry), read(entry)),
    };
    (entries.map(range).collect(), most)
}

fn read(text: &str) -> Duration {
    let compact = match text.replace(' ', "") {
        zero if zero == "0" => return Duration::ZERO,
        compact => compact,
    };
    parse(&compact).unwrap_or_else(|_| panic!("`{text}` is not a duration"))
}

/// The waits of a call that fails to its end.
fn slept(policy: Policy) -> Vec<Duration> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let stub = Stub::new();
        stub.get("/x").answers([status(503).forever()]);
        let client = RetryClient::builder().transport(stub.clone()).build();
        let client = client.expect("a client").with_policy(policy);
        let begun = tokio::time::Instant::now();
        client.get("http://h/x").send().await.expect("the last 503");
        let waits = stub.waits();
        assert!(
            begun.elapsed() >= waits.iter().sum(),
            "{waits:?} in {:?}",
            begun.elapsed()
        );
        waits
    })
}

/// A generator that always draws the lowest value.
struct Lowest;

impl TryRng for Lowest {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(0)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(0)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        bytes.fill(0);
        Ok(())
    }
}

/// Tells whether two waits differ by rounding alone: both sides compute powers in floating point.
fn is_near(one: Duration, other: Duration) -> bool {
    one.abs_diff(other) <= Duration::from_micros(1)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 300,
        rng_seed: RngSeed::Fixed(0),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn printed_waits_are_the_ones_that_calls_sleep(declared in strategies(), attempts in 2..8_u32) {
        let Declared { attribute, curve } = declared;
        let policy = Policy::new(curve).attempts(attempts);
        let (ranges, most) = printed(&format!("{attribute}, attempts = {attempts}"));
        let slept = slept(policy);
        prop_assert_eq!(slept.len(), attempts as usize - 1);
        prop_assert_eq!(ranges.len(), slept.len().min(4), "{}", attribute);
        for (retry, ((least, most), slept)) in (0..).zip(ranges.iter().zip(&slept)) {
            prop_assert!(is_near(*most, *slept), "{attribute}: {most:?} before retry {retry}, slept {slept:?}");
            let shortest = policy.delay(retry, &mut Lowest);
            prop_assert!(is_near(*least, shortest), "{attribute}: {least:?} before retry {retry}, not {shortest:?}");
        }
        if let Some(most) = most {
            prop_assert!(is_near(most, slept.iter().sum()), "{attribute}: at most {most:?}, slept {slept:?}");
        } else {
            prop_assert!(attempts == 2, "{attribute} says no sum");
        }
    }
}
