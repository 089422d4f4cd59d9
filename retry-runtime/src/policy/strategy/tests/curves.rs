//! The delays of each curve.

use super::*;

#[test]
fn exponential_doubles_up_to_the_cap() {
    let strategy = Strategy::exponential().with_jitter(Jitter::None);
    assert_eq!(
        delays(
            strategy,
            [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 31, 32, 64, u32::MAX]
        ),
        [
            100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800, 25_600, 30_000, 30_000, 30_000,
            30_000, 30_000
        ]
        .map(ms)
    );
    assert_eq!(
        delays(strategy.factor(1.5), [0, 1, 2]),
        [100, 150, 225].map(ms)
    );
}

#[test]
fn without_a_cap_the_curve_saturates() {
    let strategy = Strategy::exponential()
        .max(Duration::MAX)
        .with_jitter(Jitter::None);
    assert_eq!(
        delay(strategy, u32::MAX, FLOOR),
        Duration::from_nanos(u64::MAX)
    );
    assert_eq!(
        delay(strategy.base(Duration::ZERO), u32::MAX, FLOOR),
        Duration::ZERO
    );
    assert_eq!(
        delay(Strategy::fibonacci().max(Duration::MAX), u32::MAX, FLOOR),
        Duration::from_nanos(u64::MAX)
    );
    assert_eq!(
        delay(Strategy::linear().max(Duration::MAX), u32::MAX, FLOOR),
        ms(100) * 4_294_967_295 + ms(100)
    );
}

#[test]
fn full_jitter_spans_from_zero_to_the_delay_and_equal_from_its_half() {
    let full = Strategy::exponential();
    assert_eq!(
        [FLOOR, MIDDLE, CEILING].map(|rng| delay(full, 1, rng)),
        [ms(0), ms(100), ms(200)]
    );
    let equal = full.with_jitter(Jitter::Equal);
    assert_eq!(
        [FLOOR, MIDDLE, CEILING].map(|rng| delay(equal, 1, rng)),
        [ms(100), ms(150), ms(200)]
    );
}

#[test]
fn jitter_stays_spread_once_the_curve_has_reached_the_cap() {
    assert_eq!(delay(Strategy::exponential(), 40, MIDDLE), ms(15_000));
}

#[test]
fn the_jitter_strategy_adds_up_to_its_spread_and_never_passes_the_cap() {
    let strategy = Strategy::jitter();
    assert_eq!(
        [FLOOR, MIDDLE, CEILING].map(|rng| delay(strategy, 2, rng)),
        [ms(400), ms(1_400), ms(2_400)]
    );
    assert_eq!(delay(strategy, 9, CEILING), ms(30_000));
}

#[test]
fn fibonacci_starts_with_its_base_and_is_capped() {
    let strategy = Strategy::fibonacci()
        .base(Duration::from_secs(2))
        .max(Duration::from_mins(1));
    assert_eq!(
        delays(strategy, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]),
        [2, 4, 6, 10, 16, 26, 42, 60, 60, 60].map(Duration::from_secs)
    );
}

#[test]
fn linear_grows_by_its_base() {
    assert_eq!(
        delays(Strategy::linear(), [0, 1, 2, 299, 300]),
        [100, 200, 300, 30_000, 30_000].map(ms)
    );
}

#[test]
fn constant_never_changes_and_has_no_cap() {
    let minute = Duration::from_mins(1);
    assert_eq!(
        delays(Strategy::constant(minute), [0, 1, u32::MAX]),
        [minute; 3]
    );
}

#[test]
fn the_last_entry_of_a_list_repeats() {
    const STRATEGY: Strategy = Strategy::list(&[
        Duration::from_millis(100),
        Duration::from_secs(1),
        Duration::from_secs(5),
    ]);
    assert_eq!(
        delays(STRATEGY, [0, 1, 2, 3, u32::MAX]),
        [100, 1_000, 5_000, 5_000, 5_000].map(ms)
    );
}

#[test]
fn decorrelated_draws_up_to_three_times_the_previous_delay() {
    let strategy = Strategy::decorrelated();
    let after = |previous| {
        let wait = BackoffContext {
            retry: 5,
            previous: Some(previous),
            ..BackoffContext::default()
        };
        [FLOOR, MIDDLE, CEILING].map(|mut rng| strategy.delay(&wait, &mut rng))
    };
    assert_eq!(after(ms(100)), [ms(100), ms(200), ms(300)]);
    assert_eq!(after(ms(1_000)), [ms(100), ms(1_550), ms(3_000)]);
    assert_eq!(after(ms(20_000)), [ms(100), ms(30_000), ms(30_000)]);
    assert_eq!(delay(strategy, 2, CEILING), ms(2_700));
    assert_eq!(delay(strategy, u32::MAX, CEILING), ms(30_000));
}

#[test]
fn no_delay_exceeds_the_cap_whatever_is_drawn() {
    for strategy in CURVES {
        let max = strategy.max_or_default();
        for retry in (0..70).chain([1_000, u32::MAX - 1, u32::MAX]) {
            for rng in [FLOOR, MIDDLE, CEILING] {
                assert!(
                    delay(strategy, retry, rng) <= max,
                    "{strategy:?} at {retry}"
                );
            }
        }
    }
}

#[test]
fn random_reproduces_the_vectors_of_the_original() {
    let drawn = vec![
        0.844_421_851_525_048_1,
        0.757_954_402_940_302_5,
        0.420_571_580_830_845,
        0.258_916_750_292_963_35,
        0.511_274_721_368_608_5,
        0.404_934_137_450_714_3,
        0.783_798_589_034_772_6,
        0.303_312_726_078_927_45,
        0.476_596_954_152_355_8,
        0.583_382_039_455_031_2,
    ];
    let expected = [
        2.548_823_369_422_639_7,
        2.298_067_768_526_877_3,
        1.319_657_584_409_450_5,
        0.850_858_575_849_593_7,
        1.582_696_691_968_964_7,
        1.274_308_998_606_201_5,
        2.373_015_908_200_840_4,
        0.979_606_905_628_889_5,
        1.482_131_167_041_832,
        1.791_807_914_419_590_4,
    ];
    let mut rng = Scripted(drawn.into_iter());
    for seconds in expected {
        let delay = Strategy::random().delay(&BackoffContext::default(), &mut rng);
        assert!(
            delay.abs_diff(Duration::from_secs_f64(seconds)) <= Duration::from_nanos(1),
            "{delay:?}"
        );
    }
}
