//! Methods with a body, and constants: the user's own, which stand-ins for a client forward.

use proc_macro2::Ident;
use quote::{ToTokens, format_ident};
use syn::{
    FnArg, GenericParam, ItemTrait, Pat, ReturnType, Signature, TraitItem, TraitItemFn,
    WherePredicate,
};

use super::attributes::attributes;
use super::signature::{is_shared, names_impl};
use crate::model::{Own, OwnConstant};
use crate::syntax::idents::contains;

/// The methods with a body that borrow the client. Others cannot be forwarded by a reference.
pub(crate) fn methods(item: &ItemTrait, has_twin: bool) -> Vec<Own> {
    let methods = item.items.iter().filter_map(|member| match member {
        TraitItem::Fn(method) if method.default.is_some() => own(method, has_twin),
        _ => None,
    });
    methods.collect()
}

/// The constants, each of which has a value.
pub(crate) fn constants(item: &ItemTrait) -> Vec<OwnConstant> {
    let constants = item.items.iter().filter_map(|member| match member {
        TraitItem::Const(constant) => Some(OwnConstant {
            ident: constant.ident.clone(),
            ty: constant.ty.clone(),
            attributes: attributes(&constant.attrs),
        }),
        _ => None,
    });
    constants.collect()
}

fn own(method: &TraitItemFn, has_twin: bool) -> Option<Own> {
    let mut signature = method.sig.clone();
    let is_borrowed = signature.receiver().is_some_and(is_shared);
    if has_twin {
        drop_thread_safety(&mut signature);
    }
    // `where Self: Sized` and the like exclude some implementors, so the method is not forwarded.
    let is_for_some = signature
        .generics
        .where_clause
        .as_ref()
        .is_some_and(names_self);
    if !is_borrowed || is_for_some {
        return None;
    }
    let is_object_safe = is_object_safe(&signature);
    let arguments = name_arguments(&mut signature);
    Some(Own {
        attributes: attributes(&method.attrs),
        signature,
        arguments,
        is_object_safe,
    })
}

/// Drops `Self: Send + Sync`, which holds for everything that has an object-safe twin.
fn drop_thread_safety(signature: &mut Signature) {
    let Some(clause) = signature.generics.where_clause.take() else {
        return;
    };
    let is_kept = |predicate: &WherePredicate| {
        let text = predicate.to_token_stream().to_string();
        !matches!(
            text.as_str(),
            // As text, since syn cannot compare bounds regardless of spans and order.
            "Self : Sync" | "Self : Send" | "Self : Send + Sync" | "Self : Sync + Send"
        )
    };
    let kept: Vec<_> = clause.predicates.into_iter().filter(is_kept).collect();
    if !kept.is_empty() {
        signature
            .generics
            .make_where_clause()
            .predicates
            .extend(kept);
    }
}

/// Gives each argument a plain name in place of its pattern, since it is only forwarded.
fn name_arguments(signature: &mut Signature) -> Vec<Ident> {
    let mut names = Vec::new();
    for input in &mut signature.inputs {
        let FnArg::Typed(argument) = input else {
            continue;
        };
        let name = format_ident!("argument{}", names.len());
        let plain: Pat = syn::parse_quote!(#name);
        *argument.pat = plain;
        argument.attrs.clear();
        names.push(name);
    }
    names
}

/// Tells whether a `dyn` trait can have the method. An `async fn` can: its future is boxed.
fn is_object_safe(signature: &Signature) -> bool {
    let is_lifetime = |param: &GenericParam| matches!(param, GenericParam::Lifetime(_));
    let is_plain = |input: &FnArg| match input {
        FnArg::Receiver(_) => true,
        FnArg::Typed(argument) => !names_impl(&argument.ty) && !names_self(&argument.ty),
    };
    let is_plain_output = match &signature.output {
        ReturnType::Default => true,
        ReturnType::Type(_, output) => !names_impl(output) && !names_self(output),
    };
    signature.generics.params.iter().all(is_lifetime)
        && signature.inputs.iter().all(is_plain)
        && is_plain_output
}

/// Tells whether `Self` occurs.
fn names_self(tokens: &impl ToTokens) -> bool {
    contains(tokens.to_token_stream(), |word| word == "Self")
}
