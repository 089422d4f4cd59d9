//! `#[hedge(...)]`

use std::time::Duration;

use super::values::{duration_within, whole_within};
use crate::diag::Diagnostics;
use crate::duration::print_compact;
use crate::lower::values::{Lowered, optional};
use crate::model::guards::Hedge;
use crate::model::policy::{DEFAULT_ATTEMPT_TIMEOUT, Policy};
use crate::model::value::Value;
use crate::syntax::api::ApiMethod;
use crate::syntax::arg::Arg;
use crate::syntax::guards::{HedgeArgs, HedgeOptions};

/// Lowers the hedge of a method; `in_force` is the policy without it, `verb` the method's, if it was read.
pub(crate) fn hedge(
    method: &ApiMethod<'_>,
    verb: Option<&str>,
    in_force: &Policy,
    diag: &mut Diagnostics,
) -> Lowered<Option<Hedge>> {
    let Some(args) = &method.hedge else {
        return Ok(None);
    };
    // No `..`: a new option does not compile until it has been given a rule.
    let HedgeOptions { after, at_most } = &args.options;
    let after = optional(after, diag, |arg, diag| lower_after(arg, in_force, diag));
    let at_most = optional(at_most, diag, |arg, diag| {
        lower_at_most(arg, in_force, diag)
    });
    args.broken.map_or(Ok(()), Err)?;
    // Before the rules about requests: `off` is allowed on any method.
    if args.off.is_some() {
        return Ok(None);
    }
    let safe = verb.map_or(Ok(()), |verb| refuse_effects(args, verb, method, diag));
    let until = refuse_until(args, method, diag);
    let pages = refuse_pages(args, method, diag);
    let (after, at_most) = (after?, at_most?);
    let Some(after) = after else {
        let message = "say when the second attempt begins; write `#[hedge(after = 200ms)]`";
        return Err(diag.error(&args.at, message));
    };
    safe.and(until).and(pages)?;
    Ok(Some(Hedge { after, at_most }))
}

/// Lowers `after`, which must be shorter than the timeouts, or the hedge would never begin.
fn lower_after(arg: &Arg, in_force: &Policy, diag: &mut Diagnostics) -> Lowered<Value<Duration>> {
    let bounds = (Duration::from_millis(1), Duration::from_hours(24));
    let after = duration_within(arg, bounds, diag)?;
    // Without a declared timeout the runtime's default applies; a const expression is unknown here.
    let written = &in_force.limits;
    let attempt = match &written.attempt_timeout {
        Some(timeout) => timeout.known(),
        None => Some(DEFAULT_ATTEMPT_TIMEOUT),
    };
    let timeouts = [
        ("timeout", in_force.known_timeout()),
        ("attempt_timeout", attempt),
    ];
    for (key, timeout) in timeouts {
        if let (Some(after), Some(timeout)) = (after.known(), timeout)
            && after >= timeout
        {
            let message = format!(
                "`after` is not before the `{key}` of {}, so no hedge would begin; lower it",
                print_compact(timeout)
            );
            return Err(diag.error(arg, message));
        }
    }
    Ok(after)
}

/// Lowers `at_most`; hedges count as attempts.
fn lower_at_most(arg: &Arg, in_force: &Policy, diag: &mut Diagnostics) -> Lowered<Value<u32>> {
    let at_most = whole_within(arg, (1, 3), diag)?;
    // Without a declared retry, hedges alone decide the number of attempts.
    let attempts = in_force.known_attempts().filter(|_| in_force.start.is_on());
    match (at_most.known(), attempts) {
        (Some(at_most), Some(attempts)) if at_most >= attempts => {
            let message = format!(
                "with the first these are {} attempts, and there are at most {attempts}; raise `attempts`, or lower this",
                at_most + 1
            );
            Err(diag.error(arg, message))
        }
        _ => Ok(at_most),
    }
}

/// Refuses requests with an effect: the slower of two may be applied after the caller's next request.
fn refuse_effects(
    args: &HedgeArgs,
    verb: &str,
    method: &ApiMethod<'_>,
    diag: &mut Diagnostics,
) -> Lowered<()> {
    // RFC 9110, 9.2.1: safe methods. PUT and DELETE are idempotent (9.2.2), but that says nothing about
    // other requests between the two.
    let is_safe = matches!(verb, "GET" | "HEAD" | "OPTIONS");
    let may_be_declared = !matches!(verb, "PUT" | "DELETE" | "TRACE");
    if is_safe || may_be_declared && method.idempotent.is_some() {
        return Ok(());
    }
    let rule = format!("the slower {verb} of two may take effect after what is done next");
    let way_out = if method.idempotency_key.is_some() {
        "a key does not help, as both are there at once; remove `#[hedge]`"
    } else if may_be_declared {
        "remove `#[hedge]`, or say why that is harmless: `#[idempotent(\"why\")]`"
    } else {
        "remove `#[hedge]`"
    };
    Err(diag.error(&args.at, format!("{rule}; {way_out}")))
}

/// Refuses `until`, which sends one request after the other until something is ready.
fn refuse_until(args: &HedgeArgs, method: &ApiMethod<'_>, diag: &mut Diagnostics) -> Lowered<()> {
    let until = method
        .policy
        .retry
        .as_ref()
        .and_then(|retry| retry.until.as_ref());
    if until.is_none() {
        return Ok(());
    }
    let rule = "a method with `until` asks again and again, one question at a time";
    Err(diag.error(&args.at, format!("{rule}; remove `#[hedge]`, or `until`")))
}

/// Refuses `Pages`, which come in several responses.
fn refuse_pages(args: &HedgeArgs, method: &ApiMethod<'_>, diag: &mut Diagnostics) -> Lowered<()> {
    if method.pages.is_none() {
        return Ok(());
    }
    let rule = "a hedge needs one response that is read whole, and `Pages` come in several";
    Err(diag.error(&args.at, format!("{rule}; remove `#[hedge]`")))
}
