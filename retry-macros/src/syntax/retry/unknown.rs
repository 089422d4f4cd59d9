//! Items that are not options of `#[retry]`, and the options that were meant.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Expr, ExprLit, Ident, Lit, LitStr};

use super::known::{KNOWN, LIST, strategies};
use crate::diag::{Diagnostics, Reported};
use crate::duration;
use crate::model::strategy::Curve;
use crate::suggest;
use crate::syntax::arg::{Arg, Item};
use crate::syntax::limits;

/// The names of these keys in other crates.
const ALIASES: [(&str, &str); 16] = [
    // `retries = 3` would be four attempts, so it must not be accepted as an alias.
    ("retries", "`attempts`, which counts the first send too"),
    ("max_retries", "`attempts`, which counts the first send too"),
    ("max_attempts", "`attempts`"),
    ("tries", "`attempts`"),
    ("cap", "`max`"),
    ("max_delay", "`max`"),
    ("max_interval", "`max`"),
    ("delay", "`base`"),
    ("initial_delay", "`base`"),
    ("initial_interval", "`base`"),
    ("multiplier", "`factor`"),
    ("retry_if", "`when`"),
    ("retry_on", "`statuses`"),
    ("status", "`statuses`"),
    ("status_codes", "`statuses`"),
    ("delays", "`list(100ms, 1s)`"),
];

/// Keys that the strategy has in other crates.
const STRATEGY_KEYS: [&str; 3] = ["strategy", "backoff", "policy"];

/// Refuses a word that is not a strategy: a key without its value, or a mistake.
pub(super) fn refuse_word(word: &Ident, diag: &mut Diagnostics) -> Reported {
    let name = word.to_string();
    if KNOWN.keys.contains(&name.as_str()) {
        return KNOWN.refuse(&Item::Word(word.clone()), diag);
    }
    let hint = match suggest::closest(&name, strategies().chain(["off", "unprocessed_only"])) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!(
            "expected one of {}, or a constant that implements `Backoff`",
            suggest::list(&strategies().collect::<Vec<_>>())
        ),
    };
    diag.error(word, format!("unknown strategy `{name}`; {hint}"))
}

/// Refuses an unknown key, and says where it belongs or which name it has here.
pub(super) fn refuse_pair(arg: Arg, diag: &mut Diagnostics) -> Reported {
    let key = &arg.key;
    if STRATEGY_KEYS.iter().any(|alias| key == alias) {
        return diag.error(
            key,
            "a strategy is written without a key; write `exponential`",
        );
    }
    if key == LIST {
        return diag.error(key, WAITS);
    }
    let hint = match ALIASES.iter().find(|(alias, _)| key == alias) {
        Some((_, meant)) => format!("did you mean {meant}?"),
        None if limits::KEYS.iter().any(|limit| key == *limit) => format!(
            "it bounds calls that are not retried too, so write it in `#[client(…)]` \
             or after the path: `#[get(\"/…\", {key} = …)]`"
        ),
        None => return KNOWN.refuse(&Item::Pair(arg), diag),
    };
    diag.error(key, format!("unknown `retry` option `{key}`; {hint}"))
}

const WAITS: &str = "the waits of `list` are written in parentheses; write `list(100ms, 1s)`";

/// Refuses `name(…)` that is not a list.
pub(super) fn refuse_call(name: Ident, tokens: TokenStream, diag: &mut Diagnostics) -> Reported {
    if Curve::named(&name.to_string()).is_some() {
        let message = format!("the keys of a strategy stand beside it; write `{name}, base = …`");
        return diag.error(name, message);
    }
    KNOWN.refuse(&Item::Call(name, tokens), diag)
}

/// Refuses `list([100ms, 1s])`.
pub(super) fn refuse_brackets(waits: &Expr, diag: &mut Diagnostics) -> Reported {
    let message = "the waits of `list` are written without brackets; write `list(100ms, 1s)`";
    diag.error(waits, message)
}

/// Refuses a value without a key.
pub(super) fn refuse_other(item: &Item, diag: &mut Diagnostics) -> Reported {
    match item {
        Item::Text(text) => refuse_text(text, diag),
        Item::Other(number) => match way_out_for_number(number) {
            Some(way_out) => diag.error(number, format!("a number needs its key; {way_out}")),
            None => KNOWN.refuse(item, diag),
        },
        _ => KNOWN.refuse(item, diag),
    }
}

/// Refuses a strategy in quotes.
fn refuse_text(text: &LitStr, diag: &mut Diagnostics) -> Reported {
    match suggest::closest(&text.value(), strategies()) {
        Some(meant) => {
            let message = format!("a strategy is written without quotes; write `{meant}`");
            diag.error(text, message)
        }
        None => KNOWN.refuse(&Item::Text(text.clone()), diag),
    }
}

/// The option that a number was meant for: `3` is a number of attempts, `1s` a wait.
fn way_out_for_number(expr: &Expr) -> Option<String> {
    let Expr::Lit(ExprLit {
        lit: Lit::Int(_) | Lit::Float(_),
        ..
    }) = expr
    else {
        return None;
    };
    let number = expr.to_token_stream().to_string();
    Some(match duration::parse(&number) {
        Ok(_) => format!("write `constant, base = {number}`, or `list({number})`"),
        Err(_) => format!("write `attempts = {number}`"),
    })
}
