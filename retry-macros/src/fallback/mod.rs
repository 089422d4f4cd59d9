//! The permissive second front end, and the entry point that falls back on it.
//!
//! After an error a macro could emit the error alone. Then every use of the trait and the client in
//! the rest of the crate would be an error too, and hide the one that matters. So the same names are
//! emitted as for a valid declaration: the trait, the client with its constructors, and each method
//! whose signature can be understood, with bodies that never run.
//!
//! Editors expand the macro at every keystroke, when a declaration is unfinished most of the time.
//! Completion works on the emitted items, so a missing `&self`, `async` or name is filled in.
//!
//! Nothing here may report an error of its own, except for an attribute on the wrong item. Whatever is
//! emitted has to compile for any input, so that the only errors are the user's. A method that may not
//! compile is left out.

mod meant;
mod misplaced;
mod mocked;
mod stand_in;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote;
use syn::{ItemTrait, Visibility};

pub(crate) use self::misplaced::expand as expand_misplaced;

use crate::crate_path::CratePath;
use crate::diag::Diagnostics;
use crate::model::Client;
use crate::syntax::api::Api;
use crate::syntax::client::ClientArgs;
use crate::syntax::unfinished::{self, Readable};
use crate::syntax::{conditions, paths, visibility};
use crate::{expand, lower};

/// Expands a client trait; after an error, to something that causes no other.
pub(crate) fn expand_client(args: TokenStream, item: &TokenStream) -> TokenStream {
    let (mut api, mut errors, is_whole) = match syn::parse2::<ItemTrait>(item.clone()) {
        Ok(api) => (api, TokenStream::new(), true),
        // First, as mockall copies `#[client]` to items that are not traits at all.
        Err(_) if mocked::is_mock(item) => return mocked::expand(&args, item),
        Err(error) => match unfinished::readable(item) {
            None => return not_a_trait(item, &error),
            // rustc could not read it either, and has reported that. A missing `;` needs no second
            // error. Any other is reported again, as rustc may have meant something else.
            Some(Readable {
                item,
                is_whole: true,
            }) => (item, TokenStream::new(), false),
            Some(Readable { item, .. }) => (item, error.to_compile_error(), false),
        },
    };
    let item = if is_whole { item.clone() } else { quote!(#api) };
    // `crate = ::path` decides which paths are ours, so the arguments are read once before everything
    // else. `check` reads them again and reports their errors; these are dropped.
    let mut dropped = Diagnostics::default();
    let read = ClientArgs::parse(args.clone(), &mut dropped);
    let krate = lower::krate(&read.crate_path, &mut dropped).unwrap_or(CratePath::Default);
    if let Some(again) = conditions::to_evaluate(&krate, &args, &item, &api) {
        // The second expansion reports the rest.
        return quote!(#errors #again);
    }
    conditions::evaluate(&mut api);
    let visibilities = visibility::take(&mut api);
    paths::shorten(&mut api, &read);
    match check(args.clone(), &api, &visibilities) {
        Ok(client) if is_whole => return expand::client(&client),
        Ok(_) => {}
        Err(error) => errors.extend(error.to_compile_error()),
    }
    stand_in::expand(krate, &read, args, &api, &errors)
}

/// Runs the strict front end: parses, lowers, and returns the client or all errors.
fn check(args: TokenStream, api: &ItemTrait, visibilities: &[Visibility]) -> syn::Result<Client> {
    let mut diag = Diagnostics::default();
    for visibility in visibilities {
        let message = "a method is as visible as its trait; remove this";
        diag.error(visibility, message);
    }
    let args = ClientArgs::parse(args, &mut diag);
    let api = Api::parse(api, &mut diag);
    let client = lower::client(&args, &api, &mut diag);
    diag.finish(client)
}

/// The item as it is, after the error.
fn not_a_trait(item: &TokenStream, error: &syn::Error) -> TokenStream {
    // If it was meant to be a trait, its members are wrong, and syn's error stays. Otherwise the
    // attribute stands on the wrong item.
    let is_trait = item
        .clone()
        .into_iter()
        .any(|token| matches!(&token, TokenTree::Ident(ident) if ident == "trait"));
    let error = if is_trait {
        error.to_compile_error()
    } else {
        let keyword = keyword(item);
        let (place, what) = keyword.map_or((Span::call_site(), String::new()), |keyword| {
            (keyword.span(), format!(", not on this `{keyword}`"))
        });
        let message = format!(
            "`#[client]` belongs on a trait{what}; write `#[client(…)] trait Name {{ … }}`, and \
             `NameClient` is generated"
        );
        syn::Error::new(place, message).to_compile_error()
    };
    let item = unfinished::without_ours(item.clone());
    quote!(#error #item)
}

/// The keyword that tells the kind of an item.
fn keyword(item: &TokenStream) -> Option<Ident> {
    const KINDS: [&str; 8] = [
        "struct",
        "enum",
        "union",
        "impl",
        "fn",
        "mod",
        "type",
        "macro_rules",
    ];
    item.clone().into_iter().find_map(|token| match token {
        TokenTree::Ident(word) if KINDS.iter().any(|kind| word == kind) => Some(word),
        _ => None,
    })
}
