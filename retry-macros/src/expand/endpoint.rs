//! The constant of a method, with everything that is known before it is called.
//!
//! ```text
//! pub const REPO: Endpoint = {
//!     const __POLICIES: DeclaredPolicies = DeclaredPolicies::inherited(&<GitHubClient as Declared>::POLICY);
//!     EndpointDeclaration {
//!         service: "GitHub",
//!         name: "repo",
//!         verb: "GET",
//!         paths: &["/repos/{owner}/{name}"],
//!         description: "`GET /repos/{owner}/{name}`: up to 4 attempts, …",
//!         policies: &__POLICIES,
//!         ..EndpointDeclaration::NEW
//!     }
//!     .endpoint()
//! };
//! ```
//!
//! Fields are emitted only for options that were written, so that plain methods have short constants.
//! Both policies are stored as they were written, and the runtime merges them: overrides at the call
//! and settings from files come in between, so a policy that was merged here would be of no use.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::place::place_of;
use super::statuses::status_set;
use super::{headers, pages, policy};
use crate::crate_path::CratePath;
use crate::model::events::{Events, Reconnect};
use crate::model::{Client, Method, Repeat, docs};

/// `REPO`
pub(crate) fn constant(client: &Client, method: &Method) -> TokenStream {
    let (rt, vis) = (&client.krate, client.vis());
    let service = &client.service;
    let constant = &method.constant;
    let (verb, paths) = (&method.request.verb, &method.request.paths);
    let name = docs::plain_name(&method.ident);
    let doc = docs::endpoint(method);
    let description = docs::plain(&method.paragraph);
    let repeat = repeat(rt, &method.repeat);
    // Errors of const evaluation are reported at the method, and not at `#[client]`.
    let at = place_of(&method.ident);
    let here = rt.at(method.ident.span());
    // `policies` is a `'static` reference, and rustc promotes only some constant expressions
    // to one. Policies may call the user's `const fn`s, so they are a constant of their own.
    let policies = policies(client, method);
    let options = options(client, method);
    let value = quote_spanned! {at=> {
            const __POLICIES: #here::DeclaredPolicies = #policies;
            #here::EndpointDeclaration {
                service: #service,
                name: #name,
                verb: #verb,
                paths: &[#(#paths),*],
                description: #description,
                #repeat
                policies: &__POLICIES,
                #options
                ..#here::EndpointDeclaration::NEW
            }
            .endpoint()
    }};
    quote! {
        #[doc = #doc]
        #vis const #constant: #rt::Endpoint = #value;
    }
}

/// The fields that few methods have.
fn options(client: &Client, method: &Method) -> TokenStream {
    let rt = &client.krate;
    let at = place_of(&method.ident);
    let none_on = method.request.none_on.as_ref().map(|set| {
        let set = status_set(rt, set);
        quote_spanned!(at=> none_on: #set,)
    });
    let ok_on = method.request.ok_on.as_ref().map(|set| {
        let set = status_set(rt, set);
        quote_spanned!(at=> ok_on: #set,)
    });
    let events = events(rt, &method.request.events);
    let pages = method.pages.as_ref().map(|paging| {
        let paging = pages::paging(client, paging);
        // Behind a function pointer, as a `Paging` allocates and so cannot be a constant.
        quote!(paging: #rt::Some(|| #rt::erased(#paging)),)
    });
    let headers =
        headers::list(rt, &method.request.headers).map(|headers| quote!(headers: #headers,));
    let credentials = method
        .request
        .leaves_credentials_out
        .then(|| quote_spanned!(at=> leaves_credentials_out: true,));
    quote!(#none_on #ok_on #events #pages #headers #credentials)
}

/// The policies of the method and its trait, which rustc checks together. A method that adds nothing to
/// the policy of its trait needs no check.
fn policies(client: &Client, method: &Method) -> TokenStream {
    let (rt, declared) = (&client.krate, &client.ident);
    let open = method.own.as_ref().and_then(policy::open);
    let open = open.or_else(|| policy::open(&client.policy));
    // Contradictions are found when both policies are merged, in one call. It is placed at the value
    // that only const evaluation knows, as `lower` has checked the others.
    let at = open.map_or_else(|| place_of(&method.ident), place_of);
    let here = rt.at(at);
    let inherited = quote_spanned!(at=> &<#declared as #here::Declared>::POLICY);
    let own = match &method.own {
        Some(own) => policy::of_method(rt, own, place_of(&method.ident)),
        None if policy::is_checked_once(&client.policy) => {
            return quote_spanned!(at=> #here::DeclaredPolicies::inherited(#inherited));
        }
        None => quote_spanned!(at=> #here::INHERITED),
    };
    quote_spanned!(at=> #here::DeclaredPolicies::new(#own, #inherited))
}

/// The reason why the request may be repeated; by default its verb is idempotent.
fn repeat(rt: &CratePath, repeat: &Repeat) -> Option<TokenStream> {
    let repeat = match repeat {
        Repeat::Idempotent => return None,
        Repeat::Declared(why) => quote!(#rt::Repeat::Declared(#why)),
        Repeat::Key(header) => quote!(#rt::Repeat::Key(#header)),
        Repeat::Unprocessed(statuses) => {
            let statuses = status_set(rt, statuses);
            quote!(#rt::Repeat::Unprocessed(#statuses))
        }
    };
    Some(quote!(repeat: #repeat,))
}

/// The keys of a method that returns a stream of events.
fn events(rt: &CratePath, events: &Events) -> TokenStream {
    let end = events.end.as_ref().map(|end| quote!(end: #rt::Some(#end),));
    let reconnect = events.reconnect.map(|reconnect| {
        let reconnect = match reconnect {
            Reconnect::Always => quote!(Always),
            Reconnect::OnLoss => quote!(OnLoss),
            Reconnect::Never => quote!(Never),
        };
        quote!(reconnect: #rt::Reconnect::#reconnect,)
    });
    quote!(#end #reconnect)
}

/// `ENDPOINTS`
pub(crate) fn all(client: &Client) -> TokenStream {
    let rt = &client.krate;
    let vis = client.vis();
    let doc = format!(
        " Every endpoint of [`{}`], in the order of declaration.",
        client.item.ident
    );
    let entries = client.methods.iter().map(|Method { constant, .. }| {
        let at = place_of(constant);
        // At the method: if its constant cannot be evaluated, neither can the list, and rustc shows
        // the two errors as one only if they have one place.
        quote_spanned!(at=> &Self::#constant)
    });
    quote! {
        #[doc = #doc]
        #vis const ENDPOINTS: &'static [&'static #rt::Endpoint] = &[#(#entries),*];
    }
}
