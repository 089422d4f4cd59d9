//! Our attributes outside a client trait.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{FnArg, Item, Signature, TraitItem, TraitItemFn};

use crate::syntax::helper;

/// An error that says what is missing, and the item without our other attributes, each of which would
/// be an error too.
pub(crate) fn expand(name: &str, item: TokenStream) -> TokenStream {
    let message = message(name, &item);
    let error = syn::Error::new(Span::call_site(), message).to_compile_error();
    // Each of the others would report the same missing `#[client]`.
    let item = quiet(item);
    quote!(#error #item)
}

/// The message, which depends on the attributes around it.
fn message(name: &str, item: &TokenStream) -> String {
    if has_client_below(item) {
        return format!(
            "`#[{name}]` is read by `#[client]`, which has to come first; \
             move `#[client(…)]` above `#[{name}]`"
        );
    }
    let place = if helper::OF_TRAITS.contains(&name) {
        "on, or on a method of,"
    } else {
        "on a method of"
    };
    format!(
        "`#[{name}]` belongs {place} a trait that carries `#[client]`; \
         is `#[client(…)]` above the trait?"
    )
}

/// Tells whether only the order of two attributes is wrong.
fn has_client_below(item: &TokenStream) -> bool {
    let Ok(Item::Trait(item)) = syn::parse2(item.clone()) else {
        return false;
    };
    item.attrs.iter().any(|attribute| {
        attribute
            .path()
            .segments
            .last()
            .is_some_and(|last| last.ident == "client")
    })
}

/// The method without our other attributes; any other item as it is.
fn quiet(item: TokenStream) -> TokenStream {
    let Ok(TraitItem::Fn(mut method)) = syn::parse2(item.clone()) else {
        return item;
    };
    let TraitItemFn {
        attrs,
        sig: Signature { inputs, .. },
        ..
    } = &mut method;
    attrs.retain(|attribute| !helper::is_of_method(attribute));
    for input in inputs {
        if let FnArg::Typed(argument) = input {
            argument
                .attrs
                .retain(|attribute| !helper::is_role(attribute));
        }
    }
    // A visibility has no place in a trait, so what had one is no longer what it was.
    method.into_token_stream()
}
