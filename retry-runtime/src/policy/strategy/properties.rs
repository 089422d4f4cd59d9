//! Properties that hold for every delay, whatever the keys, the retry and the draw.

use std::time::Duration;

use proptest::prelude::*;
use proptest::strategy::Strategy as Cases;

use crate::cases::{durations, many};
use crate::policy::strategy::Strategy;
use crate::policy::strategy::backoff::BackoffContext;
use crate::policy::strategy::jitter::Jitter;
use crate::policy::strategy::tests::Fixed;

fn delay(strategy: Strategy, retry: u32, draw: u64) -> Duration {
    let wait = BackoffContext {
        retry,
        ..BackoffContext::default()
    };
    strategy.delay(&wait, &mut Fixed(draw))
}

/// Base and cap that do not contradict each other.
fn bounds() -> impl Cases<Value = (Duration, Duration)> {
    (durations(), durations()).prop_map(|(a, b)| (a.min(b), a.max(b)))
}

/// From the first to the last there can be.
fn retries() -> impl Cases<Value = u32> {
    prop_oneof![4 => 0..70_u32, 1 => any::<u32>()]
}

fn factors() -> impl Cases<Value = f64> {
    prop_oneof![
        4 => (100..1_000_u32).prop_map(|hundredths| f64::from(hundredths) / 100.0),
        // A policy may have any factor of 1 or more. These overflow at once.
        1 => Just(f64::MAX),
        1 => Just(f64::INFINITY),
    ]
}

/// All that have a cap, with these keys.
fn capped(base: Duration, max: Duration, factor: f64, spread: Duration) -> [Strategy; 8] {
    let exponential = Strategy::exponential();
    let curves = [
        exponential,
        exponential.with_jitter(Jitter::Equal),
        exponential.with_jitter(Jitter::None),
        Strategy::jitter(),
        Strategy::random(),
        Strategy::fibonacci(),
        Strategy::linear(),
        Strategy::decorrelated(),
    ];
    curves.map(|curve| {
        let keys = curve.base(base).max(max).factor(factor);
        keys.min(base).spread(spread)
    })
}

/// The product as `Duration` has it, as far as 64 bits of nanoseconds go.
fn saturated(nanos: u128) -> Duration {
    Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
}

proptest! {
    #![proptest_config(many())]

    #[test]
    fn no_delay_is_above_the_cap(
        (base, max) in bounds(),
        factor in factors(),
        spread in durations(),
        retry in retries(),
        draw: u64,
        previous in prop::option::of(durations()),
    ) {
        for strategy in capped(base, max, factor, spread) {
            let wait = BackoffContext { retry, previous, ..BackoffContext::default() };
            prop_assert!(strategy.delay(&wait, &mut Fixed(draw)) <= max, "{strategy:?}");
        }
    }

    #[test]
    fn a_curve_without_jitter_never_falls(
        (base, max) in bounds(),
        factor in factors(),
        retry in retries(),
        draws: [u64; 2],
    ) {
        let exponential = Strategy::exponential().factor(factor).with_jitter(Jitter::None);
        for curve in [exponential, Strategy::fibonacci(), Strategy::linear()] {
            let curve = curve.base(base).max(max);
            let (this, next) = (delay(curve, retry, draws[0]), delay(curve, retry.saturating_add(1), draws[1]));
            prop_assert!(this <= next, "{curve:?}: {this:?}, then {next:?}");
        }
    }

    #[test]
    fn the_first_delay_is_the_base((base, max) in bounds(), factor in factors(), draw: u64) {
        // A float holds 2^53 ns exactly.
        let base = base.min(Duration::from_nanos(1 << 53));
        let exponential = Strategy::exponential().factor(factor).with_jitter(Jitter::None);
        for curve in [exponential, Strategy::fibonacci(), Strategy::linear()] {
            prop_assert_eq!(delay(curve.base(base).max(max), 0, draw), base);
        }
    }

    #[test]
    fn jitter_keeps_to_its_share_of_the_curve(
        (base, max) in bounds(),
        factor in factors(),
        spread in durations(),
        retry in retries(),
        draw: u64,
    ) {
        let curve = Strategy::exponential().base(base).max(max).factor(factor);
        let plain = delay(curve.with_jitter(Jitter::None), retry, draw);
        prop_assert!(delay(curve.with_jitter(Jitter::Full), retry, draw) <= plain);
        let half = saturated(plain.as_nanos()) / 2;
        let equal = delay(curve.with_jitter(Jitter::Equal), retry, draw);
        prop_assert!(half <= equal && equal <= plain, "{equal:?} of {plain:?}");
        let more = delay(Strategy::jitter().base(base).max(max).factor(factor).spread(spread), retry, draw);
        prop_assert!(plain <= more && more <= plain.saturating_add(spread), "{more:?} of {plain:?}");
    }

    #[test]
    fn draws_stay_between_their_bounds(
        (min, max) in bounds(),
        previous in durations(),
        draw: u64,
    ) {
        // A `Duration` can be longer than draws can name, so both bounds are cut as the drawn time
        // is.
        let least = saturated(min.as_nanos());
        let random = delay(Strategy::random().min(min).max(max), 0, draw);
        prop_assert!(least <= random && random <= max, "{random:?}");
        let wait = BackoffContext { retry: 1, previous: Some(previous), ..BackoffContext::default() };
        let drawn = Strategy::decorrelated().base(min).max(max).delay(&wait, &mut Fixed(draw));
        let most = saturated(previous.as_nanos() * 3).max(least).min(max);
        prop_assert!(least <= drawn && drawn <= most, "{drawn:?} after {previous:?}");
    }

    #[test]
    fn delays_grow_with_the_draw(
        (base, max) in bounds(),
        factor in factors(),
        spread in durations(),
        retry in retries(),
        draws: [u64; 2],
    ) {
        let [low, high] = if draws[0] < draws[1] { draws } else { [draws[1], draws[0]] };
        for strategy in capped(base, max, factor, spread) {
            let delays = [low, high].map(|draw| delay(strategy, retry, draw));
            prop_assert!(delays[0] <= delays[1], "{strategy:?}: {delays:?}");
        }
    }

    #[test]
    fn a_list_is_read_in_turn_and_a_constant_stays(
        entries in prop::collection::vec((0..u64::MAX).prop_map(Duration::from_nanos), 1..=16),
        max in durations(),
        retry in retries(),
        draw: u64,
    ) {
        let index = usize::try_from(retry).unwrap().min(entries.len() - 1);
        prop_assert_eq!(delay(Strategy::list(&entries), retry, draw), entries[index]);
        prop_assert_eq!(delay(Strategy::constant(max), retry, draw), max);
    }
}
