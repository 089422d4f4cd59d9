//! `#[retry(...)]` and the timeouts → a policy, as sparse as it was written.

use std::time::Duration;

use syn::Expr;

use super::bounds::{self, Written};
use super::statuses::{Purpose, statuses};
use super::strategy;
use super::values::{Lowered, boolean, duration, each, function, optional, whole, word};
use super::words::kind;
use crate::diag::Diagnostics;
use crate::model::policy::{self, Attempts, Errors, Kind, Policy, RetryAfter, Start};
use crate::model::value::Value;
use crate::suggest;
use crate::syntax::arg::{Arg, OptionalArg, unwrapped};
use crate::syntax::limits::Limits;
use crate::syntax::retry::{RetryArgs, StrategyArg};

/// Lowers the policy that is written in one place, with the limits beside it.
pub(crate) fn declared(written: Written<'_>, diag: &mut Diagnostics) -> Lowered<Policy> {
    let limits = limits(written.limits, diag);
    let retry = written.retry.map(|args| retry(args, diag)).transpose();
    Ok(Policy {
        limits: limits?,
        ..retry?.unwrap_or_default()
    })
}

/// Checks the policy in force, as far as a part of it was written here: the keys by their strategy, then
/// the bounds.
pub(crate) fn check(
    in_force: &Policy,
    written: Written<'_>,
    diag: &mut Diagnostics,
) -> Lowered<()> {
    if let Some(args) = written.retry
        && args.off.is_none()
    {
        strategy::check(in_force, args, diag)?;
    }
    bounds::check(in_force, written, diag)
}

/// Lowers the limits, which stand outside `#[retry]`.
fn limits(limits: &Limits, diag: &mut Diagnostics) -> Lowered<policy::Limits> {
    let Limits {
        timeout,
        attempt_timeout,
        idle_timeout,
        max_body,
    } = limits;
    let whole_timeout = optional(timeout, diag, self::timeout);
    let attempt_timeout = optional(attempt_timeout, diag, self::timeout);
    let idle_timeout = optional(idle_timeout, diag, self::timeout);
    let max_body = optional(max_body, diag, whole);
    Ok(policy::Limits {
        timeout: whole_timeout?,
        attempt_timeout: attempt_timeout?,
        idle_timeout: idle_timeout?,
        max_body: max_body?,
    })
}

/// Lowers a timeout, which must not be zero.
fn timeout(arg: &Arg, diag: &mut Diagnostics) -> Lowered<Value<Duration>> {
    let time = duration(arg, diag)?;
    if time.known() == Some(Duration::ZERO) {
        let message = "a timeout is longer than `0s`; leave it out for none";
        return Err(diag.error(arg, message));
    }
    Ok(time)
}

/// Lowers a `#[retry]`. Its keys are checked later, by the strategy in force.
fn retry(args: &RetryArgs, diag: &mut Diagnostics) -> Lowered<Policy> {
    // No `..`: a new option does not compile until it has been given a rule.
    let RetryArgs {
        at: _,
        off,
        strategy,
        keys,
        attempts,
        statuses: further,
        server_errors,
        errors,
        when,
        until: _, // lowered with the method
        retry_after,
        before_attempt,
        unprocessed_only,
        broken,
    } = args;

    // Each part is checked before any `?`, so the errors of all are shown.
    let start = strategy::start(strategy.as_ref(), diag);
    let keys = strategy::keys(keys, diag);
    let attempts = lower_attempts(attempts, strategy.as_ref(), diag);
    let further = optional(further, diag, |arg, diag| {
        statuses(arg, Purpose::Retried, diag)
    });
    let server_errors = optional(server_errors, diag, boolean);
    let errors = optional(errors, diag, lower_errors);
    let when = optional(when, diag, function);
    let retry_after = optional(retry_after, diag, lower_retry_after);
    let before_attempt = optional(before_attempt, diag, function);
    let off = refuse_beside_off(args, diag).map(|()| off.is_some());

    broken.map_or(Ok(()), Err)?;
    Ok(Policy {
        start: if off? { Start::Off } else { start? },
        keys: keys?,
        attempts: attempts?,
        statuses: further?,
        server_errors: server_errors?,
        errors: errors?,
        retry_after: retry_after?,
        unprocessed_only: unprocessed_only.is_some(),
        when: when?,
        before_attempt: before_attempt?,
        // Limits and guards have attributes of their own.
        ..Policy::default()
    })
}

/// Refuses `off` beside options about retries. `before_attempt` may stand beside it, as one attempt is
/// made.
fn refuse_beside_off(args: &RetryArgs, diag: &mut Diagnostics) -> Lowered<()> {
    let Some(off) = &args.off else { return Ok(()) };
    let slots = [
        &args.attempts,
        &args.statuses,
        &args.server_errors,
        &args.errors,
        &args.when,
        &args.until,
        &args.retry_after,
    ];
    let is_alone = slots.iter().all(|slot| slot.is_none())
        && args.keys.written().next().is_none()
        && args.strategy.is_none()
        && args.unprocessed_only.is_none();
    if is_alone {
        return Ok(());
    }
    Err(diag.error(
        off,
        "`off` stands alone or beside `before_attempt`; remove it, or everything else beside it",
    ))
}

/// Lowers `attempts`, whose default depends on a list of waits.
fn lower_attempts(
    slot: &OptionalArg,
    strategy: Option<&StrategyArg>,
    diag: &mut Diagnostics,
) -> Lowered<Option<Attempts>> {
    // `list(100ms, 1s)` means as many attempts as it has waits, and one before the first.
    let entries = match strategy {
        Some(StrategyArg::List(_, waits)) => Some(waits.len()),
        _ => None,
    };
    let Some(arg) = slot else {
        let of_list = entries.map(|entries| u32::try_from(entries + 1).unwrap_or(u32::MAX));
        return Ok(of_list.map(|attempts| Attempts::AtMost(Value::Known(attempts))));
    };
    let attempts = attempts(arg, diag)?;
    if let (Attempts::AtMost(Value::Known(attempts)), Some(entries)) = (&attempts, entries) {
        refuse_unused_entries(*attempts, entries, arg, diag)?;
    }
    Ok(Some(attempts))
}

/// Refuses a list with waits that no attempt uses.
fn refuse_unused_entries(
    attempts: u32,
    entries: usize,
    arg: &Arg,
    diag: &mut Diagnostics,
) -> Lowered<()> {
    let used = usize::try_from(attempts.saturating_sub(1)).unwrap_or(usize::MAX);
    if used >= entries {
        return Ok(());
    }
    let message = format!(
        "{attempts} attempts use {used} of the {entries} waits of `list`; \
         remove the rest, or write `attempts = {}`",
        entries + 1
    );
    Err(diag.error(arg, message))
}

/// Other words for `unlimited`.
const ENDLESS: [&str; 4] = ["endless", "forever", "infinite", "unbounded"];

/// Lowers the value of `attempts`.
fn attempts(arg: &Arg, diag: &mut Diagnostics) -> Lowered<Attempts> {
    let expr = arg.value.as_ref()?;
    if is_word(expr, "unlimited", diag)? {
        return Ok(Attempts::Unlimited);
    }
    if word(expr).is_some_and(|word| ENDLESS.iter().any(|known| word == known)) {
        return Err(diag.error(expr, "did you mean `unlimited`?"));
    }
    let attempts = whole(arg, diag)?;
    match attempts.known() {
        Some(0) => {
            let rule = "`attempts` counts the first try, so it must be at least 1";
            Err(diag.error(expr, format!("{rule}; write `#[retry(off)]` for no retry")))
        }
        Some(1) => {
            let rule = "`attempts = 1` never retries";
            Err(diag.error(expr, format!("{rule}; say so with `#[retry(off)]`")))
        }
        _ => Ok(Attempts::AtMost(attempts)),
    }
}

/// Lowers one kind of failure, or a list of them.
fn lower_errors(arg: &Arg, diag: &mut Diagnostics) -> Lowered<Errors> {
    let expr = arg.value.as_ref()?;
    let Expr::Array(array) = unwrapped(expr.clone()) else {
        return match kind(expr, diag)? {
            Value::Const(list) => Ok(Errors::Const(list)),
            Value::Known(kind) => Ok(Errors::Listed(vec![Value::Known(kind)])),
        };
    };
    let mut kinds: Vec<Value<Kind>> = Vec::new();
    let entries = each(array.elems.iter().map(|entry| {
        let new = kind(entry, diag)?;
        let is_same = |old: &Value<Kind>| old.known().is_some() && old.known() == new.known();
        if kinds.iter().any(is_same) {
            return Err(diag.error(entry, "this kind of error is listed twice; remove one"));
        }
        kinds.push(new);
        Ok(())
    }));
    entries.map(|_| Errors::Listed(kinds))
}

/// Lowers the limit of the server's hints.
fn lower_retry_after(arg: &Arg, diag: &mut Diagnostics) -> Lowered<RetryAfter> {
    let expr = arg.value.as_ref()?;
    if is_word(expr, "ignore", diag)? {
        return Ok(RetryAfter::Ignored);
    }
    Ok(RetryAfter::UpTo(duration(arg, diag)?))
}

/// Tells whether a value is the word `wanted`, and refuses a misspelt one.
fn is_word(expr: &Expr, wanted: &str, diag: &mut Diagnostics) -> Lowered<bool> {
    let Some(word) = word(expr).map(|word| word.to_string()) else {
        return Ok(false);
    };
    // `Ignore` may be a constant of the user's, but `ingore` is a typo.
    let is_constant = word.contains(char::is_uppercase);
    let is_misspelt = !is_constant && suggest::closest(&word, [wanted]).is_some();
    if word != wanted && is_misspelt {
        return Err(diag.error(expr, format!("did you mean `{wanted}`?")));
    }
    Ok(word == wanted)
}

/// Gives the policy of a trait the default strategy if it names none.
pub(crate) fn of_trait(mut policy: Policy) -> Policy {
    if matches!(policy.start, Start::Inherited) {
        policy.start = Start::Named(policy::DEFAULT_STRATEGY);
    }
    policy
}
