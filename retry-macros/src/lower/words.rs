//! Words as values: one of a few names, and constants among them where the runtime takes one.

use syn::Expr;

use super::values::{Literal, Lowered, literal, word};
use crate::diag::Diagnostics;
use crate::model::policy::Kind;
use crate::model::role::Coding;
use crate::model::strategy::Jitter;
use crate::model::value::Value;
use crate::suggest;
use crate::syntax::arg::{Arg, OptionalArg, is_constant};

/// Lowers a kind of jitter.
pub(crate) fn jitter(arg: &Arg, diag: &mut Diagnostics) -> Lowered<Value<Jitter>> {
    let expr = arg.value.as_ref()?;
    let table = [
        ("full", Jitter::Full),
        ("equal", Jitter::Equal),
        ("none", Jitter::None),
    ];
    named(expr, "jitter", &table, diag)
}

/// Lowers a kind of failure.
pub(crate) fn kind(expr: &Expr, diag: &mut Diagnostics) -> Lowered<Value<Kind>> {
    let table = [
        ("connect", Kind::Connect),
        ("timeout", Kind::Timeout),
        ("reset", Kind::Reset),
        ("body", Kind::Body),
        ("decode", Kind::Decode),
    ];
    named(expr, "error kind", &table, diag)
}

/// Lowers the compression of a body. It decides which code is generated, so it cannot be a constant.
pub(crate) fn coding(slot: &OptionalArg, diag: &mut Diagnostics) -> Lowered<Coding> {
    let Some(arg) = slot else {
        return Ok(Coding::Identity);
    };
    let unknown = |word: &str| format!("unknown compression `{word}`");
    one_of(
        arg.value.as_ref()?,
        unknown,
        &[("gzip", Coding::Gzip)],
        diag,
    )
}

/// Lowers one of a few names, or a const expression.
///
/// ```text
/// jitter = full      →  Known(Jitter::Full)
/// jitter = ful       →  error, did you mean `full`?
/// jitter = JITTER    →  Const, a constant by Rust's conventions
/// jitter = a::b()    →  Const
/// ```
fn named<T: Copy>(
    expr: &Expr,
    what: &str,
    table: &[(&str, T)],
    diag: &mut Diagnostics,
) -> Lowered<Value<T>> {
    let is_const = match word(expr) {
        Some(word) => is_constant(&word.to_string(), table.iter().map(|(name, _)| *name)),
        None => matches!(literal(expr), Literal::None),
    };
    if is_const {
        return Ok(Value::Const(expr.clone()));
    }
    let unknown = |word: &str| format!("unknown {what} `{word}`");
    one_of(expr, unknown, table, diag).map(Value::Known)
}

/// Lowers one of a few names; `unknown` is the message about another word.
pub(crate) fn one_of<T: Copy>(
    expr: &Expr,
    unknown: impl FnOnce(&str) -> String,
    table: &[(&str, T)],
    diag: &mut Diagnostics,
) -> Lowered<T> {
    let names: Vec<&str> = table.iter().map(|(name, _)| *name).collect();
    let Some(word) = word(expr).map(|word| word.to_string()) else {
        let names = suggest::list(&names);
        return Err(diag.error(expr, format!("expected one of {names}")));
    };
    if let Some((_, value)) = table.iter().find(|(name, _)| *name == word) {
        return Ok(*value);
    }
    let hint = suggest::hint(&word, &names);
    Err(diag.error(expr, format!("{}; {hint}", unknown(&word))))
}
