//! The user's own attributes, sorted by the generated items that carry them.
//!
//! Each method is emitted up to five times: in the trait, the client, the implementation, the twin
//! and the stand-ins for a client. An attribute may be right on one of them and an error on another:
//! docs and `#[deprecated]` belong on a declaration, and a lint that is off has to be off on each.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::{Attribute, Meta};

use crate::model::Attributes;
use crate::syntax::helper;

/// Attributes that switch lints off.
const LINTS: [&str; 2] = ["allow", "expect"];

/// Sorts the attributes of a method, an argument or a constant.
pub(crate) fn attributes(attributes: &[Attribute]) -> Attributes {
    let foreign = attributes.iter().filter(|a| helper::is_foreign(a));
    Attributes {
        shared: foreign.map(without_expectation).collect(),
        lints: named(attributes, &LINTS),
        deprecated: named(attributes, &["deprecated"]),
        has_docs: attributes.iter().any(|a| helper::is(a, "doc")),
    }
}

/// The attributes of a trait that the client and the twin share with it.
pub(crate) fn of_trait(attributes: &[Attribute]) -> TokenStream {
    let (conditions, lints) = (named(attributes, &["cfg"]), named(attributes, &LINTS));
    quote!(#conditions #lints)
}

/// The attributes that have one of these names, for generated code that repeats what the user wrote.
fn named(attributes: &[Attribute], names: &[&str]) -> TokenStream {
    let is_named = |a: &&Attribute| names.iter().any(|name| helper::is(a, name));
    let found = attributes.iter().filter(is_named);
    found.map(without_expectation).collect()
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
