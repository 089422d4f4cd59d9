//! `#[rate_limit(...)]`

use std::time::Duration;

use syn::Ident;

use super::values::{lower_wait, whole_within};
use crate::diag::Diagnostics;
use crate::lower::values::{Lowered, duration, optional, whole_of, word};
use crate::model::guards::{Follow, RateLimit, RateLimits};
use crate::model::value::Value;
use crate::syntax::api::{Api, ApiMethod};
use crate::syntax::arg::Arg;
use crate::syntax::guards::{Per, RateLimitArgs, RateLimitOptions};
use crate::syntax::role::RoleKind;

// The bounds of `RateLimits` in the runtime, which checks them again for const expressions. Four
// are enough for limits per second, minute, hour and day.
const MOST_LIMITS: usize = 4;
const MOST_TURNS: u32 = 1_000_000_000;
const SHORTEST: Duration = Duration::from_millis(1);
const LONGEST: Duration = Duration::from_hours(24);

/// Lowers the limits of one place; `timeout` is the one in force there.
pub(crate) fn rate_limits(
    all: &[RateLimitArgs],
    timeout: Option<Duration>,
    diag: &mut Diagnostics,
) -> Lowered<Option<RateLimits>> {
    let mut found = RateLimits::default();
    let mut result = Ok(());
    for args in all {
        if let (Some(off), true) = (&args.off, all.len() > 1) {
            let message = "`off` stands alone; remove it, or every other `#[rate_limit]` here";
            result = Err(diag.error(off, message));
            continue;
        }
        let added = add(&mut found, args, timeout, diag);
        result = result.and(added);
    }
    result?;
    Ok((!all.is_empty()).then_some(found))
}

fn add(
    found: &mut RateLimits,
    args: &RateLimitArgs,
    timeout: Option<Duration>,
    diag: &mut Diagnostics,
) -> Lowered<()> {
    // No `..`: a new option does not compile until it has been given a rule.
    let RateLimitOptions {
        rate,
        burst,
        wait,
        cost,
        follow,
    } = &args.options;
    let (at, off) = (&args.at, &args.off);
    let turns = lower_rate(rate.as_ref(), diag);
    // A burst is at most the rate; if the rate is unknown, at most the highest rate.
    let most = match &turns {
        Ok(Some((Value::Known(turns), _))) => *turns,
        _ => MOST_TURNS,
    };
    let has_burst = burst.is_some();
    let burst = optional(burst, diag, |arg, diag| whole_within(arg, (1, most), diag));
    let wait = optional(wait, diag, |arg, diag| lower_wait(arg, timeout, diag));
    let cost = optional(cost, diag, lower_cost);
    args.broken.map_or(Ok(()), Err)?;
    let (turns, burst, wait, cost) = (turns?, burst?, wait?, cost?);
    found.is_off |= off.is_some();
    if let Some(follow) = follow {
        if found.follow.is_some() {
            return Err(diag.error(follow, "`follow` is given twice; remove one"));
        }
        found.follow = Some(Follow { wait: wait.clone() });
    }
    let Some((turns, per)) = turns else {
        if off.is_some() || follow.is_some() && !has_burst && cost.is_none() {
            return Ok(());
        }
        let message = "a rate limit needs its rate; write `#[rate_limit(100 per 1s)]`";
        return Err(diag.error(at, message));
    };
    let limit = RateLimit {
        turns,
        per,
        burst,
        wait,
        cost,
    };
    push(found, limit, at, diag)
}

/// Adds a limit to those of its place, unless it cannot stand beside them.
fn push(
    found: &mut RateLimits,
    limit: RateLimit,
    at: &Ident,
    diag: &mut Diagnostics,
) -> Lowered<()> {
    if found.limits.iter().any(|other| other.is_like(&limit)) {
        let message = "two limits have the same period and cost; merge them into one";
        return Err(diag.error(at, message));
    }
    if found.limits.len() == MOST_LIMITS {
        let message = "there are at most four limits in one place; remove one";
        return Err(diag.error(at, message));
    }
    found.limits.push(limit);
    Ok(())
}

/// Lowers `500 per 1m`.
fn lower_rate(
    rate: Option<&Per>,
    diag: &mut Diagnostics,
) -> Lowered<Option<(Value<u32>, Value<Duration>)>> {
    let Some(rate) = rate else { return Ok(None) };
    let turns = turns(&rate.turns, diag);
    let per = period(&rate.period, diag);
    Ok(Some((turns?, per?)))
}

fn turns(arg: &Arg, diag: &mut Diagnostics) -> Lowered<Value<u32>> {
    let expr = arg.value.as_ref()?;
    whole_of(expr)
        .filter(|turns| turns.is_within(1, MOST_TURNS))
        .ok_or_else(|| {
            let rule = "a rate is 1 to 1_000_000_000 turns in each period";
            diag.error(expr, format!("{rule}; write one such as `100 per 1s`"))
        })
}

/// Words for a period that are used elsewhere.
const PERIODS: [(&str, &str); 9] = [
    ("second", "1s"),
    ("sec", "1s"),
    ("s", "1s"),
    ("minute", "1m"),
    ("min", "1m"),
    ("m", "1m"),
    ("hour", "1h"),
    ("h", "1h"),
    ("day", "24h"),
];

fn period(arg: &Arg, diag: &mut Diagnostics) -> Lowered<Value<Duration>> {
    if let Ok(expr) = &arg.value
        && let Some(word) = word(expr)
        && let Some((_, meant)) = PERIODS.iter().find(|(name, _)| word == *name)
    {
        let message = format!("a period has a number and a unit; write `per {meant}`");
        return Err(diag.error(arg, message));
    }
    let per = duration(arg, diag)?;
    if per.is_within(SHORTEST, LONGEST) {
        return Ok(per);
    }
    Err(diag.error(arg, "the period of a rate is between 1ms and 24h"))
}

/// Lowers `cost = tokens`, the name of an argument.
fn lower_cost(arg: &Arg, diag: &mut Diagnostics) -> Lowered<String> {
    let expr = arg.value.as_ref()?;
    if let Some(name) = word(expr) {
        return Ok(name.to_string());
    }
    let message = "`cost` names an argument that is marked `#[cost]`; write `cost = tokens`";
    Err(diag.error(expr, message))
}

/// The `#[cost]` arguments of a method, of which it may have one.
fn costs_of<'a>(method: &'a ApiMethod<'_>) -> impl Iterator<Item = (&'a Ident, String)> {
    method.arguments.iter().filter_map(|argument| {
        let is_cost = |role: &&crate::syntax::role::Role| matches!(role.kind, RoleKind::Cost);
        let role = argument.roles.iter().find(is_cost)?;
        Some((&role.at, argument.name()?))
    })
}

/// Checks that each weighed limit has its `#[cost]` argument, and each such argument its limit.
pub(crate) fn check_costs(api: &Api<'_>, diag: &mut Diagnostics) -> Lowered<()> {
    let named = |all: &[RateLimitArgs], name: &str| {
        let mut costs = all.iter().filter_map(|args| args.options.cost.as_ref());
        costs.any(|cost| {
            // A `cost` that could not be read may name any argument.
            let word = cost.value.as_ref().ok().and_then(word);
            word.is_none_or(|word| word == name)
        })
    };
    let mut result = Ok(());
    for method in &api.methods {
        let costs: Vec<_> = costs_of(method).collect();
        for (at, _) in costs.iter().skip(1) {
            result = Err(diag.error(at, "only one `#[cost]` per method; remove this"));
        }
        if let Some((at, name)) = costs.first()
            && !named(&method.policy.rate_limits, name)
            && !named(&api.policy.rate_limits, name)
        {
            let message = format!(
                "no rate limit is weighed by `{name}`; write `#[rate_limit(… per …, cost = {name})]`"
            );
            result = Err(diag.error(at, message));
        }
        let own = method.policy.rate_limits.iter();
        let has_it = |name: &str| costs.iter().any(|(_, own)| own == name);
        result = result.and(refuse_missing(own, has_it, diag));
    }
    let has_it = |name: &str| {
        let mut costs = api.methods.iter().flat_map(costs_of);
        // A method that could not be read may have it.
        costs.any(|(_, own)| own == name)
            || api.methods.iter().any(|method| method.broken.is_some())
    };
    result.and(refuse_missing(api.policy.rate_limits.iter(), has_it, diag))
}

fn refuse_missing<'a>(
    all: impl Iterator<Item = &'a RateLimitArgs>,
    has_it: impl Fn(&str) -> bool,
    diag: &mut Diagnostics,
) -> Lowered<()> {
    let mut result = Ok(());
    for cost in all.filter_map(|args| args.options.cost.as_ref()) {
        let Some(name) = cost.value.as_ref().ok().and_then(word) else {
            continue;
        };
        if !has_it(&name.to_string()) {
            let message = format!("there is no argument `#[cost] {name}: u32`; add it");
            result = Err(diag.error(cost, message));
        }
    }
    result
}
