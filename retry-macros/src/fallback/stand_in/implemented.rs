//! The implementations of the trait that a valid declaration has.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{ReturnType, TraitItem, TraitItemFn};

use crate::expand::future;
use crate::fallback::stand_in::Fallback;

impl Fallback {
    /// The implementations, if every member of the trait can be implemented.
    pub(super) fn implementations(&self) -> TokenStream {
        let Self { item, ident, .. } = self;
        let (name, generics) = (&item.ident, &item.generics);
        let has_more = item.items.iter().any(|member| match member {
            TraitItem::Fn(_) => false,
            TraitItem::Const(constant) => constant.default.is_none(),
            _ => true,
        });
        // A missing associated type or constant has no value that could be made up, and an
        // implementation without it is an error.
        if has_more || !generics.params.is_empty() {
            return TokenStream::new();
        }
        let client = self.implementation(&quote!(#name for #ident));
        // Other types may not implement the supertraits.
        if !item.supertraits.is_empty() {
            return client;
        }
        let reference = self.implementation(&quote!(#name for &#ident));
        let twin = self.twin.as_ref().map(|twin| {
            let object = self.implementation(&quote!(#name for dyn #twin + '_));
            quote! {
                #[automatically_derived]
                impl #twin for #ident {}
                #object
            }
        });
        quote!(#client #reference #twin)
    }

    /// The trait for one type, with bodies for the type checker alone.
    fn implementation(&self, of: &TokenStream) -> TokenStream {
        let unsafety = &self.item.unsafety;
        let methods = self.methods().map(Self::implemented_method);
        quote! {
            #[allow(unused_variables, unused_mut)]
            #[automatically_derived]
            #unsafety impl #of {
                #(#methods)*
            }
        }
    }

    fn implemented_method(method: &TraitItemFn) -> TokenStream {
        let mut signature = method.sig.clone();
        let body = match (&signature.asyncness, &signature.output) {
            (None, _) => quote!(::core::unreachable!()),
            // `pending` has the right output and needs no value. With `unreachable!()` alone, rustc could
            // not infer the type of `impl Future`.
            (Some(_), ReturnType::Default) => quote!(::core::future::pending::<()>()),
            (Some(_), ReturnType::Type(_, output)) => quote!(::core::future::pending::<#output>()),
        };
        future::spell_out(&mut signature);
        quote! {
            #signature {
                #body
            }
        }
    }
}
