//! `#[client(dyn)]`: the trait once more, with boxed futures, for `dyn DynGitHub`.
//!
//! ```text
//! fn repo(&self, owner: &str) -> impl Future<…> + Send;              ← the trait
//! fn repo<'call>(&'call self, owner: &'call str)
//!     -> Pin<Box<dyn Future<…> + Send + 'call>>;                     ← the twin
//! ```
//!
//! A trait whose methods return `impl Future` cannot be a `dyn` type. The twin is implemented for
//! everything that implements the trait, mocks included, and `through` implements the trait for
//! `dyn DynGitHub`. So code that is generic over the trait takes either, and only users of `dyn` pay
//! for the box.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::visit_mut::{self, VisitMut};
use syn::{
    FnArg, Generics, Lifetime, ParenthesizedGenericArguments, Receiver, Type, TypeFnPtr,
    TypeReference, WherePredicate, parse_quote,
};

use super::{future, lints, method};
use crate::model::{Attributes, Client, Method, Own};

/// The twin itself.
pub(crate) fn twin(client: &Client) -> Option<TokenStream> {
    let ident = client.object_safe.as_ref()?;
    let (vis, item) = (client.vis(), &client.item.ident);
    let doc = format!(
        " [`{item}`] with boxed futures, for `dyn {ident}`. Implemented for every [`{item}`]."
    );
    let methods = client.methods.iter().map(|method| {
        let signature = signature(method);
        declared(client, &method.ident, &method.attributes, &signature)
    });
    let own = own(client).map(|own| {
        let signature = own_signature(own);
        declared(client, &own.signature.ident, &own.attributes, &signature)
    });
    let (shared, lints) = (&client.shared, lints::of_type());
    Some(quote! {
        #[doc = #doc]
        #shared
        #lints
        #vis trait #ident: ::core::marker::Send + ::core::marker::Sync {
            #(#methods)*
            #(#own)*
        }
    })
}

/// A method of the twin, deprecated if the trait's method is.
fn declared(
    client: &Client,
    ident: &Ident,
    attributes: &Attributes,
    signature: &TokenStream,
) -> TokenStream {
    let doc = format!(" The method [`{}::{ident}`].", client.item.ident);
    let Attributes {
        lints, deprecated, ..
    } = attributes;
    quote!(#[doc = #doc] #lints #deprecated #signature;)
}

/// The methods with a body that the twin can have.
pub(super) fn own(client: &Client) -> impl Iterator<Item = &Own> {
    client.own.iter().filter(|own| own.is_object_safe)
}

/// The twin, implemented for everything that implements the trait.
pub(crate) fn implementation(client: &Client) -> TokenStream {
    let Some(ident) = &client.object_safe else {
        return TokenStream::new();
    };
    let item = &client.item.ident;
    let methods = client.methods.iter().map(|method| {
        let (signature, passed) = (signature(method), method::passed(method));
        let (lints, called) = (&method.attributes.lints, &method.ident);
        let this = &method.receiver.self_token;
        quote! {
            #lints
            #signature { ::std::boxed::Box::pin(<__T as #item>::#called(#this, #passed)) }
        }
    });
    let own = own(client).map(|own| {
        let (signature, arguments) = (own_signature(own), &own.arguments);
        let (lints, called) = (&own.attributes.lints, &own.signature.ident);
        let this = own.signature.receiver().map(|receiver| receiver.self_token);
        let call = quote!(<__T as #item>::#called(#this, #(#arguments),*));
        // The body of the user's method is not repeated: an implementation may have replaced it.
        let value = match own.signature.asyncness {
            Some(_) => quote!(::std::boxed::Box::pin(#call)),
            None => call,
        };
        quote!(#lints #signature { #value })
    });
    // `__T` is sized, as `dyn DynGitHub` has the methods already.
    quote! {
        #[automatically_derived]
        impl<__T> #ident for __T
        where
            __T: #item,
        {
            #(#methods)*
            #(#own)*
        }
    }
}

/// The lifetime of a call.
pub(super) fn call_lifetime() -> Lifetime {
    // With `mixed_site` it differs from a lifetime `'call` of the user's.
    Lifetime::new("'call", Span::mixed_site())
}

/// The signature of a method, in which everything is borrowed for the call, so that one box can hold it.
fn signature(method: &Method) -> TokenStream {
    let call = call_lifetime();
    let inputs = method.arguments.iter().map(|argument| {
        let (ident, lints) = (&argument.ident, &argument.attributes.lints);
        let ty = borrowed_for(&call, &argument.ty);
        quote!(#lints #ident: #ty)
    });
    let inputs: Vec<_> = inputs.collect();
    let output = method.output.to_token_stream();
    let (ident, generics) = (&method.ident, &method.generics);
    boxed(&call, ident, generics, &method.receiver, &inputs, &output)
}

/// The signature of a method with a body, which differs only if its future is boxed.
fn own_signature(own: &Own) -> TokenStream {
    let signature = &own.signature;
    let (Some(_), Some(receiver)) = (&signature.asyncness, signature.receiver()) else {
        return quote!(#signature);
    };
    let call = call_lifetime();
    let inputs = signature.inputs.iter().filter_map(|input| match input {
        FnArg::Receiver(_) => None,
        FnArg::Typed(argument) => {
            let (name, ty) = (&argument.pat, borrowed_for(&call, &argument.ty));
            Some(quote!(#name: #ty))
        }
    });
    let inputs: Vec<_> = inputs.collect();
    let output = future::output(&signature.output);
    let (ident, generics) = (&signature.ident, &signature.generics);
    boxed(&call, ident, generics, receiver, &inputs, &output)
}

/// The signature with one lifetime for all that is borrowed, and a box for the future.
fn boxed(
    call: &Lifetime,
    ident: &Ident,
    generics: &Generics,
    receiver: &Receiver,
    inputs: &[TokenStream],
    output: &TokenStream,
) -> TokenStream {
    // A boxed future needs one lifetime for everything that it borrows. Elided lifetimes become
    // `'call`, and named ones have to outlive it.
    let mut generics = generics.clone();
    let outlive = generics.lifetimes().map(|given| {
        let given = &given.lifetime;
        parse_quote!(#given: #call)
    });
    let outlive: Vec<WherePredicate> = outlive.collect();
    generics.make_where_clause().predicates.extend(outlive);
    // At the front, as lifetimes come before all other parameters.
    generics.params.insert(0, parse_quote!(#call));
    let mut receiver = receiver.clone();
    // The visitor replaces the lifetime of `&'_ self`; `&self` has none yet.
    ForCall(call).visit_receiver_mut(&mut receiver);
    if let syn::ReceiverKind::Reference(_, lifetime @ None, _) = &mut receiver.kind {
        *lifetime = Some(call.clone());
    }
    let (params, where_clause) = (&generics.params, &generics.where_clause);
    quote! {
        fn #ident<#params>(#receiver, #(#inputs),*) -> ::core::pin::Pin<::std::boxed::Box<
            dyn ::core::future::Future<Output = #output> + ::core::marker::Send + #call
        >> #where_clause
    }
}

/// The type with the lifetime of the call in place of each elided one.
fn borrowed_for(call: &Lifetime, ty: &Type) -> Type {
    let mut ty = ty.clone();
    ForCall(call).visit_type_mut(&mut ty);
    ty
}

/// Names all elided lifetimes, except those within function types.
struct ForCall<'a>(&'a Lifetime);

impl VisitMut for ForCall<'_> {
    fn visit_type_reference_mut(&mut self, reference: &mut TypeReference) {
        reference.lifetime.get_or_insert_with(|| self.0.clone());
        visit_mut::visit_type_reference_mut(self, reference);
    }

    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if lifetime.ident == "_" {
            *lifetime = self.0.clone();
        }
    }

    // The elided lifetimes of `fn(&str)` and `Fn(&str)` belong to these types and must stay
    // elided.
    fn visit_type_fn_ptr_mut(&mut self, _: &mut TypeFnPtr) {}

    fn visit_parenthesized_generic_arguments_mut(&mut self, _: &mut ParenthesizedGenericArguments) {
    }
}
