//! The strategy of a `#[retry]` and its keys.

use std::time::Duration;

use quote::ToTokens;

use super::values::{Lowered, duration, duration_of, each, factor, optional};
use super::words::jitter;
use crate::diag::Diagnostics;
use crate::duration::print_compact;
use crate::model::policy::{Policy, Start};
use crate::model::strategy::{KeyValues, Strategy};
use crate::model::waits;
use crate::suggest;
use crate::syntax::arg::OptionalArg;
use crate::syntax::retry::{KeyArgs, RetryArgs, StrategyArg};

/// Lowers the strategy of a `#[retry]`.
pub(crate) fn start(strategy: Option<&StrategyArg>, diag: &mut Diagnostics) -> Lowered<Start> {
    let Some(strategy) = strategy else {
        return Ok(Start::Inherited);
    };
    Ok(Start::Named(match strategy {
        StrategyArg::Curve(curve) => Strategy::Curve(*curve),
        StrategyArg::Path(path) => Strategy::Custom(path.clone()),
        StrategyArg::List(at, waits) if waits.is_empty() => {
            let message = "`list` needs at least one wait; write `list(100ms, 1s)`";
            return Err(diag.error(at, message));
        }
        StrategyArg::List(_, waits) => {
            Strategy::List(each(waits.iter().map(|wait| duration_of(wait, diag)))?)
        }
    }))
}

/// Lowers the keys, whichever strategy they belong to.
pub(crate) fn keys(args: &KeyArgs, diag: &mut Diagnostics) -> Lowered<KeyValues> {
    let KeyArgs {
        base,
        factor: by,
        max,
        min,
        jitter: spread_by,
        spread,
    } = args;
    let base = optional(base, diag, duration);
    let by = optional(by, diag, factor);
    let max = optional(max, diag, duration);
    let min = optional(min, diag, duration);
    let spread_by = optional(spread_by, diag, jitter);
    let spread = optional(spread, diag, duration);
    Ok(KeyValues {
        base: base?,
        factor: by?,
        max: max?,
        min: min?,
        jitter: spread_by?,
        spread: spread?,
    })
}

/// Checks the keys of an attribute by the strategy in force: unused ones, and contradicting bounds.
pub(crate) fn check(in_force: &Policy, args: &RetryArgs, diag: &mut Diagnostics) -> Lowered<()> {
    // Both rules look at the policy in force, but report only keys that this attribute wrote: a method
    // that inherits a mistake does not report it again.
    let used = refuse_unused(in_force.strategy(), &args.keys, diag);
    let ordered = refuse_disorder(in_force, args, diag);
    used.and(ordered)
}

/// Refuses keys that the strategy in force does not take.
fn refuse_unused(strategy: &Strategy, args: &KeyArgs, diag: &mut Diagnostics) -> Lowered<()> {
    let used: Vec<_> = strategy.defaults().names().collect();
    let keys = args.written().map(|arg| &arg.key);
    let unused = keys.filter(|key| !used.iter().any(|used| key == used));
    let name = strategy.describe();
    let way_out = if used.is_empty() {
        "it takes no keys, so remove this".to_owned()
    } else {
        format!("it takes {}", suggest::list(&used))
    };
    diag.errors(unused, |key| {
        format!("{name} does not use `{key}`; {way_out}")
    })
}

/// Refuses a lower bound of the delays that is above the upper one.
fn refuse_disorder(in_force: &Policy, args: &RetryArgs, diag: &mut Diagnostics) -> Lowered<()> {
    let defaults = in_force.strategy().defaults();
    let known = waits::known(in_force.strategy(), &in_force.keys);
    let (low_key, low, low_arg) = if defaults.min.is_some() {
        ("min", known.min, &args.keys.min)
    } else {
        ("base", known.base, &args.keys.base)
    };
    let (Some(low), Some(high)) = (low, known.max) else {
        return Ok(());
    };
    // If the strategy has no `max`, the key has been refused already.
    if defaults.max.is_none() || low <= high {
        return Ok(());
    }
    let message = disorder(low_key, low, high, in_force.keys.max.is_some());
    match written(args, &args.keys.max, low_arg) {
        Some(at) => Err(diag.error(at, message)),
        None => Ok(()),
    }
}

/// The message about a lower bound above the upper one.
fn disorder(low_key: &str, low: Duration, high: Duration, max_is_written: bool) -> String {
    let (low, high) = (print_compact(low), print_compact(high));
    let by_default = if max_is_written { "" } else { " by default" };
    format!(
        "`max` is {high}{by_default}, below `{low_key}`, which is {low}; \
         raise `max` or lower `{low_key}`"
    )
}

/// The place of the mistake in this attribute; `None` if the attribute only inherits it.
fn written<'a>(
    args: &'a RetryArgs,
    max: &'a OptionalArg,
    low: &'a OptionalArg,
) -> Option<&'a dyn ToTokens> {
    let key = max.as_ref().or(low.as_ref());
    let strategy = args.strategy.as_ref().map(|_| &args.at as &dyn ToTokens);
    key.map(|arg| arg as &dyn ToTokens).or(strategy)
}
