//! After what a call is repeated, in words.

use super::text::{code, value};
use crate::model::policy::{DEFAULT_ERRORS, Errors, Kind, Policy, StatusSet, Statuses};
use crate::model::value::Value;

/// `after a connection failure, …, any 5xx, 429`
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
            .map(|when| format!("what `{}` says", code(when))),
    );
    if causes.is_empty() {
        return "after nothing".to_owned();
    }
    format!("after {}", causes.join(", "))
}

fn describe(kind: Kind) -> &'static str {
    match kind {
        Kind::Connect => "a connection failure",
        Kind::Timeout => "a timeout",
        Kind::Reset => "a lost connection",
        Kind::Body => "a cut body",
        Kind::Decode => "a body that cannot be decoded",
    }
}

fn statuses(StatusSet(entries): &StatusSet) -> Vec<String> {
    let print = |entry: &Statuses| match entry {
        Statuses::Known(first, last) if first == last => first.to_string(),
        Statuses::Known(first, last) => format!("{first} to {last}"),
        Statuses::Const(expr) => format!("`{}`", code(expr)),
    };
    entries.iter().map(print).collect()
}

/// The end of the sentence about what proves that nothing happened.
pub(super) fn proofs(set: &StatusSet) -> String {
    match &statuses(set)[..] {
        [] => String::new(),
        list => format!(", or was answered with {}", list.join(", ")),
    }
}
