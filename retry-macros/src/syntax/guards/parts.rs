//! The parts between the commas of a guard's attribute: items as elsewhere, percentages and rates.

use proc_macro2::{Punct, TokenStream, TokenTree};
use quote::ToTokens;
use syn::Ident;

use crate::diag::{Diagnostics, Reported};
use crate::syntax::arg::{Arg, Item, items};

/// The part between two commas.
pub(crate) enum Part {
    /// `20%`
    Percent(Percent),
    /// `failures = 50%`
    PercentOf(Ident, Percent),
    /// `500 per 1m`
    Per(Per),
    Item(Item),
    Broken(Reported),
}

/// A rate, as it was written.
pub(crate) struct Per {
    pub(crate) turns: Arg,
    pub(crate) period: Arg,
}

impl ToTokens for Per {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.turns.to_tokens(tokens);
        self.period.key.to_tokens(tokens);
        self.period.to_tokens(tokens);
    }
}

/// A percentage, as it was written.
pub(crate) struct Percent {
    number: TokenStream,
    sign: Punct,
}

impl Percent {
    /// The number before the sign, as text.
    pub(crate) fn number(&self) -> String {
        self.number.to_string()
    }
}

impl ToTokens for Percent {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.number.to_tokens(tokens);
        self.sign.to_tokens(tokens);
    }
}

/// Reads what stands between the parentheses of a guard's attribute.
pub(crate) fn parts(tokens: TokenStream, diag: &mut Diagnostics) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut part = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Punct(comma) if comma.as_char() == ',' => {
                if part.is_empty() {
                    let message = "there is nothing before this comma; remove it";
                    parts.push(Part::Broken(diag.error(&comma, message)));
                }
                parts.extend(read(std::mem::take(&mut part), diag));
            }
            token => part.push(token),
        }
    }
    parts.extend(read(part, diag));
    parts
}

fn read(mut part: Vec<TokenTree>, diag: &mut Diagnostics) -> Vec<Part> {
    // The sign is the last token of its part, where no expression of Rust can have it.
    match part.pop() {
        Some(TokenTree::Punct(sign)) if sign.as_char() == '%' => {
            vec![percent(part, sign)]
        }
        last => {
            part.extend(last);
            if let Some(at) = part.iter().position(is_per) {
                return vec![per(part, at, diag)];
            }
            let items = items(part.into_iter().collect(), diag);
            items.into_iter().map(Part::Item).collect()
        }
    }
}

/// Reads a percentage, and its key if it has one.
fn percent(mut part: Vec<TokenTree>, sign: Punct) -> Part {
    let is_pair =
        matches!(&part[..], [TokenTree::Ident(_), TokenTree::Punct(is), ..] if is.as_char() == '=');
    let number = part.split_off(if is_pair { 2 } else { 0 });
    let number = number.into_iter().collect();
    let percent = Percent { number, sign };
    match part.into_iter().next() {
        Some(TokenTree::Ident(key)) => Part::PercentOf(key, percent),
        _ => Part::Percent(percent),
    }
}

fn is_per(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Ident(word) if word == "per")
}

/// Reads `500 per 1m`. Both arguments have the word in the middle as their key, for errors that have
/// no token of their own.
fn per(mut part: Vec<TokenTree>, at: usize, diag: &mut Diagnostics) -> Part {
    let period: TokenStream = part.split_off(at + 1).into_iter().collect();
    let Some(TokenTree::Ident(word)) = part.pop() else {
        return Part::Item(Item::Broken(
            diag.error(&period, "expected `per` before this"),
        ));
    };
    let turns: TokenStream = part.into_iter().collect();
    if turns.is_empty() || period.is_empty() {
        let message = "a rate has a number and a period; write one such as `100 per 1s`";
        return Part::Broken(diag.error(&word, message));
    }
    let mut value = |tokens| Arg {
        key: word.clone(),
        value: diag.check(syn::parse2(tokens)),
    };
    Part::Per(Per {
        turns: value(turns),
        period: value(period),
    })
}

/// Stores a part, or reports that it was given before.
pub(crate) fn set_once<T: ToTokens>(
    place: &mut Option<T>,
    part: T,
    what: &str,
    diag: &mut Diagnostics,
) -> Result<(), Reported> {
    if place.is_some() {
        return Err(diag.error(&part, format!("{what} is given twice; remove one")));
    }
    *place = Some(part);
    Ok(())
}
