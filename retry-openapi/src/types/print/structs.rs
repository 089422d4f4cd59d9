//! Structs.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::{Direction, Field, Item, ItemId, Struct, Type};
use super::printer::Printer;
use crate::names::ident;
use crate::text;

impl Field {
    /// Tells whether it may be absent in what goes these ways.
    pub(in super::super) fn is_optional(&self, direction: Direction) -> bool {
        !self.required
            || (self.read_only && direction.sent)
            || (self.write_only && direction.received)
    }
}

impl Printer<'_> {
    pub(super) fn structure(
        &mut self,
        id: ItemId,
        item: &Item,
        body: &Struct,
        head: &TokenStream,
    ) -> TokenStream {
        let name = ident(&item.name);
        let derives = self.derives(id);
        let fields: Vec<TokenStream> = body
            .fields
            .iter()
            .map(|field| self.field(id, item, field))
            .collect();
        let rest = body.rest.as_ref().map(|rest| {
            let notes = text::notes(&rest.notes);
            let name = ident(&rest.name);
            let of = self.types.print(&rest.of);
            quote!(#notes #[doc = " All other properties."] #[serde(flatten)] pub #name: BTreeMap<String, #of>,)
        });
        quote! {
            #head
            #derives
            pub struct #name { #(#fields)* #rest }
        }
    }

    fn field(&mut self, id: ItemId, item: &Item, field: &Field) -> TokenStream {
        let notes = text::notes(&field.notes);
        let docs = text::doc(&field.docs);
        let name = ident(&field.name);
        let inner = field.of.without_null();
        let needs_box = self.facts.needs_box(id, &field.of);
        let is_optional = field.is_optional(item.direction);
        let is_nullable = matches!(field.of, Type::Nullable(_));
        if field.is_flattened {
            let of = self.boxed(needs_box, &field.of);
            return quote!(#notes #docs #[serde(flatten)] pub #name: #of,);
        }
        let inner_tokens = self.boxed(needs_box, inner);
        let mut serde = Vec::new();
        // A raw identifier is written to the wire without its `r#` by serde itself.
        if name.to_string().trim_start_matches("r#") != field.wire {
            let wire = &field.wire;
            serde.push(quote!(rename = #wire));
        }
        let of = if is_optional {
            // Only what is sent has to tell absence from `null`: a server may clear a field that is `null` and keep one
            // that is absent. What is received is one `Option`, since callers care whether there is a value.
            if is_nullable && item.direction.sent {
                self.support.null = true;
                serde.push(quote!(default, deserialize_with = "null_or_value"));
                serde.push(quote!(skip_serializing_if = "Option::is_none"));
                quote!(Option<Option<#inner_tokens>>)
            } else {
                // With `with`, serde no longer reads a field that is absent as `None` by itself.
                if serde_with(inner).is_some() {
                    serde.push(quote!(default));
                }
                serde.push(quote!(skip_serializing_if = "Option::is_none"));
                quote!(Option<#inner_tokens>)
            }
        } else if is_nullable {
            quote!(Option<#inner_tokens>)
        } else {
            inner_tokens
        };
        if let Some(module) = serde_with(inner) {
            self.support.date |= module == "iso_date";
            let module = if is_optional || is_nullable {
                format!("{module}::option")
            } else {
                module.to_owned()
            };
            serde.push(quote!(with = #module));
        }
        let serde = (!serde.is_empty()).then(|| quote!(#[serde(#(#serde),*)]));
        quote!(#notes #docs #serde pub #name: #of,)
    }
}

fn serde_with(of: &Type) -> Option<&'static str> {
    match of {
        Type::Foreign(foreign) => foreign.serde_with,
        _ => None,
    }
}
