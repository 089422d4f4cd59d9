//! One argument: its step in the chain that makes a call.
//!
//! ```text
//! #[query] tags: &[Tag]   →  .query("tags", "tags", &__rt::arg(&tags).option().list().query())
//! #[json] issue: &Issue   →  .json("issue", __rt::arg(&issue).option().value())
//! owner: &str             →  ("owner", "owner", &__rt::arg(&owner).segment())
//! ```
//!
//! The calls behind `arg` take the type apart, and rustc resolves each of them by type: on an
//! `Option` or a list they peel, on anything else they do nothing. So `type Tags = Vec<Tag>` is a
//! list here, though no token says so. The runtime explains how in `request/argument/mod.rs`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Type;
use syn::spanned::Spanned;

use super::format::format;
use crate::crate_path::CratePath;
use crate::model::{Argument, Coding, Nesting, Role};

/// The method around an argument, as far as the argument depends on it.
pub(super) struct Setting {
    pub(super) may_retry: bool,
    pub(super) has_body: bool,
    /// True if the client has a `format`.
    pub(super) has_format: bool,
}

/// The placeholder, name and value of an argument of the path.
pub(super) fn segment(rt: &CratePath, argument: &Argument) -> Option<TokenStream> {
    let Role::Path(placeholder) = &argument.role else {
        return None;
    };
    let name = &argument.name;
    let (at, ident) = spanned(argument);
    let rt = rt.at(at);
    // Neither `.option()` nor `.list()`: a segment is one value and always there. `lower` refuses
    // an `Option` that is spelt so, and the method for the rest has a bound that nothing meets.
    let segment = quote_spanned!(at=> &#rt::arg(&#ident).segment());
    Some(quote!((#placeholder, #name, #segment)))
}

/// The step of an argument that is not part of the path.
pub(super) fn step(
    rt_of_client: &CratePath,
    argument: &Argument,
    setting: &Setting,
) -> Option<TokenStream> {
    let name = &argument.name;
    let (at, ident) = spanned(argument);
    let rt = rt_of_client.at(at);
    // On an `Option` and on a list these peel, on anything else they do nothing.
    let query = quote_spanned!(at=> &#rt::arg(&#ident).option().list().query());
    let header = quote_spanned!(at=> &#rt::arg(&#ident).option().list().header());
    Some(match &argument.role {
        Role::Path(_) => return None,
        Role::Query(key) => quote_spanned!(at=> .query(#name, #key, #query)),
        Role::QueryCsv(key) => quote_spanned!(at=> .query_csv(#name, #key, #query)),
        Role::QueryFlag(key) => quote_spanned!(at=> .query_flag(#key, #ident)),
        Role::QueryFlatten(nesting) => {
            let nesting = self::nesting(&rt, *nesting);
            quote_spanned!(at=> .query_flatten(#name, &#ident, #nesting))
        }
        Role::Header(key)
        | Role::SecretHeader(key)
        | Role::HeaderCsv(key)
        | Role::SecretHeaderCsv(key) => {
            let method = header_method(&argument.role, at);
            // An inline const makes the name a `'static` that is parsed while compiling. `from_static`
            // panics on upper case, so `lower` has made the name lower case.
            let key = quote_spanned!(at=> &const { #rt::HeaderName::from_static(#key) });
            quote_spanned!(at=> .#method(#name, #key, #header))
        }
        // A map may hold `content-type` and the like, left over from another request. The other
        // step drops them, since they would describe a body that is not there.
        Role::Headers if setting.has_body => quote_spanned!(at=> .headers(&#ident)),
        Role::Headers => quote_spanned!(at=> .headers_without_body(&#ident)),
        // A cookie and a header take the same values, but for header values themselves.
        Role::Cookie(key) => quote_spanned!(at=> .cookie(#name, #key, #header)),
        Role::Url => quote_spanned!(at=> .url(#name, &#ident)),
        Role::Cost => quote_spanned!(at=> .cost(#ident)),
        Role::IdempotencyKey => {
            quote_spanned!(at=> .idempotency_key(#name, &#rt::arg(&#ident).option().header()))
        }
        Role::Json(_)
        | Role::Form(..)
        | Role::Body(..)
        | Role::Part(_)
        | Role::PartJson(_)
        | Role::PartFile(_) => body(rt_of_client, argument, setting),
    })
}

/// The method that takes the values of a header.
fn header_method(role: &Role, at: Span) -> Ident {
    let name = match role {
        Role::SecretHeader(_) => "secret_header",
        Role::HeaderCsv(_) => "header_csv",
        Role::SecretHeaderCsv(_) => "secret_header_csv",
        _ => "header",
    };
    Ident::new(name, at)
}

/// The step of an argument that is the request body, or a part of it.
fn body(rt: &CratePath, argument: &Argument, setting: &Setting) -> TokenStream {
    let name = match &argument.role {
        Role::Part(name) | Role::PartJson(name) | Role::PartFile(name) => name,
        _ => &argument.name,
    };
    let (at, ident) = spanned(argument);
    let rt = rt.at(at);
    let value = quote_spanned!(at=> #rt::arg(&#ident).option().value());
    match &argument.role {
        Role::Json(Coding::Identity) => quote_spanned!(at=> .json(#name, #value)),
        Role::Json(Coding::Gzip) => quote_spanned!(at=> .gzip_json(#name, #value)),
        Role::Form(coding, nesting) => {
            let nesting = self::nesting(&rt, *nesting);
            match coding {
                Coding::Identity => quote_spanned!(at=> .form(#name, #value, #nesting)),
                Coding::Gzip => quote_spanned!(at=> .gzip_form(#name, #value, #nesting)),
            }
        }
        Role::Body(media_type, coding) => {
            raw_body(&rt, argument, (media_type.as_deref(), *coding), setting)
        }
        Role::PartJson(_) => quote_spanned!(at=> .part_json(#name, #value)),
        Role::PartFile(_) => {
            quote_spanned!(at=> .part_file(#name, #rt::arg(&#ident).option().list().items()))
        }
        // `of` takes the value by move: bytes are not copied.
        _ => quote_spanned! {at=>
            .part(#name, &#rt::part(&#ident).of(#ident).peel().option().list().part())
        },
    }
}

/// The step of `#[body]`.
fn raw_body(
    rt: &TokenStream,
    argument: &Argument,
    (media_type, coding): (Option<&str>, Coding),
    setting: &Setting,
) -> TokenStream {
    let name = &argument.name;
    let (at, ident) = spanned(argument);
    let media_type = media_type.map_or_else(
        || quote!(#rt::None),
        |media_type| quote!(#rt::Some(#media_type)),
    );
    // `of` takes the value by move: what is a body already is not copied.
    let body = if setting.has_format {
        let format = format(at);
        quote_spanned!(at=> #rt::body_in::<#format, _>(&#ident).of(#ident))
    } else {
        quote_spanned!(at=> #rt::body(&#ident).of(#ident))
    };
    let arguments = quote!(#name, #media_type, #body);
    match coding {
        Coding::Gzip => quote_spanned!(at=> .gzip_body(#arguments)),
        // A body that may be sent twice has to be one that can be (`Replay`), and the step
        // demands it of the type. Without retries any stream will do. Hence the macro must
        // know whether a method retries, and it has to be right in both directions.
        Coding::Identity if setting.may_retry => quote_spanned!(at=> .body(#arguments)),
        Coding::Identity => quote_spanned!(at=> .body_once(#arguments)),
    }
}

fn nesting(rt: &TokenStream, nesting: Nesting) -> TokenStream {
    match nesting {
        Nesting::Flat => quote!(#rt::Nesting::Flat),
        Nesting::Brackets => quote!(#rt::Nesting::Brackets),
    }
}

/// The argument as if it stood where its type does, so that rustc complains about the type.
/// The step gets `mixed_site`, so that its method names resolve as generated code; the argument
/// keeps the hygiene of the user's tokens, or rustc could not find it.
fn spanned(argument: &Argument) -> (Span, Ident) {
    let at = place(&argument.ty);
    let mut ident = argument.ident.clone();
    // `located_at` moves the place alone. A complaint such as "`Filter` cannot be a query argument"
    // then stands under the type, which is what the user has to change, and not under the name.
    ident.set_span(ident.span().located_at(at));
    (at.resolved_at(Span::mixed_site()), ident)
}

/// The place of a type. Of several tokens only the first would be marked, which says little of `&Type`.
fn place(ty: &Type) -> Span {
    match ty {
        Type::Reference(reference) => place(&reference.elem),
        ty => ty.span(),
    }
}
