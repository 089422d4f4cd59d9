//! One argument: the method call that hands it to the builder of a call.
//!
//! ```text
//! #[query] tags: &[Tag]   →  .query("tags", "tags", &__rt::arg(&tags).option().list().query())
//! #[json] issue: &Issue   →  .json("issue", __rt::arg(&issue).option().value())
//! owner: &str             →  ("owner", "owner", &__rt::arg(&owner).segment())
//! ```
//!
//! The calls after `arg` are resolved by autoref specialisation: `.option()` and `.list()` peel an
//! `Option` or a list, and do nothing on any other type. So rustc finds that `type Tags = Vec<Tag>` is
//! a list, which no token tells. The runtime explains the technique in `request/argument/mod.rs`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Type;
use syn::spanned::Spanned;

use super::format::format;
use crate::crate_path::CratePath;
use crate::model::Argument;
use crate::model::role::{Coding, HeaderMode, Nesting, PartMode, QueryMode, Role};

/// The properties of a method on which its arguments depend.
pub(super) struct MethodContext {
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
    // Neither `.option()` nor `.list()`: a segment is one value and always present. `lower` refuses a
    // type that is spelt `Option`; for an alias, `.segment()` has a bound that no `Option` meets.
    let segment = quote_spanned!(at=> &#rt::arg(&#ident).segment());
    Some(quote!((#placeholder, #name, #segment)))
}

/// The method call that hands an argument to the builder, unless it is part of the path.
pub(super) fn method_call(
    rt: &CratePath,
    argument: &Argument,
    context: &MethodContext,
) -> Option<TokenStream> {
    let name = &argument.name;
    let (at, ident) = spanned(argument);
    let rt = rt.at(at);
    // On an `Option` or a list these peel, on any other type they do nothing.
    let query = quote_spanned!(at=> &#rt::arg(&#ident).option().list().query());
    let header = quote_spanned!(at=> &#rt::arg(&#ident).option().list().header());
    let value = quote_spanned!(at=> #rt::arg(&#ident).option().value());
    Some(match &argument.role {
        Role::Path(_) => return None,
        Role::Query(key, QueryMode::Plain) => quote_spanned!(at=> .query(#name, #key, #query)),
        Role::Query(key, QueryMode::Csv) => quote_spanned!(at=> .query_csv(#name, #key, #query)),
        Role::Query(key, QueryMode::Flag) => quote_spanned!(at=> .query_flag(#key, #ident)),
        Role::QueryFlatten(nesting) => {
            let nesting = self::nesting(&rt, *nesting);
            quote_spanned!(at=> .query_flatten(#name, &#ident, #nesting))
        }
        Role::Header(key, mode) => {
            let method = header_method(*mode, at);
            // An inline const makes the name a `'static` that is parsed while compiling. `from_static`
            // panics on upper case, so `lower` has made the name lower case.
            let key = quote_spanned!(at=> &const { #rt::HeaderName::from_static(#key) });
            quote_spanned!(at=> .#method(#name, #key, #header))
        }
        // A map may hold `content-type` and the like, left over from another request. The other
        // method drops them, since they would describe a body that is not there.
        Role::Headers if context.has_body => quote_spanned!(at=> .headers(&#ident)),
        Role::Headers => quote_spanned!(at=> .headers_without_body(&#ident)),
        // A cookie takes the same values as a header, except a `HeaderValue`.
        Role::Cookie(key) => quote_spanned!(at=> .cookie(#name, #key, #header)),
        Role::Url => quote_spanned!(at=> .url(#name, &#ident)),
        Role::Cost => quote_spanned!(at=> .cost(#ident)),
        Role::IdempotencyKey => {
            quote_spanned!(at=> .idempotency_key(#name, &#rt::arg(&#ident).option().header()))
        }
        Role::Json(coding) => {
            let json = coded("json", *coding, at);
            quote_spanned!(at=> .#json(#name, #value))
        }
        Role::Form(coding, nesting) => {
            let (form, nesting) = (coded("form", *coding, at), self::nesting(&rt, *nesting));
            quote_spanned!(at=> .#form(#name, #value, #nesting))
        }
        Role::Body(media_type, coding) => {
            raw_body(&rt, argument, media_type.as_deref(), *coding, context)
        }
        Role::Part(name, mode) => part(&rt, argument, name, *mode),
    })
}

/// The name of the method that takes the values of a header.
fn header_method(mode: HeaderMode, at: Span) -> Ident {
    let name = match mode {
        HeaderMode::Plain => "header",
        HeaderMode::Secret => "secret_header",
        HeaderMode::Csv => "header_csv",
        HeaderMode::SecretCsv => "secret_header_csv",
    };
    Ident::new(name, at)
}

/// The method for a part of a multipart body.
fn part(rt: &TokenStream, argument: &Argument, name: &str, mode: PartMode) -> TokenStream {
    let (at, ident) = spanned(argument);
    match mode {
        // `of` takes the value by move, so that bytes are not copied.
        PartMode::Plain => quote_spanned! {at=>
            .part(#name, &#rt::part(&#ident).of(#ident).peel().option().list().part())
        },
        PartMode::Json => {
            quote_spanned!(at=> .part_json(#name, #rt::arg(&#ident).option().value()))
        }
        PartMode::File => {
            quote_spanned!(at=> .part_file(#name, #rt::arg(&#ident).option().list().items()))
        }
    }
}

/// The name of the method for a body, or for the same body compressed.
fn coded(name: &str, coding: Coding, at: Span) -> Ident {
    match coding {
        Coding::Identity => Ident::new(name, at),
        Coding::Gzip => Ident::new(&format!("gzip_{name}"), at),
    }
}

/// The method for `#[body]`.
fn raw_body(
    rt: &TokenStream,
    argument: &Argument,
    media_type: Option<&str>,
    coding: Coding,
    context: &MethodContext,
) -> TokenStream {
    let name = &argument.name;
    let (at, ident) = spanned(argument);
    let media_type = media_type.map_or_else(
        || quote!(#rt::None),
        |media_type| quote!(#rt::Some(#media_type)),
    );
    // `of` takes the value by move, so that a value which is a body already is not copied.
    let body = if context.has_format {
        let format = format(at);
        quote_spanned!(at=> #rt::body_in::<#format, _>(&#ident).of(#ident))
    } else {
        quote_spanned!(at=> #rt::body(&#ident).of(#ident))
    };
    let arguments = quote!(#name, #media_type, #body);
    match coding {
        Coding::Gzip => quote_spanned!(at=> .gzip_body(#arguments)),
        // A body that may be sent twice has to be one that can be (`Replay`), which `.body` demands
        // of the type. Without retries any stream will do. So the macro must know whether a method
        // retries, and it has to be right in both directions.
        Coding::Identity if context.may_retry => quote_spanned!(at=> .body(#arguments)),
        Coding::Identity => quote_spanned!(at=> .body_once(#arguments)),
    }
}

fn nesting(rt: &TokenStream, nesting: Nesting) -> TokenStream {
    match nesting {
        Nesting::Flat => quote!(#rt::Nesting::Flat),
        Nesting::Brackets => quote!(#rt::Nesting::Brackets),
    }
}

/// The span and the name for the method call of an argument, both placed at the argument's type.
///
/// The span is `mixed_site`, so that method names resolve as generated code; the name keeps the
/// hygiene of the user's tokens, or rustc could not find the argument.
fn spanned(argument: &Argument) -> (Span, Ident) {
    let at = place(&argument.ty);
    let mut ident = argument.ident.clone();
    // `located_at` changes only the place. An error such as "`Filter` cannot be a query argument" is
    // then reported at the type, which the user has to change, and not at the name.
    ident.set_span(ident.span().located_at(at));
    (at.resolved_at(Span::mixed_site()), ident)
}

/// The place of a type, without `&`: rustc marks only the first of several tokens.
fn place(ty: &Type) -> Span {
    match ty {
        Type::Reference(reference) => place(&reference.elem),
        ty => ty.span(),
    }
}
