//! The failures and statuses after which a call is repeated, in words.

use super::text::{code, value};
use crate::model::policy::{DEFAULT_ERRORS, Errors, Kind, Policy, StatusSet, Statuses};
use crate::model::value::Value;

/// `a connection failure, …, any 5xx, or 429`
pub(super) fn causes(policy: &Policy) -> String {
    let mut causes = match &policy.errors {
        None => DEFAULT_ERRORS
            .map(|kind| describe(kind).to_owned())
            .to_vec(),
        Some(Errors::Const(list)) => vec![format!("a failure of `{}`", code(list))],
        Some(Errors::Listed(kinds)) => kinds
            .iter()
            .map(|kind| value(kind, |kind| describe(kind).to_owned()))
            .collect(),
    };
    match &policy.server_errors {
        None | Some(Value::Known(true)) => causes.push("any 5xx".to_owned()),
        Some(Value::Known(false)) => {}
        Some(Value::Const(expr)) => causes.push(format!("any 5xx if `{}`", code(expr))),
    }
    causes.extend(policy.statuses.iter().flat_map(statuses));
    causes.extend(
        policy
            .when
            .iter()
            .map(|when| format!("whatever `{}` says", code(when))),
    );
    if causes.is_empty() {
        return "no failure at all".to_owned();
    }
    alternatives(&causes)
}

/// `a`, `a or b`, `a, b, or c`
fn alternatives(list: &[String]) -> String {
    match list {
        [] => String::new(),
        [one] => one.clone(),
        [one, other] => format!("{one} or {other}"),
        [before @ .., end] => format!("{}, or {end}", before.join(", ")),
    }
}

/// A kind of failure, for a reader who does not know its key.
fn describe(kind: Kind) -> &'static str {
    match kind {
        Kind::Connect => "a connection failure",
        Kind::Timeout => "a timeout",
        Kind::Reset => "a lost connection",
        Kind::Body => "a truncated body",
        Kind::Decode => "a body that cannot be decoded",
    }
}

/// The entries of a set, each as it was written.
fn statuses(StatusSet(entries): &StatusSet) -> Vec<String> {
    let print = |entry: &Statuses| match entry {
        Statuses::Known(first, last) if first == last => first.to_string(),
        Statuses::Known(first, last) => format!("{first} to {last}"),
        Statuses::Const(expr) => format!("`{}`", code(expr)),
    };
    entries.iter().map(print).collect()
}

/// The proofs that a request was not processed.
pub(super) fn proofs(set: &StatusSet) -> String {
    let mut proofs = vec![
        "the request was never sent".to_owned(),
        "HTTP/2 refused it".to_owned(),
    ];
    let statuses = statuses(set);
    if !statuses.is_empty() {
        proofs.push(format!("the response was {}", alternatives(&statuses)));
    }
    let proofs = alternatives(&proofs);
    format!("proof that the server did not act ({proofs})")
}
