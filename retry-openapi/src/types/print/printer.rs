//! The state that the printing of every item needs.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::super::facts::Facts;
use super::super::{ItemId, Type, Types};
use super::support::Support;
use crate::names::ident;

/// Holds all that the printing of an item needs to know, and all that it finds out.
#[derive(Debug)]
pub(super) struct Printer<'a> {
    pub(super) types: &'a Types,
    pub(super) facts: &'a Facts,
    pub(super) support: Support,
}

impl Printer<'_> {
    pub(super) fn derives(&self, id: ItemId) -> TokenStream {
        let default = self.facts.has_default(id).then(|| quote!(Default,));
        quote!(#[derive(Debug, Clone, #default PartialEq, Serialize, Deserialize)])
    }

    /// The type of a field or variant, boxed if it has to be.
    pub(super) fn boxed(&self, needs_box: bool, of: &Type) -> TokenStream {
        if !needs_box {
            return self.types.print(of);
        }
        // The box goes inside, as `Option<Box<T>>` is `None` without memory from the heap.
        if let Type::Nullable(inner) = of {
            let inner = self.types.print(inner);
            return quote!(Option<Box<#inner>>);
        }
        let of = self.types.print(of);
        quote!(Box<#of>)
    }

    /// A variant of an enum that holds one value.
    pub(super) fn variant(&self, of_enum: ItemId, name: &str, of: &Type) -> TokenStream {
        let needs_box = self.facts.needs_box_in_variant(of_enum, of);
        let (name, of) = (ident(name), self.boxed(needs_box, of));
        quote!(#name(#of),)
    }
}

impl Types {
    /// The type as it stands in an argument, a return type or a field.
    pub(crate) fn print(&self, of: &Type) -> TokenStream {
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
                let inner = self.print(inner);
                quote!(Vec<#inner>)
            }
            Type::Map(inner) => {
                let inner = self.print(inner);
                quote!(BTreeMap<String, #inner>)
            }
            Type::Tuple(list) => {
                let list = list.iter().map(|inner| self.print(inner));
                quote!((#(#list,)*))
            }
            Type::Nullable(inner) => {
                let inner = self.print(inner);
                quote!(Option<#inner>)
            }
            Type::Named(id) => {
                let name = self.item(*id).map_or("Value", |item| &item.name);
                let name = ident(name);
                quote!(#name)
            }
        }
    }
}
