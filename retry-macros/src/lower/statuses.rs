//! `429`, `502..=504`, `[408, 429]` → a set of statuses.

use quote::ToTokens;
use syn::{Expr, ExprRange, RangeLimits};

use super::values::{Literal, Lowered, each, entries, integer, literal};
use crate::diag::Diagnostics;
use crate::model::policy::{StatusSet, Statuses};
use crate::syntax::arg::{Arg, unwrapped};

/// The purpose of statuses, which decides which values are allowed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// `statuses`: a success cannot be retried.
    Retried,
    /// `none_on`, `ok_on`
    Accepted,
}

/// Lowers one status, one range, or a list of both.
pub(crate) fn statuses(arg: &Arg, purpose: Purpose, diag: &mut Diagnostics) -> Lowered<StatusSet> {
    let expr = arg.value.as_ref()?;
    let mut found: Vec<Statuses> = Vec::new();
    let entries = each(entries(expr).iter().map(|entry| {
        let new = one(entry, purpose, diag)?;
        if let Some(status) = found.iter().find_map(|old| common(old, &new)) {
            let message = format!("status {status} is listed twice; remove one");
            return Err(diag.error(entry, message));
        }
        found.push(new);
        Ok(())
    }));
    entries.map(|_| StatusSet(found))
}

/// The first status that is in both.
fn common(left: &Statuses, right: &Statuses) -> Option<u16> {
    match (left, right) {
        (Statuses::Known(a, b), Statuses::Known(c, d)) => {
            let first = *a.max(c);
            (first <= *b.min(d)).then_some(first)
        }
        _ => None,
    }
}

/// Refuses a status that both `none_on` and `ok_on` claim.
pub(crate) fn refuse_common(
    none_on: Option<&StatusSet>,
    ok_on: Option<&StatusSet>,
    at: impl ToTokens,
    diag: &mut Diagnostics,
) -> Lowered<()> {
    let (Some(StatusSet(none_on)), Some(StatusSet(ok_on))) = (none_on, ok_on) else {
        return Ok(());
    };
    let in_both = |none: &Statuses| ok_on.iter().find_map(|ok| common(none, ok));
    let Some(status) = none_on.iter().find_map(in_both) else {
        return Ok(());
    };
    let message = format!("status {status} is in `none_on` and `ok_on`; remove one");
    Err(diag.error(at, message))
}

/// Lowers one entry of a list.
fn one(expr: &Expr, purpose: Purpose, diag: &mut Diagnostics) -> Lowered<Statuses> {
    let (first, last) = match unwrapped(expr.clone()) {
        Expr::Range(range) => match range_of(&range, diag)? {
            Some(bounds) => bounds,
            None => return Ok(Statuses::Const(expr.clone())),
        },
        single => match number(&single, diag)? {
            Some(status) => (status, status),
            None => return Ok(Statuses::Const(expr.clone())),
        },
    };
    if first > last {
        return Err(diag.error(expr, "this range of statuses is empty; swap its ends"));
    }
    if let Some(bad) = [first, last]
        .into_iter()
        .find(|status| !(100..=599).contains(status))
    {
        let message = format!("{bad} is not a status; write one between 100 and 599");
        return Err(diag.error(expr, message));
    }
    // A range that merely touches 2xx is refused as well: `100..=599` is never meant.
    if purpose == Purpose::Retried && first <= 299 && last >= 200 {
        let message = "a 2xx status is a success and cannot be retried; \
                       judge the response with `when` or `until` instead";
        return Err(diag.error(expr, message));
    }
    Ok(Statuses::Known(first, last))
}

/// Both ends, included; `None` when one is a const expression.
fn range_of(range: &ExprRange, diag: &mut Diagnostics) -> Lowered<Option<(u16, u16)>> {
    let (Some(start), Some(end)) = (&range.start, &range.end) else {
        let message = "a range of statuses has two ends; write `500..=599`";
        return Err(diag.error(range, message));
    };
    let (first, last) = (number(start, diag), number(end, diag));
    let (Some(first), Some(last)) = (first?, last?) else {
        return Ok(None);
    };
    match range.limits {
        RangeLimits::Closed(_) => Ok(Some((first, last))),
        // `429..429` is empty, so its bounds must not be in order either.
        RangeLimits::HalfOpen(_) if last <= first => Ok(Some((first, first.saturating_sub(1)))),
        RangeLimits::HalfOpen(_) => Ok(Some((first, last - 1))),
    }
}

/// A literal status; `None` for a const expression.
fn number(expr: &Expr, diag: &mut Diagnostics) -> Lowered<Option<u16>> {
    let number = match literal(expr) {
        Literal::None => return Ok(None),
        Literal::Number(text) => integer(&text, "u16"),
        Literal::Text(_) | Literal::Negative | Literal::Other => None,
    };
    if let Some(number) = number {
        return number.try_into().map(Some).map_err(|_| {
            diag.error(
                expr,
                format!("{number} is not a status; write one between 100 and 599"),
            )
        });
    }
    let message = "a status is a whole number between 100 and 599; \
                   write `429`, or a range such as `502..=504`";
    Err(diag.error(expr, message))
}
