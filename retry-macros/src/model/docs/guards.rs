//! Guards, in words.

use super::text::{value, value_or};
use crate::duration::print;
use crate::model::guards::{
    BreakerRule, Budget, BudgetRule, DEFAULT_BUDGET_PERCENT, DEFAULT_BUDGET_RESERVE,
    DEFAULT_FAILURES, DEFAULT_OF, DEFAULT_OPEN, Guard, Hedge, PlaceGuards, RateLimit, RateLimits,
};
use crate::model::value::Value;

/// The sentence about a declared budget.
pub(super) fn budget(budget: Option<&Budget>) -> String {
    let BudgetRule {
        percent,
        over,
        reserve,
    } = match budget {
        None => return String::new(),
        Some(Budget::Off) => return " **Budget**: none, every retry is made.".to_owned(),
        Some(Budget::On(rule)) => &**rule,
    };
    let percent = percent.unwrap_or(DEFAULT_BUDGET_PERCENT);
    let over = over
        .as_ref()
        .map(|over| format!(" within {}", value(over, print)))
        .unwrap_or_default();
    let reserve = value_or(reserve.as_ref(), DEFAULT_BUDGET_RESERVE, number);
    format!(
        " **Budget**: retries of all calls up to {percent} % of those that succeed at once{over}, \
         and {reserve} in reserve."
    )
}

/// The sentence about declared rate limits: those of the method, and those of its trait.
pub(super) fn rate_limits(own: &PlaceGuards, shared: &PlaceGuards) -> String {
    let (own, shared) = (own.rate_limits.as_ref(), shared.rate_limits.as_ref());
    let [own_limits, shared_limits] = RateLimits::in_force(own, shared);
    let own_limits = own_limits
        .iter()
        .map(|limit| format!("{} of its own", rate(limit)));
    let limits: Vec<String> = own_limits.chain(shared_limits.iter().map(rate)).collect();
    let mut places = own.into_iter().chain(shared);
    let follow = places.any(|limits| limits.follow.is_some());
    let follow = follow.then(|| "pauses that the server asks for hold for all".to_owned());
    let limits = (!limits.is_empty()).then(|| limits.join(", "));
    let parts: Vec<String> = limits.into_iter().chain(follow).collect();
    if parts.is_empty() {
        return String::new();
    }
    format!(" **Rate limit**: {}.", parts.join("; "))
}

/// `500 per 1m`
fn rate(limit: &RateLimit) -> String {
    let turns = value(&limit.turns, number);
    let per = value(&limit.per, print);
    match &limit.cost {
        Some(cost) => format!("{turns} `{cost}` per {per}"),
        None => format!("{turns} per {per}"),
    }
}

/// The sentence about a bound on the attempts in flight.
pub(super) fn concurrency(own: &PlaceGuards, shared: &PlaceGuards) -> String {
    let bounds = Guard::in_force(own.concurrency.as_ref(), shared.concurrency.as_ref());
    match bounds.map(|bound| Some(value(&bound?.at_most, number))) {
        [None, None] => String::new(),
        [Some(most), None] | [None, Some(most)] => {
            format!(" **Concurrency**: at most {most} in flight.")
        }
        [Some(own), Some(shared)] => {
            format!(" **Concurrency**: at most {own} in flight, {shared} of all methods.")
        }
    }
}

/// The sentences about circuit breakers: that of the method, and that of its trait.
pub(super) fn circuit_breakers(own: &PlaceGuards, shared: &PlaceGuards) -> String {
    let (own, shared) = (&own.circuit_breaker, &shared.circuit_breaker);
    let breakers = Guard::in_force(own.as_ref(), shared.as_ref());
    breakers
        .into_iter()
        .flatten()
        .map(circuit_breaker)
        .collect()
}

/// The sentence about a hedge.
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
            let most = value(most, number);
            format!(" **Hedge**: up to {most} more requests, one per {after} without a response.")
        }
    }
}

fn number(number: u32) -> String {
    number.to_string()
}

// Below this share a breaker may open while more than two thirds of the attempts succeed.
const PARTIAL: u8 = 30;

fn circuit_breaker(rule: &BreakerRule) -> String {
    let failures = rule.failures.unwrap_or(DEFAULT_FAILURES);
    let of = value_or(rule.of.as_ref(), DEFAULT_OF, number);
    let open = value_or(rule.open.as_ref(), DEFAULT_OPEN, print);
    let warning = if failures < PARTIAL {
        ", so that a partial outage becomes a total one"
    } else {
        ""
    };
    format!(
        " **Circuit breaker**: opens for {open} once {failures} % of at least {of} attempts fail{warning}."
    )
}
