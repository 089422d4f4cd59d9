//! `pub` before a method, which Rust's grammar allows in traits and rustc then refuses.

use syn::parse::{ParseStream, Parser};
use syn::{Attribute, ItemTrait, TraitItem, TraitItemFn, Visibility};

/// Removes the visibilities of methods, so that the methods can be read.
pub(crate) fn take(api: &mut ItemTrait) -> Vec<Visibility> {
    let mut taken = Vec::new();
    for member in &mut api.items {
        // syn parses `pub fn` in a trait, as rustc's grammar does, and keeps it as tokens.
        let TraitItem::Verbatim(tokens) = member else {
            continue;
        };
        if let Ok((visibility, method)) = method.parse2(tokens.clone()) {
            taken.push(visibility);
            *member = TraitItem::Fn(method);
        }
    }
    taken
}

/// Reads a method with a visibility, which syn keeps as tokens.
fn method(input: ParseStream) -> syn::Result<(Visibility, TraitItemFn)> {
    let attrs = input.call(Attribute::parse_outer)?;
    let visibility = input.parse()?;
    let method = TraitItemFn {
        attrs,
        ..input.parse()?
    };
    Ok((visibility, method))
}
