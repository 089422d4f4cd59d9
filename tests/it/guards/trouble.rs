//! The effect of guards on a server in trouble: the figures of the guide and the example, from real
//! clients.

use std::time::Duration;

#[expect(dead_code, reason = "the example uses the rest of it")]
#[path = "../../../examples/support/storm/mod.rs"]
mod storm;

use storm::clients::Guarded;
use storm::hedges::{Hedging, PaidBy, hedging};
use storm::scenes::{FEW, blip, errors, layers, mean_recovery, outage, recovery};

/// A thousand clients that ask for as much as a hundred, at the scale of the scenes.
const MANY: usize = 10 * FEW;

/// Holds a figure within a tenth.
#[track_caller]
fn assert_near(measured: f64, expected: f64) {
    let range = expected * 0.9..=expected * 1.1;
    assert!(range.contains(&measured), "{measured}, not {expected}");
}

#[tokio::test(start_paused = true)]
async fn random_failures_are_rescued_under_the_budget() {
    let tenth = errors(Guarded::Budgeted, 0.1, 1.0).await.unwrap();
    assert!((0.0005..0.0015).contains(&tenth), "0.1 %, not {tenth}");
    for rate in [1.0, 1000.0] {
        assert_near(errors(Guarded::Budgeted, 0.3, rate).await.unwrap(), 0.028);
    }
    assert_near(errors(Guarded::Once, 0.3, 1000.0).await.unwrap(), 0.3);
}

#[tokio::test(start_paused = true)]
async fn an_outage_is_not_multiplied_under_the_budget() {
    let (short, long) = (Duration::from_secs(10), Duration::from_mins(1));
    let outage = async |rate, time, seeds| {
        let attempts = outage(Guarded::Budgeted, rate, time, seeds).await;
        attempts.unwrap()
    };
    assert_near(outage(1.0, short, 40).await, 2.19);
    assert_near(outage(1.0, long, 20).await, 1.21);
    assert_near(outage(400.0, short, 1).await, 1.19);
    assert_near(outage(400.0, long, 1).await, 1.03);
}

#[tokio::test(start_paused = true)]
async fn an_outage_is_tripled_without_a_budget() {
    let (rate, time) = (400.0, Duration::from_secs(10));
    let attempts = outage(Guarded::Unbounded, rate, time, 1).await.unwrap();
    assert_near(attempts, 2.98);
}

#[tokio::test(start_paused = true)]
async fn a_short_failure_is_survived_by_a_busy_client() {
    assert_near(blip(Guarded::Patient, 1000.0).await.unwrap(), 0.95);
}

#[tokio::test(start_paused = true)]
async fn three_layers_do_not_multiply_an_outage() {
    assert_near(layers(Guarded::Budgeted, 3).await.unwrap(), 1.107);
    assert_near(layers(Guarded::Unbounded, 2).await.unwrap(), 9.0);
}

#[tokio::test(start_paused = true)]
async fn a_server_recovers_from_clients_with_a_budget() {
    for (load, watched, expected) in [(0.5, 20, 10.0), (0.7, 40, 25.0), (0.85, 80, 60.0)] {
        let watched = Duration::from_secs(watched);
        let after = mean_recovery((FEW, Guarded::Budgeted), load, watched).await;
        let after = after.unwrap().expect("it recovers");
        assert_near(after, expected);
    }
}

#[tokio::test(start_paused = true)]
async fn a_server_never_recovers_from_clients_without_a_budget() {
    let watched = Duration::from_secs(40);
    let after = mean_recovery((FEW, Guarded::Unbounded), 0.5, watched).await;
    assert_eq!(after.unwrap(), None);
}

fn millis(of: Duration) -> f64 {
    of.as_secs_f64() * 1000.0
}

#[tokio::test(start_paused = true)]
async fn a_hedge_below_the_slow_share_cuts_the_slowest_calls() {
    let hedging = async |after: Option<u64>| {
        let after = after.map(Duration::from_millis);
        hedging(PaidBy::Default, after, 1.0).await.unwrap()
    };
    let none = hedging(None).await;
    assert_near(millis(none.p999), 1_904.6);
    assert!(none.extra.abs() < 1e-9, "{none:?}");
    // After the time of the 95th of a hundred calls.
    let early = hedging(Some(32)).await;
    assert_near(millis(early.p99), 41.4);
    assert_near(millis(early.p999), 57.9);
    assert_near(early.extra, 0.0501);
    // After that of the 99th: half of the slowest are as slow as before.
    let late = hedging(Some(1_003)).await;
    assert_near(millis(late.p999), 1_026.9);
    assert_near(late.extra, 0.0098);
}

#[tokio::test(start_paused = true)]
async fn hedges_are_a_load_where_everything_is_slow_unless_a_budget_pays_for_them() {
    let slow = async |paid_by, times| {
        let after = Some(Duration::from_millis(50));
        let Hedging { extra, .. } = hedging(paid_by, after, times).await.unwrap();
        extra
    };
    for (times, extra) in [(1.0, 0.017), (3.0, 0.197), (10.0, 0.61), (30.0, 0.847)] {
        assert_near(slow(PaidBy::Nobody, times).await, extra);
    }
    // One that wins is given back, so a budget of 5 % leaves more than 5 %.
    assert_near(slow(PaidBy::Default, 10.0).await, 0.334);
    assert_near(slow(PaidBy::Sparing, 10.0).await, 0.0925);
}

#[tokio::test(start_paused = true)]
async fn a_thousand_small_clients_let_a_server_recover_too() {
    for (load, watched, expected) in [(0.7, 70, 57.0), (0.85, 150, 132.0)] {
        let watched = Duration::from_secs(watched);
        let course = recovery((MANY, Guarded::Budgeted), load, watched, 1).await;
        let after = course.unwrap().after.expect("it recovers");
        assert_near(f64::from(after), expected);
    }
}

#[tokio::test(start_paused = true)]
async fn without_retries_and_without_a_budget_the_figures_are_those_of_the_simulation() {
    for (load, expected) in [(0.5, 7.0), (0.7, 18.0), (0.85, 45.0)] {
        let watched = Duration::from_mins(1);
        let after = mean_recovery((FEW, Guarded::Once), load, watched).await;
        assert_near(after.unwrap().expect("it recovers"), expected);
    }
    let tenth = errors(Guarded::Unbounded, 0.1, 1000.0).await.unwrap();
    assert!((0.0005..0.0015).contains(&tenth), "0.1 %, not {tenth}");
    assert_near(
        errors(Guarded::Unbounded, 0.3, 1000.0).await.unwrap(),
        0.027,
    );
    for time in [Duration::from_secs(10), Duration::from_mins(1)] {
        let attempts = outage(Guarded::Unbounded, 1.0, time, 5).await.unwrap();
        assert_near(attempts, 3.0);
    }
}
