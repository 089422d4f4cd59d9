//! Stand-ins for a client: a reference to one, and the object-safe twin.
//!
//! The trait is not implemented for `Arc<C>` and `Box<C>` on purpose: method lookup would find its
//! methods before the inherent ones behind `Deref`, and `shared.repo(…).attempts(2)` would not compile.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::TypeParamBound;

use super::method::{of_trait, passed};
use super::{future, object_safe};
use crate::model::{Client, Method, Own};

/// The trait, for `&C`.
pub(crate) fn reference(client: &Client) -> TokenStream {
    let item = &client.item.ident;
    let through = Through::Reference(item);
    let methods = client.methods.iter();
    let methods = methods.map(|method| method_through(method, through));
    let own = client.own.iter();
    let own = own.map(|own| own_through(own, through, client));
    let constants = client.constants.iter().map(|constant| {
        let (lints, ident, ty) = (&constant.attributes.lints, &constant.ident, &constant.ty);
        quote!(#lints const #ident: #ty = <__T as #item>::#ident;)
    });
    // The reference has to meet the other supertraits by itself.
    let supertraits = &client.item.supertraits;
    let bounds = (!supertraits.is_empty()).then(|| quote!(Self: #supertraits));
    quote! {
        #[automatically_derived]
        impl<__T> #item for &__T
        where
            __T: #item + ?::core::marker::Sized,
            #bounds
        {
            #(#constants)*
            #(#methods)*
            #(#own)*
        }
    }
}

/// The trait, for `dyn DynGitHub`.
pub(crate) fn object(client: &Client) -> TokenStream {
    let Some(twin) = &client.object_safe else {
        return TokenStream::new();
    };
    // A `dyn` type cannot implement `Clone`, nor an unknown trait.
    if !client.item.supertraits.iter().all(is_of_objects) {
        return TokenStream::new();
    }
    let item = &client.item.ident;
    let lifetime = object_safe::call_lifetime();
    let through = Through::Object(twin);
    let methods = client.methods.iter();
    let methods = methods.map(|method| method_through(method, through));
    let own = object_safe::own(client);
    let own = own.map(|own| own_through(own, through, client));
    quote! {
        #[automatically_derived]
        impl<#lifetime> #item for dyn #twin + #lifetime {
            #(#methods)*
            #(#own)*
        }
    }
}

/// Tells whether the twin implements a supertrait anyway.
fn is_of_objects(bound: &TypeParamBound) -> bool {
    match bound {
        TypeParamBound::Trait(bound) => bound
            .path
            .segments
            .last()
            .is_some_and(|last| last.ident == "Send" || last.ident == "Sync"),
        _ => false,
    }
}

/// The type whose methods are called.
#[derive(Clone, Copy)]
enum Through<'a> {
    /// The type behind the reference, as an implementation of this trait.
    Reference(&'a Ident),
    /// The twin of this name.
    Object(&'a Ident),
}

impl Through<'_> {
    /// The call of a method, as a future if it returns one.
    fn call(
        self,
        called: &Ident,
        this: &impl ToTokens,
        passed: &TokenStream,
        is_future: bool,
    ) -> TokenStream {
        match self {
            // `*self` is the inner reference, so the future has its lifetime. Called by the full path,
            // since `(**self).repo(…)` would find an inherent method and return a call.
            Self::Reference(item) => quote!(<__T as #item>::#called(*#this, #passed)),
            Self::Object(twin) => {
                let lifetime = object_safe::call_lifetime();
                let call = quote!(<dyn #twin + #lifetime as #twin>::#called(#this, #passed));
                // The one lifetime of the box cannot be named in this signature, so a block captures
                // the arguments.
                if is_future {
                    quote!(async move { #call.await })
                } else {
                    call
                }
            }
        }
    }
}

/// A method that calls the one of the same name.
fn method_through(method: &Method, through: Through<'_>) -> TokenStream {
    let this = &method.receiver.self_token;
    let call = through.call(&method.ident, this, &passed(method), true);
    of_trait(method, &call)
}

/// A method with a body, which an implementation may have replaced.
fn own_through(own: &Own, through: Through<'_>, client: &Client) -> TokenStream {
    let (lints, arguments) = (&own.attributes.lints, &own.arguments);
    let mut signature = own.signature.clone();
    if client.object_safe.is_some() {
        future::spell_out(&mut signature);
    } else if signature.asyncness.take().is_some() {
        // The future is `Send` if that of the method is, without a promise.
        let output = future::output(&signature.output);
        signature.output = syn::parse_quote!(-> impl ::core::future::Future<Output = #output>);
    }
    let this = signature.receiver().map(|receiver| receiver.self_token);
    // Not `signature`, whose `async` has been removed above.
    let is_future = own.signature.asyncness.is_some();
    let call = through.call(&signature.ident, &this, &quote!(#(#arguments),*), is_future);
    quote! {
        #lints
        #signature {
            #call
        }
    }
}
