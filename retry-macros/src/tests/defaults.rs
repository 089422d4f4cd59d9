//! Defaults that the macros print, compared with those of the runtime.

use std::time::Duration;

use retry_client::__private::{BreakerRule, BudgetRule};
use retry_client::{ErrorKind, Policy};

use crate::duration::parse;
use crate::model::guards::{
    DEFAULT_BUDGET_PERCENT, DEFAULT_BUDGET_RESERVE, DEFAULT_FAILURES, DEFAULT_OF, DEFAULT_OPEN,
};
use crate::model::policy::{
    DEFAULT_ATTEMPT_TIMEOUT, DEFAULT_ATTEMPTS, DEFAULT_ERRORS, DEFAULT_RETRY_AFTER, Kind,
};

#[test]
fn the_docs_of_methods_print_the_defaults_of_guards() {
    let budget = BudgetRule::DEFAULT.percent(DEFAULT_BUDGET_PERCENT);
    assert_eq!(budget, BudgetRule::DEFAULT);
    assert_eq!(DEFAULT_BUDGET_RESERVE, BudgetRule::DEFAULT_RESERVE);
    let breaker = BreakerRule::DEFAULT
        .failures(DEFAULT_FAILURES)
        .of(DEFAULT_OF)
        .open(DEFAULT_OPEN);
    assert_eq!(breaker, BreakerRule::DEFAULT);
}

#[test]
fn the_docs_of_methods_print_the_defaults_of_policies() {
    let policy = Policy::new(retry_client::Strategy::exponential());
    assert_eq!(policy.max_attempts(), Some(DEFAULT_ATTEMPTS));
    assert_eq!(policy.get_attempt_timeout(), DEFAULT_ATTEMPT_TIMEOUT);
    assert_eq!(policy.get_retry_after(), Some(DEFAULT_RETRY_AFTER));
    for (kind, named) in [
        (ErrorKind::Connect, Kind::Connect),
        (ErrorKind::Timeout, Kind::Timeout),
        (ErrorKind::Reset, Kind::Reset),
        (ErrorKind::Body, Kind::Body),
        (ErrorKind::Decode, Kind::Decode),
    ] {
        let is_default = DEFAULT_ERRORS.contains(&named);
        assert_eq!(policy.retries_error(kind), is_default, "{kind}");
    }
}

#[test]
fn the_pages_of_guards_name_the_defaults() {
    let page = include_str!("../../docs/budget.md");
    let budget = BudgetRule::DEFAULT
        .percent(count(page, "20%").try_into().expect("a percentage"))
        .over(duration(page, "over"));
    assert_eq!(budget, BudgetRule::DEFAULT);
    assert_eq!(count(page, "reserve"), BudgetRule::DEFAULT_RESERVE);

    let page = include_str!("../../docs/circuit_breaker.md");
    let breaker = BreakerRule::DEFAULT
        .failures(count(page, "failures").try_into().expect("a percentage"))
        .of(count(page, "of"))
        .within(duration(page, "within"))
        .open(duration(page, "open"))
        .probes(count(page, "probes"));
    assert_eq!(breaker, BreakerRule::DEFAULT);
}

/// The default that the table of a page names for a key.
fn default_of<'a>(page: &'a str, key: &str) -> &'a str {
    let begin = format!("| `{key}` |");
    let row = page.lines().find(|line| line.starts_with(&begin));
    let row = row.unwrap_or_else(|| panic!("no row for `{key}`"));
    row.split('|').nth(3).expect("a column of defaults").trim()
}

fn count(page: &str, key: &str) -> u32 {
    let text = default_of(page, key);
    let end = text.find(|c: char| !c.is_ascii_digit());
    let digits = &text[..end.unwrap_or(text.len())];
    digits.parse().expect("a number")
}

fn duration(page: &str, key: &str) -> Duration {
    let text = default_of(page, key).replace(' ', "");
    parse(&text).expect("a duration")
}
