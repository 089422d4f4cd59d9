use super::*;
use crate::policy::strategy::Jitter;

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn settings_that_nobody_makes_have_their_defaults() {
    let policy = Policy::default();
    assert_eq!(policy.max_attempts(), Some(3));
    assert_eq!(policy.get_retry_after(), Some(Duration::from_mins(1)));
    assert_eq!(policy.get_timeout(), None);
    assert_eq!(policy.get_attempt_timeout(), Duration::from_secs(30));
    assert_eq!(policy.get_max_body(), 67_108_864);
    assert_eq!(policy.idle_timeout, None);
    let statuses =
        [200, 404, 408, 429, 499, 500, 503, 599, 600, 999].map(|s| policy.retries_status(s));
    assert_eq!(
        statuses,
        [
            false, false, false, false, false, true, true, true, true, true
        ]
    );
    let kinds = [
        ErrorKind::Connect,
        ErrorKind::Timeout,
        ErrorKind::Reset,
        ErrorKind::Body,
        ErrorKind::Decode,
        ErrorKind::Protocol,
    ];
    assert_eq!(
        kinds.map(|kind| policy.retries_error(kind)),
        [true, true, true, true, false, false]
    );
}

#[test]
fn a_policy_merged_over_another_replaces_only_the_settings_it_makes() {
    let under = Policy::new(Strategy::fibonacci())
        .attempts(5)
        .statuses(&[429])
        .timeout(SECOND);
    let merged = Policy::INHERITED
        .server_errors(false)
        .attempts(2)
        .merged_over(under);
    assert_eq!(merged.max_attempts(), Some(2));
    assert!(merged.retries_status(429) && !merged.retries_status(500));
    assert_eq!(merged.get_timeout(), Some(SECOND));
    assert_eq!(merged.delay(2, &mut rand::rng()), 3 * SECOND);
}

#[test]
fn the_length_of_a_list_gives_the_attempts_unless_they_are_set() {
    const LIST: Strategy = Strategy::list(&[Duration::ZERO; 4]);
    let under = Policy::default().attempts(9);
    assert_eq!(Policy::new(LIST).max_attempts(), Some(5));
    assert_eq!(Policy::new(LIST).merged_over(under).max_attempts(), Some(5));
    assert_eq!(
        Policy::new(LIST)
            .attempts(2)
            .merged_over(under)
            .max_attempts(),
        Some(2)
    );
    assert_eq!(
        Policy::INHERITED
            .merged_over(Policy::new(LIST))
            .max_attempts(),
        Some(5)
    );
    assert_eq!(under.strategy(LIST).max_attempts(), Some(5));
}

#[test]
fn a_refining_policy_switches_retries_on_again() {
    let off = Policy::off();
    assert_eq!(off.max_attempts(), Some(1));
    assert_eq!(
        Policy::INHERITED
            .timeout(SECOND)
            .merged_over(off)
            .max_attempts(),
        Some(1)
    );
    assert_eq!(
        Policy::REFINING
            .statuses(&[429])
            .merged_over(off)
            .max_attempts(),
        Some(3)
    );
    assert_eq!(
        Policy::new(Strategy::linear())
            .merged_over(off)
            .max_attempts(),
        Some(3)
    );
    assert_eq!(
        Policy::off()
            .merged_over(Policy::default().attempts(5))
            .max_attempts(),
        Some(1)
    );
    assert_eq!(Policy::off().attempts(4).max_attempts(), Some(4));
}

#[test]
fn strategy_keys_alone_refine_the_strategy_underneath() {
    let under = Policy::new(Strategy::exponential().with_jitter(Jitter::None));
    let merged = Policy::new(Strategy::INHERITED.base(SECOND)).merged_over(under);
    assert_eq!(
        [0, 1, 2].map(|i| merged.delay(i, &mut rand::rng())),
        [SECOND, 2 * SECOND, 4 * SECOND]
    );
}

#[test]
#[should_panic(expected = "counts the first try")]
fn no_attempt_at_all_is_refused() {
    let _ = Policy::default().attempts(0);
}

#[test]
#[should_panic(expected = "is a success")]
fn a_success_cannot_be_retried() {
    let _ = Policy::default().statuses(&[204]);
}

#[test]
#[should_panic(expected = "`attempt_timeout` is longer than `timeout`")]
fn an_attempt_longer_than_the_call_is_refused() {
    let _ = Policy::default()
        .timeout(SECOND)
        .attempt_timeout(2 * SECOND)
        .checked();
}

#[test]
#[should_panic(expected = "needs a `timeout`")]
fn unlimited_attempts_need_a_timeout() {
    let _ = Policy::default().unlimited().checked();
}

#[test]
fn the_limits_of_a_body_are_as_they_are_set() {
    let policy = Policy::default().max_body(7).idle_timeout(SECOND);
    assert_eq!(
        (policy.get_max_body(), policy.idle_timeout),
        (7, Some(SECOND))
    );
}

#[test]
fn a_kind_that_is_listed_twice_is_retried() {
    let policy = Policy::default().errors(&[ErrorKind::Decode, ErrorKind::Decode]);
    assert!(policy.retries_error(ErrorKind::Decode));
}

#[test]
fn only_the_listed_kinds_are_retried() {
    let kinds = [
        ErrorKind::Connect,
        ErrorKind::Timeout,
        ErrorKind::Reset,
        ErrorKind::Body,
        ErrorKind::Decode,
    ];
    for named in kinds {
        let policy = Policy::default().errors(&[named]);
        for kind in kinds {
            assert_eq!(policy.retries_error(kind), kind == named, "{named}, {kind}");
        }
    }
    let default = kinds.map(|kind| Policy::default().retries_error(kind));
    assert_eq!(default, [true, true, true, true, false]);
}

#[test]
fn an_attempt_may_take_as_long_as_the_call() {
    let error = |one| {
        Policy::default()
            .timeout(SECOND)
            .attempt_timeout(one)
            .contradiction()
    };
    assert_eq!(error(SECOND), None);
    assert!(error(SECOND + Duration::from_nanos(1)).is_some());
}
