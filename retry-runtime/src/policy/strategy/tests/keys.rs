//! Keys, what they contradict, and what is told of a strategy.

use super::*;

#[test]
fn keys_alone_refine_and_a_named_curve_replaces() {
    let below = Strategy::fibonacci().base(ms(500)).max(ms(1_200));
    let refined = Strategy::INHERITED.max(ms(2_000)).merged_over(below);
    assert_eq!(
        delays(refined, [0, 1, 2, 3]),
        [500, 1_000, 1_500, 2_000].map(ms)
    );
    let replaced = Strategy::linear().merged_over(below);
    assert_eq!(delays(replaced, [0, 1, 20]), [100, 200, 2_100].map(ms));
}

#[test]
fn a_base_above_the_cap_is_a_contradiction() {
    let capped = |max| {
        Strategy::exponential()
            .base(ms(5_000))
            .max(ms(max))
            .contradiction()
    };
    assert_eq!(capped(5_000), None);
    assert!(capped(4_999).is_some_and(|error| error.contains("`base` is longer than `max`")));
}

#[test]
fn a_minimum_above_the_maximum_contradicts_itself_in_random_alone() {
    let between = |min, max| Strategy::random().min(ms(min)).max(ms(max)).contradiction();
    assert_eq!([between(99, 100), between(100, 100)], [None, None]);
    assert!(between(101, 100).is_some_and(|error| error.contains("`min` is longer than `max`")));
    assert_eq!(Strategy::random().contradiction(), None);
}

#[test]
fn strategies_without_a_cap_cannot_contradict_one() {
    const MINUTES: Duration = Duration::from_mins(2);
    let unbounded = [
        Strategy::constant(MINUTES),
        Strategy::list(&[MINUTES]),
        Strategy::random().base(MINUTES),
    ];
    assert_eq!(
        unbounded.map(|strategy| strategy.contradiction()),
        [None; 3]
    );
}

#[test]
fn a_backoff_context_has_all_known_facts() {
    let headers = http::HeaderMap::from_iter([(http::header::SERVER, "a".parse().unwrap())]);
    let wait = BackoffContext {
        retry: 2,
        elapsed: ms(7),
        previous: Some(ms(3)),
        status: Some(http::StatusCode::BAD_GATEWAY),
        headers: Some(&headers),
    };
    assert_eq!(
        (wait.retry(), wait.elapsed(), wait.previous()),
        (2, ms(7), Some(ms(3)))
    );
    assert_eq!(wait.status(), Some(http::StatusCode::BAD_GATEWAY));
    assert_eq!(wait.headers(), Some(&headers));
}

#[test]
fn a_strategy_shows_its_curve_by_name() {
    let named = [
        (Strategy::INHERITED, "inherited"),
        (Strategy::exponential(), "exponential"),
        (Strategy::jitter(), "jitter"),
        (Strategy::random(), "random"),
        (Strategy::fibonacci(), "fibonacci"),
        (Strategy::linear(), "linear"),
        (Strategy::constant(ms(1)), "constant"),
        (Strategy::decorrelated(), "decorrelated"),
        (Strategy::list(&[ms(1), ms(2)]), "list[1ms, 2ms]"),
    ];
    for (strategy, name) in named {
        let shown = format!("{strategy:?}");
        assert!(shown.contains(name), "{shown}");
    }
}

#[test]
fn a_list_made_at_run_time_is_the_same_as_a_constant_one() {
    const CONSTANT: Strategy = constant_list(&[Duration::from_millis(100), Duration::from_secs(1)]);
    let made = Strategy::list(&[ms(100), ms(1_000)]);
    assert_eq!(
        delays(made, [0, 1, 2, u32::MAX]),
        delays(CONSTANT, [0, 1, 2, u32::MAX])
    );
    assert_eq!(made.entries(), CONSTANT.entries());
}

#[test]
#[should_panic(expected = "at most 16 delays")]
fn a_list_made_at_run_time_is_bounded() {
    let _ = Strategy::list(&[Duration::ZERO; 17]);
}
