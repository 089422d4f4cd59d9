//! Tokens of types and items.

mod strings;
mod structs;
mod support;
mod tagged;
mod untagged;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use self::support::Support;
use super::facts::Facts;
use super::{Item, ItemId, Kind, Printed, Type, Types};
use crate::names::ident;
use crate::text;

/// What the printing of an item needs to know, and what it finds out.
#[derive(Debug)]
struct Printer<'a> {
    types: &'a Types,
    facts: &'a Facts,
    support: Support,
}

pub(super) fn print(types: &Types, facts: &Facts) -> Printed {
    let mut printer = Printer {
        types,
        facts,
        support: Support::default(),
    };
    let mut order: Vec<(usize, ItemId)> = Vec::new();
    for (index, item) in types.items.iter().enumerate() {
        order.extend(item.as_ref().map(|item| (item.place, ItemId(index))));
    }
    order.sort();
    let items: Vec<TokenStream> = order
        .iter()
        .filter_map(|(_, id)| printer.item(*id))
        .collect();
    Printed {
        support: printer.support.functions(),
        items,
    }
}

pub(super) fn type_tokens(types: &Types, of: &Type) -> TokenStream {
    match of {
        Type::Bool => quote!(bool),
        Type::Number(name) => {
            let name = format_ident!("{name}");
            quote!(#name)
        }
        Type::String => quote!(String),
        Type::Binary => quote!(Bytes),
        Type::Foreign(foreign) => foreign.path.parse().unwrap_or_default(),
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

impl Printer<'_> {
    fn item(&mut self, id: ItemId) -> Option<TokenStream> {
        let types = self.types;
        let item = types.item(id)?;
        let head = head(item);
        let name = ident(&item.name);
        Some(match &item.kind {
            Kind::Alias(of) if self.facts.is_wrapped(id) => {
                let of = type_tokens(types, of);
                let derives = self.derives(id);
                quote!(#head #derives #[serde(transparent)] pub struct #name(pub #of);)
            }
            Kind::Alias(of) => {
                let of = type_tokens(types, of);
                quote!(#head pub type #name = #of;)
            }
            Kind::Struct(body) => self.structure(id, item, body, &head),
            Kind::Strings(listed) => strings::strings(item, listed, &head),
            Kind::Tagged(tagged) => self.tagged(id, item, tagged, &head),
            Kind::Untagged(untagged) => self.untagged(id, item, untagged, &head),
        })
    }

    fn derives(&self, id: ItemId) -> TokenStream {
        let default = self.facts.has_default(id).then(|| quote!(Default,));
        quote!(#[derive(Debug, Clone, #default PartialEq, Serialize, Deserialize)])
    }

    /// The type of a field or variant, boxed if it has to be.
    fn boxed(&self, needs_box: bool, of: &Type) -> TokenStream {
        if !needs_box {
            return type_tokens(self.types, of);
        }
        if let Type::Nullable(inner) = of {
            let inner = type_tokens(self.types, inner);
            return quote!(Option<Box<#inner>>);
        }
        let of = type_tokens(self.types, of);
        quote!(Box<#of>)
    }
}

/// Notes and docs above an item.
fn head(item: &Item) -> TokenStream {
    let notes = text::notes(&item.notes);
    let docs = text::doc(&item.docs);
    quote!(#notes #docs)
}
