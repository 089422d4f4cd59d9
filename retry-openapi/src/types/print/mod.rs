//! Tokens of types and items.

mod printer;
mod strings;
mod structs;
mod support;
mod tagged;
mod untagged;

use proc_macro2::TokenStream;
use quote::quote;

use self::printer::{Printer, type_tokens};
use self::support::Support;
use super::facts::Facts;
use super::{Item, ItemId, Kind, Type, Types};
use crate::names::ident;
use crate::text;

impl Types {
    /// The type as it stands in an argument, a return type or a field.
    pub(crate) fn print(&self, of: &Type) -> TokenStream {
        type_tokens(self, of)
    }

    /// All items, each with its docs, derives and hand-written impls, in the order of `place`; then the functions that these
    /// impls need. To be called once, after the last use.
    pub(crate) fn finish(&mut self) -> Printed {
        let facts = Facts::of(self);
        print(self, &facts)
    }
}

/// The printed items.
#[derive(Debug, Default)]
pub(crate) struct Printed {
    pub(crate) items: Vec<TokenStream>,
    /// Functions that hand-written impls call. They are no types and count as none.
    pub(crate) support: Vec<TokenStream>,
}

fn print(types: &Types, facts: &Facts) -> Printed {
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
}

/// Notes and docs above an item.
fn head(item: &Item) -> TokenStream {
    let notes = text::notes(&item.notes);
    let docs = text::doc(&item.docs);
    quote!(#notes #docs)
}
