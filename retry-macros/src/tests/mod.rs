//! The macro as a whole: from tokens to tokens.

mod corpus;
mod defaults;
mod garbage;
mod golden;
mod messages;
mod pages;
mod typing;
mod waits;

use proc_macro2::TokenStream;
use syn::{File, Item, Meta};

use crate::fallback::expand_client;

/// Expands the one trait of a source text, by the `#[client]` that stands on it first.
fn expand(source: &str) -> TokenStream {
    let file: File = syn::parse_str(source).expect("the source is Rust");
    let Some(Item::Trait(mut item)) = file.items.into_iter().next() else {
        panic!("the source is a trait");
    };
    let at = item
        .attrs
        .iter()
        .position(|attribute| attribute.path().is_ident("client"));
    let at = at.expect("the trait is a client");
    let args = match item.attrs.remove(at).meta {
        Meta::List(list) => list.tokens,
        _ => TokenStream::new(),
    };
    expand_client(args, &quote::quote!(#item))
}
