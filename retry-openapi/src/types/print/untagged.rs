//! Enums whose variants are told apart by what fits.
//!
//! serde's `untagged` takes the first variant that can be read. Where a value can be read as several, and a later one
//! may hold all of it, the impl that finds it is written out.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::{Item, ItemId, Kind, Type, Untagged};
use super::printer::Printer;
use crate::names::ident;
use crate::text;

impl Printer<'_> {
    pub(super) fn untagged(
        &mut self,
        id: ItemId,
        item: &Item,
        untagged: &Untagged,
        head: &TokenStream,
    ) -> TokenStream {
        let name = ident(&item.name);
        let variants = untagged.variants.iter();
        let variants = variants.map(|variant| self.variant(id, &variant.name, &variant.of));
        let body = quote! {
            #[serde(untagged)]
            pub enum #name {
                #(#variants)*
                /// A value that fits no other variant.
                Other(Value),
            }
        };
        if !untagged.is_ambiguous {
            return quote! {
                #head
                #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
                #body
            };
        }
        self.support.choice = true;
        let readers = untagged.variants.iter();
        let readers = readers.map(|variant| self.reader(id, &variant.name, &variant.of));
        let mut readers = readers.collect::<Vec<_>>().into_iter();
        let first = readers.next();
        let blank = text::blank();
        quote! {
            #head
            #[derive(Debug, Clone, PartialEq, Serialize)]
            #body

            #blank
            impl<'de> Deserialize<'de> for #name {
                fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    let value = Value::deserialize(deserializer)?;
                    let mut partial = None;
                    let whole = #first #(.or_else(|| #readers))*;
                    Ok(whole.or(partial).unwrap_or(Self::Other(value)))
                }
            }
        }
    }

    /// The call that reads a value as a variant.
    fn reader(&self, of_enum: ItemId, name: &str, of: &Type) -> TokenStream {
        let name = ident(name);
        let Some(other) = self.union_of(of) else {
            return quote!(read(&value, &mut partial, Self::#name));
        };
        // Its own last variant fits everything.
        let is_boxed = self.facts.needs_box_in_variant(of_enum, of);
        let it = if is_boxed { quote!(**it) } else { quote!(it) };
        quote!(read_if(&value, &mut partial, Self::#name, |it| !matches!(#it, #other)))
    }

    /// Pattern of the last variant of a union, if this is one.
    fn union_of(&self, of: &Type) -> Option<TokenStream> {
        let Type::Named(id) = self.types.seen_through(of) else {
            return None;
        };
        let item = self.types.item(*id)?;
        let name = ident(&item.name);
        matches!(item.kind, Kind::Tagged(_) | Kind::Untagged(_)).then(|| quote!(#name::Other(_)))
    }
}
