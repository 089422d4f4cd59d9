//! Guards, in words.

use super::text::value;
use crate::duration::print;
use crate::model::guards::{
    Breaker, BreakerRule, Budget, BudgetRule, Concurrency, DEFAULT_BUDGET_PERCENT,
    DEFAULT_BUDGET_RESERVE, DEFAULT_FAILURES, DEFAULT_OF, DEFAULT_OPEN, Hedge, RateLimit,
    RateLimits,
};
use crate::model::value::Value;

/// The sentence about a declared budget.
pub(super) fn budget(budget: Option<&Budget>) -> String {
    let rule = match budget {
        None => return String::new(),
        Some(Budget::Off) => return " **Budget**: none, every retry is made.".to_owned(),
        Some(Budget::On(rule)) => &**rule,
    };
    let BudgetRule {
        percent,
        over,
        reserve,
    } = rule;
    let percent = percent.unwrap_or(DEFAULT_BUDGET_PERCENT);
    let over = over
        .as_ref()
        .map(|over| format!(" within {}", value(over, print)))
        .unwrap_or_default();
    let reserve = reserve.as_ref().map_or_else(
        || DEFAULT_BUDGET_RESERVE.to_string(),
        |reserve| value(reserve, |reserve| reserve.to_string()),
    );
    format!(
        " **Budget**: retries of all calls up to {percent} % of those that succeed at once{over}, \
         and {reserve} in reserve."
    )
}

/// The sentence about declared rate limits: those of the method, and those of its trait.
pub(super) fn rate_limits(own: Option<&RateLimits>, shared: Option<&RateLimits>) -> String {
    let is_left_out = own.is_some_and(|own| own.is_off);
    let own_limits = own.into_iter().flat_map(|own| &own.limits);
    let shared_limits = shared.into_iter().filter(|_| !is_left_out);
    let shared_limits = shared_limits.flat_map(|shared| &shared.limits);
    let own_limits = own_limits.map(|limit| format!("{} of its own", rate(limit)));
    let limits: Vec<String> = own_limits.chain(shared_limits.map(rate)).collect();
    let follows = own.is_some_and(|own| own.follow.is_some())
        || shared.is_some_and(|shared| shared.follow.is_some());
    let follow = "pauses that the server asks for hold for all";
    match (limits.is_empty(), follows) {
        (true, false) => String::new(),
        (true, true) => format!(" **Rate limit**: {follow}."),
        (false, false) => format!(" **Rate limit**: {}.", limits.join(", ")),
        (false, true) => format!(" **Rate limit**: {}; {follow}.", limits.join(", ")),
    }
}

/// `500 per 1m`
fn rate(limit: &RateLimit) -> String {
    let turns = value(&limit.turns, |turns| turns.to_string());
    let per = value(&limit.per, print);
    match &limit.cost {
        Some(cost) => format!("{turns} `{cost}` per {per}"),
        None => format!("{turns} per {per}"),
    }
}

/// The sentence about a bound on the attempts in flight.
pub(super) fn concurrency(own: Option<&Concurrency>, shared: Option<&Concurrency>) -> String {
    let of = |concurrency: Option<&Concurrency>| match concurrency {
        Some(Concurrency::On(bound)) => Some(value(&bound.at_most, |most| most.to_string())),
        Some(Concurrency::Off) | None => None,
    };
    let shared = shared.filter(|_| !matches!(own, Some(Concurrency::Off)));
    match (of(own), of(shared)) {
        (None, None) => String::new(),
        (Some(most), None) | (None, Some(most)) => {
            format!(" **Concurrency**: at most {most} in flight.")
        }
        (Some(own), Some(shared)) => {
            format!(" **Concurrency**: at most {own} in flight, {shared} of all methods.")
        }
    }
}

/// The sentences about circuit breakers: that of the method, and that of its trait.
pub(super) fn circuit_breakers(own: Option<&Breaker>, shared: Option<&Breaker>) -> String {
    let shared = shared.filter(|_| !matches!(own, Some(Breaker::Off)));
    let all = own.into_iter().chain(shared);
    let sentences = all.filter_map(|breaker| match breaker {
        Breaker::On(rule) => Some(circuit_breaker(rule)),
        Breaker::Off => None,
    });
    sentences.collect()
}

/// The sentence about attempts beside the first one.
pub(super) fn hedge(hedge: Option<&Hedge>) -> String {
    let Some(Hedge { after, at_most }) = hedge else {
        return String::new();
    };
    let after = value(after, print);
    match at_most {
        None | Some(Value::Known(1)) => {
            format!(" **Hedge**: a second request after {after} without a response.")
        }
        Some(most) => {
            let most = value(most, |most| most.to_string());
            format!(" **Hedge**: up to {most} more requests, one per {after} without a response.")
        }
    }
}

// Below this share a breaker may open, and refuse everything, while more than two thirds of the
// attempts succeed.
const PARTIAL: u8 = 30;

fn circuit_breaker(rule: &BreakerRule) -> String {
    let failures = rule.failures.unwrap_or(DEFAULT_FAILURES);
    let of = rule.of.as_ref();
    let of = of.map_or_else(
        || DEFAULT_OF.to_string(),
        |of| value(of, |of| of.to_string()),
    );
    let open = rule.open.as_ref();
    let open = open.map_or_else(|| print(DEFAULT_OPEN), |open| value(open, print));
    let warning = if failures < PARTIAL {
        ", so that a partial outage becomes a total one"
    } else {
        ""
    };
    format!(
        " **Circuit breaker**: opens for {open} once {failures} % of at least {of} attempts fail{warning}."
    )
}
