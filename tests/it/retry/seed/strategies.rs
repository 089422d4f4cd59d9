//! G: the delays alone, with the original's draws injected.

use std::time::Duration;

use retry_client::{Jitter, Policy, Strategy};

use crate::support::fixed_rng::FixedRng;
use crate::support::script::{ms, secs};

fn delays(strategy: Strategy, draws: impl Into<Vec<f64>>) -> [Duration; 10] {
    let (policy, mut draws) = (Policy::new(strategy), FixedRng::new(draws));
    std::array::from_fn(|retry| policy.delay(u32::try_from(retry).unwrap(), &mut draws))
}

fn micros(delays: [Duration; 10]) -> [u128; 10] {
    delays.map(|delay| delay.as_micros())
}

#[test]
fn g1_exponential() {
    let strategy = Strategy::exponential().with_jitter(Jitter::None);
    let expected = [
        100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800, 25_600, 30_000,
    ];
    assert_eq!(delays(strategy, []), expected.map(ms));
}

#[test]
fn g2_random() {
    let draws = [
        0.844_421_851_525_048_1,
        0.757_954_402_940_302_5,
        0.420_571_580_830_845,
        0.258_916_750_292_963_35,
        0.511_274_721_368_608_5,
        0.404_934_137_450_414_3,
        0.783_798_589_034_772_6,
        0.303_312_726_078_927_45,
        0.476_596_954_152_355_8,
        0.583_382_039_455_031_2,
    ];
    let expected = [
        2_548_823, 2_298_067, 1_319_657, 850_858, 1_582_696, 1_274_308, 2_373_015, 979_606,
        1_482_131, 1_791_807,
    ];
    assert_eq!(micros(delays(Strategy::random(), draws)), expected);
}

#[test]
fn g3_list() {
    const DELAYS: [Duration; 10] = {
        let mut delays = [Duration::ZERO; 10];
        let mut at = 0;
        while at < delays.len() {
            delays[at] = ms(300 * at as u64);
            at += 1;
        }
        delays
    };
    assert_eq!(delays(Strategy::list(&DELAYS), []), DELAYS);
}

#[test]
fn g4_fibonacci() {
    let strategy = Strategy::fibonacci().base(secs(2)).max(secs(60));
    let expected = [2, 4, 6, 10, 16, 26, 42, 60, 60, 60];
    assert_eq!(delays(strategy, []), expected.map(secs));
}

#[test]
fn g5_jitter() {
    let draws = [
        0.571_402_594_689_913_5,
        0.428_889_054_675_114_6,
        0.578_091_301_134_470_4,
        0.206_098_232_139_501_74,
        0.813_321_251_357_32,
        0.823_588_872_533_445_5,
        0.653_472_533_901_175_8,
        0.160_229_556_518_819_65,
        0.520_669_359_639_924_6,
        0.327_772_811_622_093_15,
    ];
    // The original adds a square, and past the cap; here it is twice the draw, and the cap is one.
    let expected = [
        1_242_805, 1_057_778, 1_556_182, 1_212_196, 3_226_642, 4_847_177, 7_706_945, 13_120_459,
        26_641_338, 30_000_000,
    ];
    assert_eq!(micros(delays(Strategy::jitter(), draws)), expected);
}
