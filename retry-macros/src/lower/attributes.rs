//! The user's own attributes, sorted by the generated items that carry them.
//!
//! Each method is emitted up to five times: in the trait, the client, the implementation, the twin
//! and the stand-ins for a client. An attribute may be right on one of them and an error on another:
//! docs and `#[deprecated]` belong on a declaration, and a lint that is off has to be off on each.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, TokenStreamExt};
use syn::{Attribute, Meta};

use crate::model::Attributes;
use crate::syntax::helper;

/// Sorts the attributes of a method, an argument or a constant.
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

/// Turns `#[expect(…)]` into `#[allow(…)]`: a lint that the user's method sets off need not be set off
/// by each generated one.
fn without_expectation(attribute: &Attribute) -> TokenStream {
    let mut attribute = attribute.clone();
    if let Meta::List(list) = &mut attribute.meta
        && list.path.is_ident("expect")
    {
        list.path = Ident::new("allow", proc_macro2::Span::call_site()).into();
    }
    attribute.into_token_stream()
}
