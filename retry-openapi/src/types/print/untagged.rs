//! Enums whose variants are told apart by what fits.
//!
//! serde's `untagged` takes the first variant that can be read. Where a value can be read as several, and a later one
//! may hold all of it, the impl that finds it is written out.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::{Field, Item, ItemId, Kind, Struct, Type, Untagged, UntaggedVariant};
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
        // Most unions are of types that no value confuses, such as a string or a list. serde's own derive is shorter to
        // read, and it is all they need.
        if !untagged.is_ambiguous {
            return quote! {
                #head
                #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
                #body
            };
        }
        // In the order in which serde would try them. Each is asked whether it holds all of the value; the first that
        // can read it at all is kept in case none does.
        let readers = (0..untagged.variants.len()).map(|at| self.reader(id, untagged, at));
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
    fn reader(&mut self, of_enum: ItemId, untagged: &Untagged, at: usize) -> TokenStream {
        let UntaggedVariant { name, of } = &untagged.variants[at];
        let name = ident(name);
        if let Some(other) = self.union_of(of) {
            self.support.read_if = true;
            // Its own last variant fits everything.
            let is_boxed = self.facts.needs_box_in_variant(of_enum, of);
            let it = if is_boxed { quote!(**it) } else { quote!(it) };
            return quote!(read_if(&value, &mut partial, Self::#name, |it| !matches!(#it, #other)));
        }
        let fields = self.told_apart(untagged, at);
        if fields.is_empty() {
            self.support.read = true;
            return quote!(read(&value, &mut partial, Self::#name));
        }
        self.support.read_listed = true;
        quote!(read_listed(&value, &mut partial, Self::#name, |it| #(!matches!(it.#fields))&&*))
    }

    /// Fields of a variant that list strings where another variant lists others, each with the pattern of one that is not
    /// listed.
    fn told_apart(&self, untagged: &Untagged, at: usize) -> Vec<TokenStream> {
        let Some((item, body)) = self.body_of(&untagged.variants[at].of) else {
            return Vec::new();
        };
        let others = untagged.variants.iter().enumerate();
        let others = others.filter(|(other, _)| *other != at);
        let others: Vec<_> = others.filter_map(|(_, it)| self.body_of(&it.of)).collect();
        let fields = body.fields.iter().filter_map(|field| {
            let (listed, values) = self.listed(&field.of)?;
            let is_other = |other: &&Field| {
                let theirs = self.listed(&other.of).map(|(_, values)| values);
                other.wire == field.wire && theirs.is_some_and(|theirs| theirs != values)
            };
            // A field that lists the same strings everywhere tells nothing apart.
            let mut of_others = others.iter().flat_map(|(_, body)| &body.fields);
            of_others.find(is_other)?;
            let (name, listed) = (ident(&field.name), ident(&listed.name));
            let is_nullable = matches!(field.of, Type::Nullable(_));
            let other = quote!(#listed::Other(_));
            let pattern = match (field.is_optional(item.direction), is_nullable) {
                (true, true) if item.direction.sent => quote!(Some(Some(#other))),
                (false, false) => other,
                _ => quote!(Some(#other)),
            };
            Some(quote!(#name, #pattern))
        });
        fields.collect()
    }

    fn body_of(&self, of: &Type) -> Option<(&Item, &Struct)> {
        let item = self.types.item_of(of)?;
        match &item.kind {
            Kind::Struct(body) => Some((item, body)),
            _ => None,
        }
    }

    /// The item of listed strings that this type is, and these.
    fn listed(&self, of: &Type) -> Option<(&Item, Vec<&str>)> {
        let item = self.types.item_of(of.without_null())?;
        match &item.kind {
            Kind::Strings(all) => Some((item, all.iter().map(|it| it.wire.as_str()).collect())),
            _ => None,
        }
    }

    /// Pattern of the last variant of a union, if this is one.
    fn union_of(&self, of: &Type) -> Option<TokenStream> {
        let item = self.types.item_of(of)?;
        let name = ident(&item.name);
        matches!(item.kind, Kind::Tagged(_) | Kind::Untagged(_)).then(|| quote!(#name::Other(_)))
    }
}
