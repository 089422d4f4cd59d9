//! Enums of strings.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::{Item, Listed};
use crate::names::ident;
use crate::text;

pub(super) fn strings(item: &Item, listed: &[Listed], head: &TokenStream) -> TokenStream {
    let name = ident(&item.name);
    let variants = listed.iter().map(|listed| {
        let docs = text::doc(&listed.docs);
        let (name, wire) = (ident(&listed.name), &listed.wire);
        // `Self` cannot be a variant, and is `Self_`.
        let rename = (name != wire.as_str()).then(|| quote!(#[serde(rename = #wire)]));
        quote!(#docs #rename #name,)
    });
    quote! {
        #head
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        pub enum #name {
            #(#variants)*
            /// A value that is not listed.
            #[serde(untagged)]
            Other(String),
        }
    }
}
