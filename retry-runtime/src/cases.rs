//! The number of cases with which a property is tested, and the values in them.

use std::time::Duration;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};

/// The configuration for pure functions, which cost next to nothing. `PROPTEST_CASES` overrides the number.
pub(crate) fn many() -> Config {
    cases(10_000)
}

/// The configuration for cases that take longer to generate than to test.
pub(crate) fn fewer() -> Config {
    cases(2_000)
}

/// A configuration with the same cases on every run, unless `PROPTEST_RNG_SEED` overrides the seed.
fn cases(usual: u32) -> Config {
    let default = Config::default();
    let is_set = |name| std::env::var_os(name).is_some();
    Config {
        cases: if is_set("PROPTEST_CASES") {
            default.cases
        } else {
            usual
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

/// Short and long durations, and the longest.
pub(crate) fn durations() -> impl Strategy<Value = Duration> {
    prop_oneof![
        6 => (0..120_000_u64).prop_map(Duration::from_millis),
        2 => any::<u32>().prop_map(|nanos| Duration::from_nanos(nanos.into())),
        1 => (any::<u64>(), 0..1_000_000_000_u32).prop_map(|(secs, nanos)| Duration::new(secs, nanos)),
        1 => Just(Duration::MAX),
    ]
}

/// Any text, with many characters that are special somewhere.
pub(crate) fn texts() -> impl Strategy<Value = String> {
    let special = prop::sample::select(
        "/\\.%?#:@{}*+ \r\n\t\0\u{7f}\u{85}\u{2028}e2"
            .chars()
            .collect::<Vec<_>>(),
    );
    let character = prop_oneof![3 => special, 1 => any::<char>()];
    prop::collection::vec(character, 0..16).prop_map(String::from_iter)
}

/// Any bytes, which may be text.
pub(crate) fn bytes() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..64),
        texts().prop_map(String::into_bytes),
    ]
}
