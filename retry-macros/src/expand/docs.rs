//! Generated documentation after the user's own.

use syn::{Attribute, parse_quote};

use crate::model::Method;

/// A separate paragraph after the docs of the method.
pub(super) fn after_own(method: &Method, text: &str) -> Vec<Attribute> {
    let paragraph = parse_quote!(#[doc = #text]);
    // An empty line, or Markdown would run the two texts into one paragraph.
    if method.attributes.has_docs {
        vec![parse_quote!(#[doc = ""]), paragraph]
    } else {
        vec![paragraph]
    }
}
