//! The permissive second front end, and the border where it takes over from the strict one.
//!
//! After an error a macro could emit the error alone. Then every use of the trait and of the client
//! in the rest of the crate would be an error too, and the one that matters would drown. So the same
//! names come out as from a right declaration: the trait, the client with its constructors, and each
//! method whose signature can be made sense of, with bodies that are never run.
//!
//! The same happens at every keystroke in an editor, where a declaration is unfinished most of the
//! time. Completion works on what comes out here, so a missing `&self`, `async` or name is filled in.
//!
//! Nothing here may report an error of its own, apart from attributes outside of a client trait.
//! Whatever is emitted has to compile for any input, so that the only errors are the user's. If a
//! method cannot be emitted without a doubt, it is left out.

mod meant;
mod misplaced;
mod mocked;
mod stand_in;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote;

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
    let mut api = match syn::parse2::<syn::ItemTrait>(item.clone()) {
        Ok(api) => api,
        Err(_) if mocked::is_mock(item) => return mocked::expand(&args, item),
        Err(error) => return expand_unfinished(args, item, &error),
    };
    if let Some(again) = conditions::to_evaluate(&krate(args.clone()), &args, item, &api) {
        return again;
    }
    conditions::evaluate(&mut api);
    let visibilities = visibility::take(&mut api);
    shorten_paths(&mut api, args.clone());
    match judge(args.clone(), &api, &visibilities) {
        Ok(client) => expand::client(&client),
        Err(error) => stand_in::expand(args, &api, &error.to_compile_error()),
    }
}

/// Expands a declaration that rustc could not read, and has complained about already. A missing `;`
/// needs no second error. Anything else is reported again, as rustc may mean something else.
fn expand_unfinished(args: TokenStream, item: &TokenStream, error: &syn::Error) -> TokenStream {
    let Some(Readable {
        item: mut api,
        is_whole,
    }) = unfinished::readable(item)
    else {
        return not_a_trait(item, error);
    };
    let mut errors = TokenStream::new();
    if !is_whole {
        errors.extend(error.to_compile_error());
    }
    let krate = krate(args.clone());
    if let Some(again) = conditions::to_evaluate(&krate, &args, &quote!(#api), &api) {
        // All of it can be read then, so the rest is said there.
        return quote!(#errors #again);
    }
    let visibilities = visibility::take(&mut api);
    shorten_paths(&mut api, args.clone());
    if let Err(error) = judge(args.clone(), &api, &visibilities) {
        errors.extend(error.to_compile_error());
    }
    stand_in::expand(args, &api, &errors)
}

/// The path of the runtime; what is wrong with the arguments is said by `judge`.
fn krate(args: TokenStream) -> CratePath {
    let mut said = Diagnostics::default();
    let args = ClientArgs::parse(args, &mut said);
    lower::krate(&args.crate_path, &mut said).unwrap_or(CratePath::Default)
}

/// Shortens the paths of our attributes; what is wrong with the arguments is said by `judge`.
fn shorten_paths(api: &mut syn::ItemTrait, args: TokenStream) {
    // `crate = ::path` decides which paths are ours, so the arguments are read once before
    // everything else. These errors are thrown away; the same ones are recorded when `judge` reads
    // them again.
    let args = ClientArgs::parse(args, &mut Diagnostics::default());
    paths::shorten(api, &args);
}

/// Runs the strict front end: parses, lowers, and returns the client or all errors.
fn judge(
    args: TokenStream,
    api: &syn::ItemTrait,
    visibilities: &[syn::Visibility],
) -> syn::Result<Client> {
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

/// The item as it is, below the error.
pub(crate) fn not_a_trait(item: &TokenStream, error: &syn::Error) -> TokenStream {
    // If it was meant to be a trait, rustc's complaint is about its inside and stays. Otherwise
    // the attribute stands on the wrong thing.
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

/// The word that says which kind of item it is.
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
