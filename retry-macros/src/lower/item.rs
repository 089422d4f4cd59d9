//! The trait itself.

use quote::ToTokens;
use syn::{Attribute, GenericParam, ItemTrait, Path, TraitItem};

use super::values::Lowered;
use crate::diag::Diagnostics;
use crate::syntax::helper;

/// Checks everything in a trait but its methods without a body.
pub(crate) fn check(item: &ItemTrait, diag: &mut Diagnostics) -> Lowered<()> {
    let mut result = Ok(());
    if !item.generics.params.is_empty() {
        let message = "a client trait cannot be generic; write one trait for each type";
        result = Err(diag.error(&item.generics, message));
    }
    if let Some(unsafety) = &item.unsafety {
        let message = "a client trait cannot be `unsafe`; remove this";
        result = Err(diag.error(unsafety, message));
    }
    let clients = item.attrs.iter().filter(|attribute| is_client(attribute));
    let message = "`#[client]` is given twice; merge them into one";
    result = result.and(diag.errors(clients.map(Attribute::path), |_| message));
    for member in &item.items {
        let checked = check_member(member, diag);
        result = result.and(checked);
    }
    result
}

/// Tells whether an attribute is a second `#[client]`.
fn is_client(attribute: &Attribute) -> bool {
    helper::name(attribute).is_some_and(|name| name == "client")
}

/// Refuses members that a client trait cannot have.
fn check_member(member: &TraitItem, diag: &mut Diagnostics) -> Lowered<()> {
    let (at, what): (&dyn ToTokens, _) = match member {
        TraitItem::Fn(method) if method.default.is_some() => {
            return refuse_helpers(&method.attrs, diag);
        }
        TraitItem::Fn(_) => return Ok(()),
        TraitItem::Const(constant) if constant.default.is_some() => return Ok(()),
        TraitItem::Const(constant) => (&constant.ident, "constants without a value"),
        TraitItem::Type(ty) => (&ty.ident, "types"),
        other => (other, "macros"),
    };
    Err(diag.error(
        at,
        format!("a client trait can only have methods, not {what}; move this elsewhere"),
    ))
}

/// Refuses our attributes on a method with a body, which is the user's own.
fn refuse_helpers(attributes: &[Attribute], diag: &mut Diagnostics) -> Lowered<()> {
    let ours = attributes
        .iter()
        .filter(|attribute| helper::is_of_method(attribute));
    diag.errors(ours.map(Attribute::path), |path| {
        let name = path.to_token_stream();
        format!("a method with a body does not send a request; remove the body, or `#[{name}]`")
    })
}

/// Refuses `#[async_trait]`, whether it is expanded before or after this macro.
pub(super) fn refuse_async_trait(item: &ItemTrait, diag: &mut Diagnostics) -> Lowered<()> {
    let message = "a client trait is async by itself; remove `#[async_trait]`";
    let mut paths = item.attrs.iter().map(Attribute::path);
    if let Some(path) = paths.find(|path| is_async_trait(path)) {
        return Err(diag.error(path, message));
    }
    // Above `#[client]` it has been expanded already, and has left the lifetime `'async_trait`.
    if item.items.iter().any(was_async) {
        return Err(diag.error(&item.ident, message));
    }
    Ok(())
}

fn is_async_trait(path: &Path) -> bool {
    path.segments
        .last()
        .is_some_and(|last| last.ident == "async_trait")
}

/// Tells whether `#[async_trait]` was expanded before this macro.
fn was_async(member: &TraitItem) -> bool {
    let TraitItem::Fn(method) = member else {
        return false;
    };
    method.sig.generics.params.iter().any(|param| match param {
        GenericParam::Lifetime(param) => param.lifetime.ident == "async_trait",
        GenericParam::Type(_) | GenericParam::Const(_) => false,
    })
}

/// The trait without our attributes.
pub(crate) fn stripped(item: &ItemTrait) -> ItemTrait {
    let mut item = item.clone();
    item.attrs.retain(|attribute| {
        !helper::is_of_method(attribute)
            && !is_async_trait(attribute.path())
            && !is_client(attribute)
            && helper::meant_on_trait(attribute).is_none()
            && !helper::is(attribute, "fallback")
    });
    for member in &mut item.items {
        let TraitItem::Fn(method) = member else {
            continue;
        };
        if method.default.is_some() {
            method.attrs.retain(|a| !helper::is_of_method(a));
            continue;
        }
        for attributes in helper::lists(method) {
            attributes.retain(helper::is_foreign);
        }
    }
    item
}
