//! Tokens of types and items.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{Field, Item, Kind, Struct, Type, Types, Variant};
use crate::names::ident;
use crate::text;

pub(super) fn type_tokens(types: &Types, of: &Type) -> TokenStream {
    match of {
        Type::Bool => quote!(bool),
        Type::Number(name) => {
            let name = format_ident!("{name}");
            quote!(#name)
        }
        Type::String => quote!(String),
        Type::Binary => quote!(Bytes),
        Type::Path(path) => path.parse().unwrap_or_default(),
        Type::Value => quote!(Value),
        Type::List(inner) => {
            let inner = type_tokens(types, inner);
            quote!(Vec<#inner>)
        }
        Type::Map(inner) => {
            let inner = type_tokens(types, inner);
            quote!(BTreeMap<String, #inner>)
        }
        Type::Tuple(list) => {
            let list = list.iter().map(|inner| type_tokens(types, inner));
            quote!((#(#list,)*))
        }
        Type::Nullable(inner) => {
            let inner = type_tokens(types, inner);
            quote!(Option<#inner>)
        }
        Type::Named(id) => match types.item(*id) {
            Some(item) => {
                let name = ident(&item.name);
                quote!(#name)
            }
            None => quote!(Value),
        },
    }
}

pub(super) fn item_tokens(types: &Types, item: &Item) -> TokenStream {
    let docs = text::doc(&item.docs);
    let notes = item
        .notes
        .iter()
        .map(|note| text::comment(&note.to_string()));
    let name = ident(&item.name);
    let body = match &item.kind {
        Kind::Alias(of) => {
            let of = type_tokens(types, of);
            quote!(pub type #name = #of;)
        }
        Kind::Struct(body) => struct_tokens(types, &name, body),
        Kind::Strings(variants) => strings(&name, variants),
    };
    quote!(#(#notes)* #docs #body)
}

fn struct_tokens(types: &Types, name: &syn::Ident, body: &Struct) -> TokenStream {
    let fields = body.fields.iter().map(|field| field_tokens(types, field));
    let rest = body.rest.as_ref().map(|of| {
        let of = type_tokens(types, of);
        quote!(#[serde(flatten)] pub other: BTreeMap<String, #of>,)
    });
    quote! {
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        pub struct #name { #(#fields)* #rest }
    }
}

fn field_tokens(types: &Types, field: &Field) -> TokenStream {
    let docs = text::doc(&field.docs);
    let name = ident(&field.name);
    let wire = &field.wire;
    let rename = (*wire != field.name).then(|| quote!(#[serde(rename = #wire)]));
    let of = type_tokens(types, field.of.without_null());
    let is_optional = !field.required || field.read_only || field.write_only;
    if is_optional {
        quote!(#docs #rename #[serde(default, skip_serializing_if = "Option::is_none")] pub #name: Option<#of>,)
    } else {
        let of = type_tokens(types, &field.of);
        quote!(#docs #rename pub #name: #of,)
    }
}

fn strings(name: &syn::Ident, variants: &[Variant]) -> TokenStream {
    let variants = variants.iter().map(|variant| {
        let (name, wire) = (ident(&variant.name), &variant.wire);
        quote!(#[serde(rename = #wire)] #name,)
    });
    quote! {
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        pub enum #name {
            #(#variants)*
            /// A value that is not listed.
            #[serde(untagged)]
            Other(String),
        }
    }
}
