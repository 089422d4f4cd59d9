//! Evaluation of the `#[cfg]`s of members and arguments, before anything else is read.
//!
//! A macro cannot evaluate a `#[cfg]`, and rustc evaluates it only in what the macro emits. But
//! before rustc expands an attribute macro of an item, it evaluates the `cfg_attr`s of that item. So
//! a trait with `#[cfg]`s is emitted once more, with one marker per condition, and expanded again:
//!
//! ```text
//! #[client]                                #[cfg_attr(unix, doc = "retry_client: cfg 0")]
//! trait Api {                              #[cfg_attr(not(unix), doc = "retry_client: cfg 1")]
//!     #[cfg(unix)] #[get("/a")] …    →     #[doc = "retry_client: cfg"]
//!     #[cfg(not(unix))] #[get("/a")] …     #[::retry_client::client]
//! }                                        trait Api { … }
//! ```
//!
//! In the second expansion the remaining markers tell which conditions hold. Members and arguments
//! whose condition does not hold are removed, so that no rule ever sees them. A `#[cfg]` of the trait
//! itself needs no marker: rustc evaluates it before the attribute macros of the trait.

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, ExprLit, FnArg, ItemTrait, Lit, Meta, Token, TraitItem};

use super::helper;
use crate::crate_path::CratePath;

/// The marker of a trait that is expanded for the second time.
// A `doc`, which is allowed everywhere and has no effect here. An attribute of our own would have to
// be a macro, and rustc would expand it.
const EVALUATED: &str = "retry_client: cfg";

/// The trait for its second expansion, if it needs one.
pub(crate) fn to_evaluate(
    krate: &CratePath,
    args: &TokenStream,
    item: &TokenStream,
    api: &ItemTrait,
) -> Option<TokenStream> {
    let conditions = conditions(api);
    if conditions.is_empty()
        || api
            .attrs
            .iter()
            .any(|attribute| is_marker(attribute, EVALUATED))
    {
        return None;
    }
    let markers = (0..).zip(&conditions).map(|(at, condition)| {
        let marker = numbered(at);
        quote!(#[cfg_attr(#condition, doc = #marker)])
    });
    // A full path and not the word that the user wrote: `#[client]` may be imported by another name.
    let client = krate.client();
    Some(quote! {
        #(#markers)*
        #[doc = #EVALUATED]
        #[#client(#args)]
        #item
    })
}

/// Removes everything whose condition does not hold, and the markers.
pub(crate) fn evaluate(api: &mut ItemTrait) {
    let is_evaluated = |attribute: &Attribute| is_marker(attribute, EVALUATED);
    if !api.attrs.iter().any(is_evaluated) {
        return;
    }
    // The trait comes back unchanged, so both times the conditions have the same order and numbers.
    let conditions = conditions(api);
    let holds: Vec<String> = (0..)
        .zip(&conditions)
        .filter(|(at, _)| {
            let marker = numbered(*at);
            api.attrs
                .iter()
                .any(|attribute| is_marker(attribute, &marker))
        })
        .map(|(_, condition)| condition.to_string())
        .collect();
    // Several `#[cfg]`s on one item must all hold. They are removed, as they have done their work.
    let stays = |attributes: &mut Vec<Attribute>| {
        let mut of_item = attributes.iter().filter_map(condition);
        let stays = of_item.all(|condition| holds.contains(&condition.to_string()));
        attributes.retain(|attribute| condition(attribute).is_none());
        stays
    };
    api.items.retain_mut(|item| match item {
        TraitItem::Fn(method) => stays(&mut method.attrs),
        TraitItem::Const(constant) => stays(&mut constant.attrs),
        TraitItem::Type(associated) => stays(&mut associated.attrs),
        _ => true,
    });
    for item in &mut api.items {
        if let TraitItem::Fn(method) = item {
            let arguments = std::mem::take(&mut method.sig.inputs).into_pairs();
            let kept = arguments.filter_map(|mut pair| {
                let stays = match pair.value_mut() {
                    FnArg::Typed(argument) => stays(&mut argument.attrs),
                    FnArg::Receiver(_) => true,
                };
                stays.then_some(pair)
            });
            method.sig.inputs = kept.collect();
        }
    }
    api.attrs.retain(|attribute| {
        let marker = text(attribute);
        marker.is_none_or(|marker| !marker.starts_with(EVALUATED))
    });
}

/// The conditions of members and arguments, each once.
fn conditions(api: &ItemTrait) -> Vec<TokenStream> {
    let mut conditions: Vec<TokenStream> = Vec::new();
    for condition in api.items.iter().flat_map(attributes).filter_map(condition) {
        // Compared as text, since tokens cannot be compared. Two spellings of one condition become
        // two markers, which does no harm.
        let is_known = |known: &TokenStream| known.to_string() == condition.to_string();
        if !conditions.iter().any(is_known) {
            conditions.push(condition);
        }
    }
    conditions
}

/// The attributes of a member and its arguments.
fn attributes(item: &TraitItem) -> Vec<&Attribute> {
    match item {
        TraitItem::Fn(method) => {
            let inputs = &method.sig.inputs;
            let of_arguments = inputs.iter().flat_map(|argument| match argument {
                FnArg::Typed(argument) => &argument.attrs[..],
                FnArg::Receiver(_) => &[],
            });
            method.attrs.iter().chain(of_arguments).collect()
        }
        TraitItem::Const(constant) => constant.attrs.iter().collect(),
        TraitItem::Type(associated) => associated.attrs.iter().collect(),
        _ => Vec::new(),
    }
}

/// The condition of a `#[cfg(…)]`, which may be what a `#[cfg_attr(…)]` adds.
fn condition(attribute: &Attribute) -> Option<TokenStream> {
    match &attribute.meta {
        Meta::List(list) if helper::is(attribute, "cfg") => Some(list.tokens.clone()),
        Meta::List(list) if helper::is(attribute, "cfg_attr") => {
            let parser = Punctuated::<Meta, Token![,]>::parse_terminated;
            let metas: Vec<_> = parser
                .parse2(list.tokens.clone())
                .ok()?
                .into_iter()
                .collect();
            match &metas[..] {
                [given, Meta::List(added)] if added.path.is_ident("cfg") => {
                    let condition = &added.tokens;
                    Some(quote!(any(not(#given), #condition)))
                }
                _ => None,
            }
        }
        _ => None,
    }
}

fn numbered(at: usize) -> String {
    format!("{EVALUATED} {at}")
}

fn is_marker(attribute: &Attribute, marker: &str) -> bool {
    text(attribute).is_some_and(|text| text == marker)
}

/// The text of a `#[doc = "…"]`.
fn text(attribute: &Attribute) -> Option<String> {
    match &attribute.meta {
        Meta::NameValue(pair) if helper::is(attribute, "doc") => match &pair.value {
            Expr::Lit(ExprLit {
                lit: Lit::Str(text),
                ..
            }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}
