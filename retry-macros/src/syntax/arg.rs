//! The items between the commas of an attribute, read so that an invalid one does not hide the rest.
//!
//! ```text
//! exponential, attempts = , base = 100 ms, list(1s), "x"
//! → Word(exponential), Pair(attempts, Err), Pair(base, Err), Call(list, …), Text("x")
//! ```
//!
//! `syn::Punctuated` would stop at the second item, and everything after it would seem to be
//! missing. Here an item that cannot be read is reported, skipped up to its comma, and returned as
//! far as it is known: a pair without a value still says that its key was given.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Expr, ExprLit, Ident, Lit, LitStr, Path, Token};

use crate::diag::{Diagnostics, Reported};
use crate::duration::{self, NotADuration};

/// Attributes that are mistaken for keys of others.
const GUARDS: [&str; 5] = [
    "budget",
    "rate_limit",
    "concurrency",
    "circuit_breaker",
    "hedge",
];

/// `key = value`; the value is missing when it could not be read.
pub(crate) struct Arg {
    pub(crate) key: Ident,
    pub(crate) value: Result<Expr, Reported>,
}

/// An optional argument, as the attributes keep them.
pub(crate) type OptionalArg = Option<Arg>;

/// The value, or the key if the value could not be read, for the place of an error.
impl ToTokens for Arg {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match &self.value {
            Ok(value) => value.to_tokens(tokens),
            Err(_) => self.key.to_tokens(tokens),
        }
    }
}

/// One item between two commas.
pub(crate) enum Item {
    /// `key = value`
    Pair(Arg),
    /// `name(…)`
    Call(Ident, TokenStream),
    /// `name`, which may be a keyword
    Word(Ident),
    /// `a::b::C`
    Path(Path),
    /// `"text"`
    Text(LitStr),
    /// Anything else that Rust can read
    Other(Expr),
    /// Nothing that Rust can read
    Broken(Reported),
}

/// Reads the items of an attribute.
pub(crate) fn items(tokens: TokenStream, diag: &mut Diagnostics) -> Vec<Item> {
    let mut items = Vec::new();
    let parser = |input: ParseStream| {
        while !input.is_empty() {
            items.push(next_item(input, diag));
        }
        Ok(())
    };
    // The closure consumes everything and never fails, so no error is lost. It is needed because
    // syn hands out a `ParseStream` only to a parser.
    drop(parser.parse2(tokens));
    items
}

/// Reads one item with the comma after it.
fn next_item(input: ParseStream, diag: &mut Diagnostics) -> Item {
    let item = match item(input, diag) {
        Ok(item) => item,
        Err(error) => {
            let reported = diag.record(error);
            skip_to_comma(input);
            Item::Broken(reported)
        }
    };
    if let Err(reported) = comma(&item, input, diag) {
        return match item {
            Item::Pair(Arg { key, .. }) => Item::Pair(Arg {
                key,
                value: Err(reported),
            }),
            _ => Item::Broken(reported),
        };
    }
    item
}

/// Reads the comma after an item. Anything else there is reported once, and skipped.
fn comma(after: &Item, input: ParseStream, diag: &mut Diagnostics) -> Result<(), Reported> {
    if input.is_empty() || input.parse::<Token![,]>().is_ok() {
        return Ok(());
    }
    let message = match apart(after, input) {
        Some(meant) => NotADuration::Apart(meant).message(),
        None => "expected a comma before this".to_owned(),
    };
    let reported = diag.record(input.error(message));
    skip_to_comma(input);
    drop(input.parse::<Token![,]>());
    Err(reported)
}

/// `100ms`, when it was written `100 ms`.
fn apart(after: &Item, input: ParseStream) -> Option<String> {
    let Item::Pair(Arg {
        value: Ok(value), ..
    }) = after
    else {
        return None;
    };
    let Expr::Lit(ExprLit {
        lit: Lit::Int(_) | Lit::Float(_),
        ..
    }) = value
    else {
        return None;
    };
    // `100 ms` is two tokens, and syn would report a missing comma. If the two make a duration, or
    // nearly so, the blank was the mistake.
    let meant = format!(
        "{}{}",
        value.to_token_stream(),
        input.fork().call(Ident::parse_any).ok()?
    );
    let is_duration = match duration::parse(&meant) {
        Ok(_) => true,
        Err(NotADuration::UnknownUnit(_, meant)) => meant.is_some(),
        Err(_) => false,
    };
    is_duration.then_some(meant)
}

/// Reads one item, whose kind depends on the tokens after its first word.
fn item(input: ParseStream, diag: &mut Diagnostics) -> syn::Result<Item> {
    // A fork costs a copy of the cursor. Trying one form after the other would report the error of
    // the last, which the user did not mean.
    let ahead = input.fork();
    // `parse_any`, for `crate = …` and `dyn`, which are keywords.
    if ahead.call(Ident::parse_any).is_err() {
        return other(input);
    }
    // `a == b` is an expression and not a pair.
    if ahead.peek(Token![=]) && !ahead.peek(Token![==]) {
        let key = input.call(Ident::parse_any)?;
        input.parse::<Token![=]>()?;
        return Ok(Item::Pair(Arg {
            value: value(input, &key, diag),
            key,
        }));
    }
    // Written by habit from struct literals and the attributes of other crates.
    if ahead.peek(Token![:]) && !ahead.peek(Token![::]) {
        let key = input.call(Ident::parse_any)?;
        return Err(input.error(format!(
            "a key and its value are joined by `=`: `{key} = …`"
        )));
    }
    if ahead.peek(syn::token::Paren) {
        let name = input.call(Ident::parse_any)?;
        let content;
        syn::parenthesized!(content in input);
        return Ok(Item::Call(name, content.parse()?));
    }
    if ahead.is_empty() || ahead.peek(Token![,]) {
        return input.call(Ident::parse_any).map(Item::Word);
    }
    other(input)
}

/// Reads the value of a pair; one that cannot be read is reported and skipped.
fn value(input: ParseStream, key: &Ident, diag: &mut Diagnostics) -> Result<Expr, Reported> {
    if input.is_empty() || input.peek(Token![,]) {
        return Err(diag.error(key, format!("`{key}` needs a value; write `{key} = …`")));
    }
    if GUARDS.iter().any(|guard| key == guard) {
        let message = format!("`{key}` is an attribute of its own; write `#[{key}(…)]`");
        skip_to_comma(input);
        return Err(diag.error(key, message));
    }
    input.parse().map_err(|error| {
        skip_to_comma(input);
        diag.record(error)
    })
}

/// Reads an item that does not begin with a key.
fn other(input: ParseStream) -> syn::Result<Item> {
    Ok(match unwrapped(input.parse()?) {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) => Item::Text(text),
        Expr::Path(path) if path.qself.is_none() => match path.path.get_ident() {
            Some(word) => Item::Word(word.clone()),
            None => Item::Path(path.path),
        },
        expr => Item::Other(expr),
    })
}

/// An expression without the parentheses around it, including the invisible ones of macros.
// `macro_rules!` puts a fragment such as `$base:expr` into an invisible group. Without this, a
// declaration made by a macro would get an error that `100ms` is not a duration.
pub(crate) fn unwrapped(expr: Expr) -> Expr {
    match expr {
        Expr::Group(group) => unwrapped(*group.expr),
        Expr::Paren(paren) => unwrapped(*paren.expr),
        expr => expr,
    }
}

/// Tells whether a word is a constant by Rust's conventions, and not a known word in the wrong case.
pub(crate) fn is_constant<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> bool {
    let mut known = known.into_iter();
    word.contains(char::is_uppercase) && !known.any(|known| known.eq_ignore_ascii_case(word))
}

/// Skips the rest of an item that cannot be read.
fn skip_to_comma(input: ParseStream) {
    while !input.is_empty() && !input.peek(Token![,]) {
        if input.parse::<TokenTree>().is_err() {
            return;
        }
    }
}

/// Stores an argument, or reports that it was given before.
pub(crate) fn set(slot: &mut OptionalArg, arg: Arg, diag: &mut Diagnostics) {
    match slot {
        Some(_) => _ = twice(&arg.key, diag),
        None => *slot = Some(arg),
    }
}

/// Stores a word that stands alone, or reports that it was given before.
pub(crate) fn set_flag(slot: &mut Option<Ident>, word: Ident, diag: &mut Diagnostics) {
    match slot {
        Some(_) => _ = twice(&word, diag),
        None => *slot = Some(word),
    }
}

/// Reports a key that was given before.
pub(crate) fn twice(key: &Ident, diag: &mut Diagnostics) -> Reported {
    diag.error(key, format!("`{key}` is given twice; remove one"))
}
