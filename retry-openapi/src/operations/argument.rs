//! Arguments of a method.

use proc_macro2::TokenStream;
use quote::quote;

use crate::names::ident;
use crate::types::{Type, Types};

/// An argument, and its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Argument {
    /// Rust's name, not raw.
    pub(super) name: String,
    pub(super) role: Role,
    pub(super) of: Given,
    pub(super) is_optional: bool,
    /// Description and constraints, escaped.
    pub(super) words: String,
}

/// The place in the request that an argument goes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Path(String),
    Query(String),
    QueryCsv(String),
    QueryFlat,
    QueryNested,
    Header(String),
    SecretHeader(String),
    HeaderCsv(String),
    Cookie(String),
    Json,
    Form,
    NestedForm,
    Body(String),
    Part(String),
    PartJson(String),
    IdempotencyKey(String),
}

/// The type of what the caller gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Given {
    /// A value of this type, borrowed where that is cheaper.
    Value(Type),
    /// `&str`, whatever the schema says.
    Text,
    /// `Bytes`.
    Bytes,
    /// `Part`, or a list of them.
    Part,
    Parts,
}

impl Argument {
    pub(super) fn tokens(&self, types: &Types) -> TokenStream {
        let role = self.role.tokens(&self.name);
        let name = ident(&self.name);
        let of = match &self.of {
            Given::Value(of) => borrowed(types, of.without_null()),
            Given::Text => quote!(&str),
            Given::Bytes => quote!(Bytes),
            Given::Part => quote!(Part),
            Given::Parts => quote!(Vec<Part>),
        };
        if self.is_optional {
            quote!(#role #name: Option<#of>)
        } else {
            quote!(#role #name: #of)
        }
    }
}

impl Role {
    /// Attribute of the role; the name is left out where it is the argument's own.
    fn tokens(&self, name: &str) -> TokenStream {
        // `self_` for `self`, and so on: the identifier is not the name.
        let is_own = |wire: &str| wire == name && ident(name) != format!("{name}_");
        match self {
            Self::Path(wire) if is_own(wire) => quote!(),
            Self::Path(wire) => quote!(#[path(#wire)]),
            Self::Query(wire) if is_own(wire) => quote!(#[query]),
            Self::Query(wire) => quote!(#[query(#wire)]),
            Self::QueryCsv(wire) if is_own(wire) => quote!(#[query(csv)]),
            Self::QueryCsv(wire) => quote!(#[query(#wire, csv)]),
            Self::QueryFlat => quote!(#[query(flatten)]),
            Self::QueryNested => quote!(#[query(flatten, nested)]),
            Self::Header(wire) => quote!(#[header(#wire)]),
            Self::SecretHeader(wire) => quote!(#[header(#wire, secret)]),
            Self::HeaderCsv(wire) => quote!(#[header(#wire, csv)]),
            Self::Cookie(wire) => quote!(#[cookie(#wire)]),
            Self::Json => quote!(#[json]),
            Self::Form => quote!(#[form]),
            Self::NestedForm => quote!(#[form(nested)]),
            Self::Body(media) => quote!(#[body(#media)]),
            Self::Part(wire) if is_own(wire) => quote!(#[part]),
            Self::Part(wire) => quote!(#[part(#wire)]),
            Self::PartJson(wire) if is_own(wire) => quote!(#[part(json)]),
            Self::PartJson(wire) => quote!(#[part(#wire, json)]),
            Self::IdempotencyKey(wire) => quote!(#[idempotency_key(#wire)]),
        }
    }
}

/// A type as an argument of it is written.
pub(super) fn borrowed(types: &Types, of: &Type) -> TokenStream {
    match of {
        Type::String => quote!(&str),
        Type::List(inner) => {
            // `&[&str]` takes literals and owned strings alike; `&[String]` would make callers allocate.
            let inner = match types.seen_through(inner) {
                Type::String => quote!(&str),
                inner => types.print(inner),
            };
            quote!(&[#inner])
        }
        Type::Named(_) => match types.seen_through(of) {
            Type::Named(_) | Type::Map(_) | Type::Tuple(_) => {
                let of = types.print(of);
                quote!(&#of)
            }
            other => borrowed(types, other),
        },
        Type::Value | Type::Map(_) | Type::Tuple(_) => {
            let of = types.print(of);
            quote!(&#of)
        }
        Type::Nullable(inner) => {
            let inner = borrowed(types, inner);
            quote!(Option<#inner>)
        }
        // Such a type stands in fields alone.
        Type::Foreign(foreign) if foreign.serde_with.is_some() => quote!(&str),
        Type::Bool | Type::Number(_) | Type::Binary | Type::Foreign(_) => types.print(of),
    }
}
