//! Declarations that rustc could not read, and has reported before this macro runs.

use std::mem;

use proc_macro2::{Delimiter, Group, Punct, Spacing, TokenStream, TokenTree};
use syn::{ItemTrait, TraitItem};

use super::helper;

/// A trait as far as it can be read.
pub(crate) struct Readable {
    pub(crate) item: ItemTrait,
    /// Only a `;` was missing, which rustc always reports.
    pub(crate) is_whole: bool,
}

/// Reads the trait without unreadable members, adding the `;` that is missing after a method.
pub(crate) fn readable(item: &TokenStream) -> Option<Readable> {
    let mut tokens: Vec<TokenTree> = item.clone().into_iter().collect();
    // The body of a trait is its last token.
    let TokenTree::Group(body) = tokens.pop()? else {
        return None;
    };
    let members = members(&body);
    // Each member is parsed by itself, so that the one under the cursor does not hide the rest of the
    // trait.
    let read = members.iter().filter(|member| {
        let member = (*member).clone().into_iter().collect();
        syn::parse2::<TraitItem>(member).is_ok()
    });
    let read: Vec<_> = read.cloned().collect();
    let is_whole = read.len() == members.len();
    tokens.push(regrouped(&body, read.into_iter().flatten().collect()));
    Some(Readable {
        item: syn::parse2(tokens.into_iter().collect()).ok()?,
        is_whole,
    })
}

/// The members between the braces of a trait.
fn members(body: &Group) -> Vec<Vec<TokenTree>> {
    let mut members = Vec::new();
    let mut member = Vec::new();
    let mut is_method = false;
    for token in body.stream() {
        // `fn a() -> T` without `;` runs into the next method. Neither `#` nor `async` can continue a
        // return type, so the first method ends there.
        if is_method && begins_a_method(&token) {
            members.push(closed(mem::take(&mut member)));
            is_method = false;
        }
        let is_end = match &token {
            TokenTree::Punct(end) => end.as_char() == ';',
            TokenTree::Group(body) => is_method && body.delimiter() == Delimiter::Brace,
            TokenTree::Ident(word) => {
                is_method |= word == "fn";
                false
            }
            TokenTree::Literal(_) => false,
        };
        member.push(token);
        if is_end {
            members.push(mem::take(&mut member));
            is_method = false;
        }
    }
    if !member.is_empty() {
        members.push(closed(member));
    }
    members
}

/// Tells whether a token cannot follow `fn name(…) -> Type`.
fn begins_a_method(token: &TokenTree) -> bool {
    match token {
        TokenTree::Punct(mark) => mark.as_char() == '#',
        TokenTree::Ident(word) => word == "async",
        _ => false,
    }
}

/// Adds the `;` that is missing.
fn closed(mut method: Vec<TokenTree>) -> Vec<TokenTree> {
    let mut end = Punct::new(';', Spacing::Alone);
    if let Some(last) = method.last() {
        end.set_span(end.span().located_at(last.span()));
    }
    method.push(end.into());
    method
}

/// Any item without our attributes, which would be unknown to rustc after `#[client]` has failed.
pub(crate) fn without_ours(tokens: TokenStream) -> TokenStream {
    let mut kept: Vec<TokenTree> = Vec::new();
    for token in tokens {
        let TokenTree::Group(group) = token else {
            kept.push(token);
            continue;
        };
        if group.delimiter() == Delimiter::Bracket
            && matches!(kept.last(), Some(TokenTree::Punct(mark)) if mark.as_char() == '#')
            && is_ours(group.stream())
        {
            kept.pop();
            continue;
        }
        kept.push(regrouped(&group, without_ours(group.stream())));
    }
    kept.into_iter().collect()
}

/// Tells whether an attribute begins with a name of ours.
fn is_ours(attribute: TokenStream) -> bool {
    match attribute.into_iter().next() {
        Some(TokenTree::Ident(name)) => helper::is_ours(&name),
        _ => false,
    }
}

/// Other tokens between the same braces.
fn regrouped(group: &Group, tokens: TokenStream) -> TokenTree {
    let mut group_of_same = Group::new(group.delimiter(), tokens);
    group_of_same.set_span(group.span());
    group_of_same.into()
}
