//! Values and code in prose.

use quote::ToTokens;

use crate::model::value::Value;

/// Prints a known value, or quotes a const expression.
pub(super) fn value<T: Copy>(value: &Value<T>, print: impl FnOnce(T) -> String) -> String {
    match value {
        Value::Known(known) => print(*known),
        Value::Const(expr) => format!("`{}`", code(expr)),
    }
}

/// Prints a value as [`value`] does, or the default if none was written.
pub(super) fn value_or<T: Copy>(
    written: Option<&Value<T>>,
    default: T,
    print: impl FnOnce(T) -> String,
) -> String {
    match written {
        Some(written) => value(written, print),
        None => print(default),
    }
}

/// Prints tokens on one line, without the spaces that nobody writes.
pub(super) fn code(tokens: &impl ToTokens) -> String {
    // A back-tick in the code would end the Markdown that quotes it.
    let text = tokens.to_token_stream().to_string().replace('`', "'");
    // Printed tokens are separated by blanks. These few replacements make the usual expressions
    // (paths and calls) look as they were typed; any other is still correct.
    text.replace(" :: ", "::")
        .replace(":: ", "::")
        .replace(" (", "(")
        .replace("( ", "(")
        .replace(" )", ")")
}
