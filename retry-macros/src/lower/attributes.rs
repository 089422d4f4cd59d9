//! The attributes that are the user's, for what is emitted.
//!
//! Each method comes out up to five times: in the trait, the client, the implementation, the twin
//! and for what stands for a client. An attribute may be right in one place and an error in
//! another, so they are sorted once, here: docs and `#[deprecated]` belong where a method is
//! declared, and lints that are off have to be off for each copy.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, TokenStreamExt};
use syn::{Attribute, Meta};

use crate::model::Attributes;
use crate::syntax::helper;

/// Sorts out our own attributes, and those a second function cannot carry.
pub(crate) fn attributes(attributes: &[Attribute]) -> Attributes {
    let mut shared = TokenStream::new();
    let foreign = attributes
        .iter()
        .filter(|attribute| helper::is_foreign(attribute));
    shared.append_all(foreign.map(without_expectation));
    let mut deprecated = TokenStream::new();
    deprecated.append_all(
        attributes
            .iter()
            .filter(|attribute| helper::is(attribute, "deprecated")),
    );
    Attributes {
        shared,
        lints: lints(attributes),
        deprecated,
        has_docs: attributes
            .iter()
            .any(|attribute| helper::is(attribute, "doc")),
    }
}

/// The attributes of a trait that the client and the twin share with it.
pub(crate) fn of_trait(attributes: &[Attribute]) -> TokenStream {
    let mut shared = TokenStream::new();
    shared.append_all(
        attributes
            .iter()
            .filter(|attribute| helper::is(attribute, "cfg")),
    );
    shared.extend(lints(attributes));
    shared
}

/// The lints that are switched off, for generated code that repeats what the user wrote.
fn lints(attributes: &[Attribute]) -> TokenStream {
    let off = attributes
        .iter()
        .filter(|attribute| helper::is(attribute, "allow") || helper::is(attribute, "expect"));
    let mut tokens = TokenStream::new();
    tokens.append_all(off.map(without_expectation));
    tokens
}

/// `#[expect(…)]` → `#[allow(…)]`: what is expected of the user's method cannot be expected of each
/// generated one too.
fn without_expectation(attribute: &Attribute) -> TokenStream {
    let mut attribute = attribute.clone();
    if let Meta::List(list) = &mut attribute.meta
        && list.path.is_ident("expect")
    {
        list.path = Ident::new("allow", proc_macro2::Span::call_site()).into();
    }
    attribute.into_token_stream()
}
