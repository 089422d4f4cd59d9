//! `#[rc::get]`: our attributes, by any path that leads to them.
//!
//! Paths are shortened once, before anything is read, so that all other code sees bare names.

use syn::{Attribute, Expr, ItemTrait, Path, TraitItem};

use super::client::ClientArgs;
use super::helper;

/// Shortens each path to an attribute of ours to its last name.
pub(crate) fn shorten(item: &mut ItemTrait, args: &ClientArgs) {
    let krate = args.crate_path.as_ref().and_then(|arg| match &arg.value {
        Ok(Expr::Path(path)) if path.qself.is_none() => Some(&path.path),
        _ => None,
    });
    for attribute in &mut item.attrs {
        shorten_path(attribute, |prefix| is_known(prefix, krate));
    }
    for member in &mut item.items {
        let TraitItem::Fn(method) = member else {
            continue;
        };
        // A `use … as rc` is invisible from here. On a method without a body any path will do, since no
        // macro of another crate has a meaning there; a method with a body may belong to others.
        let is_ours = method.default.is_none();
        for attribute in helper::lists(method).flatten() {
            shorten_path(attribute, |prefix| is_ours || is_known(prefix, krate));
        }
    }
}

/// Shortens the path of an attribute whose last name is ours, if its prefix leads to this crate.
fn shorten_path(attribute: &mut Attribute, leads_here: impl FnOnce(&[String]) -> bool) {
    let names = names(attribute.path());
    let Some((_, prefix)) = names.split_last() else {
        return;
    };
    let last = attribute
        .path()
        .segments
        .last()
        .map(|last| last.ident.clone());
    let Some(name) = last.filter(helper::is_ours) else {
        return;
    };
    if prefix.is_empty() || !leads_here(prefix) {
        return;
    }
    match &mut attribute.meta {
        syn::Meta::Path(path) => *path = name.into(),
        syn::Meta::List(items) => items.path = name.into(),
        syn::Meta::NameValue(pair) => pair.path = name.into(),
    }
}

/// Tells whether a prefix is a path of this crate.
fn is_known(prefix: &[String], krate: Option<&Path>) -> bool {
    prefix == ["retry_client"] || krate.is_some_and(|krate| names(krate) == prefix)
}

fn names(path: &Path) -> Vec<String> {
    let segments = path.segments.iter();
    segments.map(|segment| segment.ident.to_string()).collect()
}
