//! The helper attributes, and Rust's own that may stand beside them.
//!
//! These lists decide which attributes are removed from the trait, which stay, and which are
//! suggested for a misspelt name. An attribute that is in no list is refused on a method without a
//! body, since nothing else could read it there. On the trait it may belong to another macro, so
//! there only a near miss is refused.

use std::{iter, mem};

use proc_macro2::{TokenStream, TokenTree};
use syn::{Attribute, FnArg, Ident, Meta, TraitItemFn};

use crate::diag::{Diagnostics, Reported};
use crate::suggest;

/// The attributes of verbs.
pub(crate) const VERBS: [&str; 8] = [
    "get", "post", "put", "patch", "delete", "head", "options", "request",
];

/// The other attributes of methods.
pub(crate) const OTHERS: [&str; 9] = [
    "retry",
    "idempotent",
    "idempotency_key",
    "budget",
    "rate_limit",
    "concurrency",
    "circuit_breaker",
    "hedge",
    "pages",
];

/// The attributes that may stand on a trait.
pub(crate) const OF_TRAITS: [&str; 5] = [
    "retry",
    "budget",
    "rate_limit",
    "concurrency",
    "circuit_breaker",
];

/// The attributes of arguments.
pub(crate) const ROLES: [&str; 12] = [
    "path",
    "query",
    "header",
    "headers",
    "cookie",
    "json",
    "form",
    "body",
    "part",
    "url",
    "cost",
    "idempotency_key",
];

/// Rust's own attributes that make sense on a method or an argument.
const OF_RUST: [&str; 12] = [
    "allow",
    "cfg",
    "cfg_attr",
    "cold",
    "deny",
    "deprecated",
    "doc",
    "expect",
    "forbid",
    "inline",
    "must_use",
    "warn",
];

/// The name of an attribute. Paths to ours have been shortened to a name, except those to `#[client]`.
pub(crate) fn name(attribute: &Attribute) -> Option<&Ident> {
    let segments = &attribute.path().segments;
    let last = segments.last().map(|segment| &segment.ident);
    match segments.len() {
        1 => last,
        2 if segments[0].ident == "retry_client" => last,
        _ => None,
    }
}

/// The attribute of ours that a misspelt one on a trait was meant to be. Other unknown attributes
/// may be macros of other crates.
pub(crate) fn meant_on_trait(attribute: &Attribute) -> Option<&'static str> {
    let name = attribute.path().get_ident()?.to_string();
    let is_known = OF_RUST.contains(&name.as_str()) || OTHERS.contains(&name.as_str());
    let meant = suggest::closest(&name, OTHERS)?;
    (!is_known).then_some(meant)
}

/// Tells whether the attribute on a method or a trait is one of ours.
pub(crate) fn is_of_method(attribute: &Attribute) -> bool {
    name(attribute).is_some_and(|name| VERBS.iter().chain(&OTHERS).any(|known| name == known))
}

/// Tells whether the attribute on an argument is one of ours.
pub(crate) fn is_role(attribute: &Attribute) -> bool {
    name(attribute).is_some_and(|name| ROLES.iter().any(|known| name == known))
}

/// Tells whether the attribute belongs to Rust or to a tool, so that it stays.
pub(crate) fn is_foreign(attribute: &Attribute) -> bool {
    match name(attribute) {
        Some(name) => OF_RUST.iter().any(|known| name == known) && in_cfg_attr(attribute).is_none(),
        None => true,
    }
}

/// Tells whether the attribute is `wanted`.
pub(crate) fn is(attribute: &Attribute, wanted: &str) -> bool {
    attribute.path().is_ident(wanted)
}

/// Tells whether a name is that of an attribute of ours.
pub(crate) fn is_ours(name: &Ident) -> bool {
    let mut ours = VERBS.iter().chain(&OTHERS).chain(&ROLES);
    ours.any(|known| name == known)
}

/// The first of our attributes that a `#[cfg_attr]` would add.
pub(crate) fn in_cfg_attr(attribute: &Attribute) -> Option<Ident> {
    let Meta::List(list) = &attribute.meta else {
        return None;
    };
    if !is(attribute, "cfg_attr") {
        return None;
    }
    // The arguments of `cfg_attr` are not attributes yet, and syn's parser would refuse them. The names
    // after the commas are enough.
    let mut is_first = true;
    let added = list.tokens.clone().into_iter().filter_map(|token| {
        let is_name = mem::take(&mut is_first);
        is_first = matches!(&token, TokenTree::Punct(comma) if comma.as_char() == ',');
        match token {
            TokenTree::Ident(name) if is_name => Some(name),
            _ => None,
        }
    });
    // The first name is that of the condition.
    added.skip(1).find(is_ours)
}

/// The attributes of a method, and those of each of its arguments.
pub(crate) fn lists(method: &mut TraitItemFn) -> impl Iterator<Item = &mut Vec<Attribute>> {
    let arguments = method
        .sig
        .inputs
        .iter_mut()
        .filter_map(|input| match input {
            FnArg::Typed(argument) => Some(&mut argument.attrs),
            FnArg::Receiver(_) => None,
        });
    iter::once(&mut method.attrs).chain(arguments)
}

/// The tokens in the parentheses of an attribute, if it has any.
pub(crate) fn arguments(
    attribute: &Attribute,
    diag: &mut Diagnostics,
) -> Result<TokenStream, Reported> {
    match &attribute.meta {
        Meta::Path(_) => Ok(TokenStream::new()),
        Meta::List(list) => Ok(list.tokens.clone()),
        Meta::NameValue(pair) => {
            let name = pair
                .path
                .segments
                .last()
                .map(|segment| segment.ident.to_string());
            let name = name.unwrap_or_default();
            Err(diag.error(
                pair,
                format!("`{name}` takes parentheses; write `#[{name}(…)]`"),
            ))
        }
    }
}
