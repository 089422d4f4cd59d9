//! Types and items as tokens.
//!
//! Each kind of item has a file: structs, enums of strings, and unions with and without a tag.
//! `printer` holds what they share: the names of the items and the lookup of their facts. `support`
//! prints the functions and impls that several items use, once per module and only if something
//! uses them.
//!
//! The order of items and attributes is the order in which a person would write them, because the
//! module is meant to be read and edited. Nothing here may decide anything about a type: the facts
//! are complete when printing begins.

mod printer;
mod strings;
mod structs;
mod support;
mod tagged;
mod untagged;

use proc_macro2::TokenStream;
use quote::quote;

use self::printer::Printer;
use self::support::Support;
use super::facts::Facts;
use super::{Item, ItemId, Kind, Types};
use crate::names::ident;
use crate::text;

impl Types {
    /// All items, each with its docs, derives and hand-written impls, in the order of `place`; then the functions that these
    /// impls need. To be called once, after the last use.
    pub(crate) fn finish(&mut self) -> Printed {
        let facts = Facts::of(self);
        let mut printer = Printer {
            types: self,
            facts: &facts,
            support: Support::default(),
        };
        let numbered = self.items.iter().enumerate();
        let placed =
            numbered.filter_map(|(index, item)| Some((item.as_ref()?.place, ItemId(index))));
        let mut order: Vec<(usize, ItemId)> = placed.collect();
        order.sort();
        let items = order.iter().filter_map(|(_, id)| printer.item(*id));
        Printed {
            items: items.collect(),
            support: printer.support.functions(),
        }
    }
}

/// The printed items.
#[derive(Debug, Default)]
pub(crate) struct Printed {
    pub(crate) items: Vec<TokenStream>,
    /// Functions that hand-written impls call. They are no types and count as none.
    pub(crate) support: Vec<TokenStream>,
}

impl Printer<'_> {
    fn item(&mut self, id: ItemId) -> Option<TokenStream> {
        let types = self.types;
        let item = types.item(id)?;
        let head = head(item);
        let name = ident(&item.name);
        Some(match &item.kind {
            Kind::Alias(of) if self.facts.is_wrapped(id) => {
                let of = self.boxed(self.facts.needs_box(id, of), of);
                let derives = self.derives(id);
                quote!(#head #derives #[serde(transparent)] pub struct #name(pub #of);)
            }
            Kind::Alias(of) => {
                let of = types.print(of);
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
