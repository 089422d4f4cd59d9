//! Expressions of attributes → values.

use std::time::Duration;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Expr, ExprLit, Ident, Lit, LitInt, LitStr, UnOp};

use crate::diag::{Diagnostics, Reported};
use crate::duration;
use crate::model::value::Value;
use crate::syntax::arg::{Arg, OptionalArg, unwrapped};

/// A value, or the proof that an error was reported in its place.
pub(crate) type Lowered<T> = Result<T, Reported>;

/// Lowers the argument in `slot` if there is one.
pub(crate) fn optional<T>(
    slot: &OptionalArg,
    diag: &mut Diagnostics,
    lower: impl FnOnce(&Arg, &mut Diagnostics) -> Lowered<T>,
) -> Lowered<Option<T>> {
    slot.as_ref().map(|arg| lower(arg, diag)).transpose()
}

/// Collects all values, or returns one of the proofs.
pub(crate) fn each<T>(lowered: impl Iterator<Item = Lowered<T>>) -> Lowered<Vec<T>> {
    // In two steps: collecting into a `Result` stops at the first error, and later ones would not be
    // reported.
    let all: Vec<_> = lowered.collect();
    all.into_iter().collect()
}

/// The entries of a list in brackets; any other expression is a single entry.
pub(crate) fn entries(expr: &Expr) -> Vec<Expr> {
    match unwrapped(expr.clone()) {
        Expr::Array(array) => array.elems.into_iter().collect(),
        one => vec![one],
    }
}

/// Lowers the duration of a key.
pub(crate) fn duration(arg: &Arg, diag: &mut Diagnostics) -> Lowered<Value<Duration>> {
    duration_of(arg.value.as_ref()?, diag)
}

/// `100ms`, `"100ms"`, or a const expression.
pub(crate) fn duration_of(expr: &Expr, diag: &mut Diagnostics) -> Lowered<Value<Duration>> {
    let text = match literal(expr) {
        Literal::Text(text) => text.value(),
        Literal::Number(text) => text,
        // `true` or `'c'`: the message about an empty text shows how a duration is written.
        Literal::Other => String::new(),
        Literal::Negative => return Err(diag.error(expr, "a duration cannot be negative")),
        Literal::None => {
            refuse_inner_unit(expr, diag)?;
            return Ok(Value::Const(expr.clone()));
        }
    };
    match duration::parse(text.trim()) {
        Ok(duration) => Ok(Value::Known(duration)),
        Err(error) => Err(diag.error(expr, error.message())),
    }
}

/// Refuses `2 * 100ms`: Rust does not know our units.
fn refuse_inner_unit(expr: &Expr, diag: &mut Diagnostics) -> Lowered<()> {
    match inner_unit(expr.to_token_stream()) {
        Some(literal) => {
            let message = format!(
                "`{literal}` is a duration only when it stands alone; write the result, or a const of type `Duration`"
            );
            Err(diag.error(expr, message))
        }
        None => Ok(()),
    }
}

/// The first literal of a duration among tokens.
fn inner_unit(tokens: TokenStream) -> Option<String> {
    tokens.into_iter().find_map(|token| match token {
        // rustc's lexer reads `100ms` as a number with a suffix. It refuses the suffix only if the
        // literal is emitted.
        TokenTree::Literal(literal) => {
            Some(literal.to_string()).filter(|text| duration::parse(text).is_ok())
        }
        TokenTree::Group(group) => inner_unit(group.stream()),
        TokenTree::Ident(_) | TokenTree::Punct(_) => None,
    })
}

/// A whole number or a const expression; `None` for any other literal.
pub(crate) fn whole_of(expr: &Expr) -> Option<Value<u32>> {
    match literal(expr) {
        Literal::None => Some(Value::Const(expr.clone())),
        Literal::Number(text) => {
            let number = integer(&text, "u32")?;
            number.try_into().ok().map(Value::Known)
        }
        Literal::Text(_) | Literal::Negative | Literal::Other => None,
    }
}

/// Lowers a whole number; its bounds are up to the caller.
pub(crate) fn whole(arg: &Arg, diag: &mut Diagnostics) -> Lowered<Value<u32>> {
    let expr = arg.value.as_ref()?;
    whole_of(expr).ok_or_else(|| {
        let key = &arg.key;
        diag.error(
            expr,
            format!("`{key}` is a whole number; write `{key} = 3`"),
        )
    })
}

/// An integer literal without a suffix, or with the right one.
pub(crate) fn integer(text: &str, suffix: &str) -> Option<u64> {
    let number: LitInt = syn::parse_str(text).ok()?;
    let is_right = ["", suffix].contains(&number.suffix());
    is_right.then(|| number.base10_parse().ok())?
}

/// Lowers a factor.
pub(crate) fn factor(arg: &Arg, diag: &mut Diagnostics) -> Lowered<Value<f64>> {
    let expr = arg.value.as_ref()?;
    let number = match literal(expr) {
        Literal::None => return Ok(Value::Const(expr.clone())),
        Literal::Number(text) => {
            // `2` and `1e3` are accepted; `0x2` is not, as an `f64` cannot be written like that.
            let digits = text.strip_suffix("f64").unwrap_or(&text).replace('_', "");
            digits
                .parse::<f64>()
                .ok()
                .filter(|number| number.is_finite())
        }
        Literal::Text(_) | Literal::Negative | Literal::Other => None,
    };
    let Some(number) = number else {
        return Err(diag.error(
            expr,
            "`factor` is a number of 1 or more; write `factor = 2`",
        ));
    };
    if number < 1.0 {
        let message = "`factor` is 1 or more, or the waits would shrink; write `factor = 2`";
        return Err(diag.error(expr, message));
    }
    Ok(Value::Known(number))
}

/// Lowers `true` or `false`.
pub(crate) fn boolean(arg: &Arg, diag: &mut Diagnostics) -> Lowered<Value<bool>> {
    let expr = arg.value.as_ref()?;
    match unwrapped(expr.clone()) {
        Expr::Lit(ExprLit {
            lit: Lit::Bool(value),
            ..
        }) => Ok(Value::Known(value.value)),
        Expr::Lit(_) => Err(refuse_boolean(arg, expr, diag)),
        // `on` would be a path, and so a const expression that rustc cannot find.
        _ if word(expr).is_some_and(|word| SWITCHES.iter().any(|known| word == known)) => {
            Err(refuse_boolean(arg, expr, diag))
        }
        _ => Ok(Value::Const(expr.clone())),
    }
}

/// Other words for `true` and `false`.
const SWITCHES: [&str; 4] = ["on", "off", "yes", "no"];

/// Refuses any other value of a boolean.
fn refuse_boolean(arg: &Arg, expr: &Expr, diag: &mut Diagnostics) -> Reported {
    let key = &arg.key;
    diag.error(expr, format!("`{key}` is `true` or `false`"))
}

/// Lowers a function: a path or a closure, but not a literal.
pub(crate) fn function(arg: &Arg, diag: &mut Diagnostics) -> Lowered<Expr> {
    let expr = arg.value.as_ref()?;
    if matches!(literal(expr), Literal::None) {
        return Ok(expr.clone());
    }
    let key = &arg.key;
    Err(diag.error(expr, format!("`{key}` is a function; write its path")))
}

/// The word, if the expression is a single word.
pub(crate) fn word(expr: &Expr) -> Option<Ident> {
    match unwrapped(expr.clone()) {
        Expr::Path(path) if path.qself.is_none() => path.path.get_ident().cloned(),
        _ => None,
    }
}

/// A literal, sorted by kind.
pub(crate) enum Literal {
    /// The digits and the suffix of a number
    Number(String),
    Text(LitStr),
    /// A number with a minus
    Negative,
    /// `'c'`, `true`, …
    Other,
    /// Not a literal.
    None,
}

/// Sorts an expression.
pub(crate) fn literal(expr: &Expr) -> Literal {
    match unwrapped(expr.clone()) {
        Expr::Lit(ExprLit { lit, .. }) => match lit {
            Lit::Int(number) => Literal::Number(number.token().to_string()),
            Lit::Float(number) => Literal::Number(number.token().to_string()),
            Lit::Str(text) => Literal::Text(text),
            _ => Literal::Other,
        },
        Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => match literal(&unary.expr) {
            Literal::Number(_) => Literal::Negative,
            _ => Literal::None,
        },
        _ => Literal::None,
    }
}
