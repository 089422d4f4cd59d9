//! Generated documentation behind that of the user.

use syn::{Attribute, parse_quote};

use crate::model::Method;

/// A paragraph of its own behind the docs that the method has.
pub(super) fn behind_own(method: &Method, text: &str) -> Vec<Attribute> {
    let paragraph = parse_quote!(#[doc = #text]);
    // An empty line, or Markdown would run the two texts into one paragraph.
    if method.attributes.has_docs {
        vec![parse_quote!(#[doc = ""]), paragraph]
    } else {
        vec![paragraph]
    }
}
