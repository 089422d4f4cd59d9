//! `#[client(dyn)]`: the trait once more, with boxed futures, for `dyn DynGitHub`.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Lifetime, ParenthesizedGenericArguments, Type, TypeFnPtr, TypeReference, WherePredicate,
    parse_quote,
};

use super::lints;
use crate::model::{Argument, Client, Method};

/// The twin itself.
pub(crate) fn twin(client: &Client) -> Option<TokenStream> {
    let ident = client.object_safe.as_ref()?;
    let (vis, cfg, item) = (client.vis(), &client.cfg, &client.item.ident);
    let doc = format!(
        " [`{item}`] with boxed futures, for `dyn {ident}`. Implemented for every [`{item}`]."
    );
    let methods = client.methods.iter().map(|method| {
        let doc = format!(" The method [`{item}::{}`].", method.ident);
        let signature = signature(method);
        quote!(#[doc = #doc] #signature;)
    });
    let lints = lints::of_type();
    Some(quote! {
        #[doc = #doc]
        #cfg
        #lints
        #vis trait #ident {
            #(#methods)*
        }
    })
}

/// The twin, implemented for everything that implements the trait.
pub(crate) fn implementation(client: &Client) -> TokenStream {
    let Some(ident) = &client.object_safe else {
        return TokenStream::new();
    };
    let item = &client.item.ident;
    let methods = client.methods.iter().map(|method| {
        let (signature, call) = (signature(method), call(item, method));
        quote!(#signature { ::std::boxed::Box::pin(#call) })
    });
    quote! {
        #[automatically_derived]
        impl<__T: #item + ?::core::marker::Sized> #ident for __T {
            #(#methods)*
        }
    }
}

/// Everything that is borrowed is borrowed for the call, so that one box can hold it all.
fn signature(method: &Method) -> TokenStream {
    let Method {
        ident,
        attributes,
        output,
        receiver,
        generics,
        ..
    } = method;
    // A boxed future needs one lifetime that bounds all it borrows. Elided lifetimes are named
    // `'call`, and lifetimes with a name of the user's have to outlive it.
    let call = Lifetime::new("'call", Span::mixed_site());
    let mut generics = generics.clone();
    let outlive = generics.lifetimes().map(|given| {
        let given = &given.lifetime;
        parse_quote!(#given: #call)
    });
    let outlive: Vec<WherePredicate> = outlive.collect();
    generics.make_where_clause().predicates.extend(outlive);
    generics.params.insert(0, parse_quote!(#call));
    let inputs = method.arguments.iter().map(|argument| {
        let Argument {
            ident,
            ty,
            attributes,
            ..
        } = argument;
        let (cfg, ty) = (&attributes.cfg, borrowed_for(&call, ty));
        quote!(#cfg #ident: #ty)
    });
    let mut receiver = receiver.clone();
    ForCall(&call).visit_receiver_mut(&mut receiver);
    if let syn::ReceiverKind::Reference(_, lifetime @ None, _) = &mut receiver.kind {
        *lifetime = Some(call.clone());
    }
    let (cfg, params, where_clause) = (&attributes.cfg, &generics.params, &generics.where_clause);
    quote! {
        #cfg
        fn #ident<#params>(#receiver, #(#inputs),*) -> ::core::pin::Pin<::std::boxed::Box<
            dyn ::core::future::Future<Output = #output> + ::core::marker::Send + #call
        >> #where_clause
    }
}

/// Calls the method of the trait, not the one of the twin.
fn call(item: &syn::Ident, method: &Method) -> TokenStream {
    let (ident, this) = (&method.ident, &method.receiver.self_token);
    let passed = method.arguments.iter().map(
        |Argument {
             ident, attributes, ..
         }| {
            let cfg = &attributes.cfg;
            quote!(#cfg #ident)
        },
    );
    quote!(<__T as #item>::#ident(#this, #(#passed),*))
}

/// The type with the lifetime of the call in place of each elided one.
fn borrowed_for(call: &Lifetime, ty: &Type) -> Type {
    let mut ty = ty.clone();
    ForCall(call).visit_type_mut(&mut ty);
    ty
}

/// Gives a name to every lifetime that has none, but for those of functions, which are their own.
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
