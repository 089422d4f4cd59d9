//! Enums that one property tells apart.
//!
//! serde's own `tag` takes the property away from the variant, which has a field for it, and falls through to the last
//! variant if a known one is malformed; so these impls are written out.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::super::{Item, ItemId, Tag, Tagged};
use super::printer::Printer;
use crate::names::ident;
use crate::text;

impl Printer<'_> {
    pub(super) fn tagged(
        &mut self,
        id: ItemId,
        item: &Item,
        tagged: &Tagged,
        head: &TokenStream,
    ) -> TokenStream {
        self.support.tag = true;
        let name = ident(&item.name);
        let property = &tagged.property;
        let variants = tagged.variants.iter();
        let variants = variants.map(|variant| self.variant(id, &variant.name, &variant.of));
        let impls = impls(&name, tagged);
        let other_docs = format!(" A value whose `{property}` is not listed.");
        let blank = text::blank();
        quote! {
            #head
            #[derive(Debug, Clone, PartialEq)]
            pub enum #name {
                #(#variants)*
                #[doc = #other_docs]
                Other(Value),
            }

            #blank
            #impls
        }
    }
}

/// Reading and writing, by the property.
fn impls(name: &Ident, tagged: &Tagged) -> TokenStream {
    let property = &tagged.property;
    let reads = tagged.variants.iter().map(|variant| {
        let name = ident(&variant.name);
        let tags = variant.tags.iter().map(literal);
        quote!(Some(#(#tags)|*) => Self::#name(variant(value)?),)
    });
    let writes = tagged.variants.iter().map(|variant| {
        let name = ident(&variant.name);
        let tags = variant.tags.iter().map(literal);
        quote!(Self::#name(value) => tagged(value, #property, &[#(#tags),*], serializer),)
    });
    let read_tag = read_tag(tagged);
    let blank = text::blank();
    quote! {
        impl<'de> Deserialize<'de> for #name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = Value::deserialize(deserializer)?;
                Ok(match value.get(#property).and_then(#read_tag) {
                    #(#reads)*
                    _ => Self::Other(value),
                })
            }
        }

        #blank
        impl Serialize for #name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    #(#writes)*
                    Self::Other(value) => value.serialize(serializer),
                }
            }
        }
    }
}

/// The function that reads the property.
fn read_tag(tagged: &Tagged) -> TokenStream {
    // All tags are of one kind: `schema/tags.rs` refuses a discriminator whose values are of several.
    let first = tagged.variants.first();
    match first.and_then(|variant| variant.tags.first()) {
        Some(Tag::Integer(_)) => quote!(Value::as_i64),
        Some(Tag::Bool(_)) => quote!(Value::as_bool),
        _ => quote!(Value::as_str),
    }
}

fn literal(tag: &Tag) -> TokenStream {
    match tag {
        Tag::Text(text) => quote!(#text),
        Tag::Integer(number) => {
            let number = Literal::i64_unsuffixed(*number);
            quote!(#number)
        }
        Tag::Bool(is) => quote!(#is),
    }
}
