//! The attributes that are the user's, for what is emitted.

use proc_macro2::TokenStream;
use quote::TokenStreamExt;
use syn::Attribute;

use super::cfg::cfg;
use crate::model::Attributes;
use crate::syntax::helper;

/// Sorts out our own attributes, and those a second function cannot carry.
pub(crate) fn attributes(attributes: &[Attribute]) -> Attributes {
    // What is expected of the user's method cannot be expected of the generated one too.
    // Both functions carry `allow`, `deprecated`, `doc` and so on.
    let is_shared =
        |attribute: &&Attribute| helper::is_foreign(attribute) && !helper::is(attribute, "expect");
    let mut shared = TokenStream::new();
    shared.append_all(attributes.iter().filter(is_shared));
    Attributes {
        shared,
        cfg: cfg(attributes),
        has_docs: attributes
            .iter()
            .any(|attribute| helper::is(attribute, "doc")),
    }
}
