//! The setters of a policy, one for each key that was written.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::place::place_of;
use super::statuses::singles;
use super::values::{duration, duration_setter, setter, value, whole, whole_setter};
use crate::crate_path::CratePath;
use crate::model::policy::{Attempts, Errors, Kind, Limits, Policy, RetryAfter};

/// The setters of the options that were written.
pub(super) fn setters(rt: &CratePath, start: &TokenStream, policy: &Policy) -> TokenStream {
    let attempts = policy.attempts.as_ref().map(attempts);
    let statuses = policy.statuses.as_ref().and_then(singles);
    let statuses = statuses.map(|singles| quote!(.statuses(&[#(#singles),*])));
    let server_errors = policy.server_errors.as_ref().map(|retried| {
        let retried = value(retried, |retried| quote!(#retried));
        setter("server_errors", &retried)
    });
    let errors = policy.errors.as_ref().map(|kinds| errors(rt, kinds));
    let retry_after = policy.retry_after.as_ref();
    let retry_after = retry_after.map(|limit| self::retry_after(rt, limit));
    let unprocessed_only = policy.unprocessed_only.then(|| quote!(.unprocessed_only()));
    let limits = limits(rt, &policy.limits);
    let when = policy.when.as_ref().map(|when| {
        let rt = rt.at(when.span());
        // `hook` is generic over sync and async functions, and becomes a trait object behind a
        // reference. An error about the signature is placed at the function.
        let hook = quote_spanned!(place_of(when)=> &#rt::hook(#when));
        setter("when", &hook)
    });
    quote! {
        #start #attempts #statuses #server_errors #errors #retry_after #unprocessed_only #limits #when
    }
}

/// The setters of the limits that were written.
fn limits(rt: &CratePath, limits: &Limits) -> TokenStream {
    let Limits {
        timeout,
        attempt_timeout,
        idle_timeout,
        max_body,
    } = limits;
    let durations = [
        ("timeout", timeout),
        ("attempt_timeout", attempt_timeout),
        ("idle_timeout", idle_timeout),
    ];
    let durations = durations.into_iter();
    let durations = durations.filter_map(|(key, limit)| duration_setter(rt, key, limit.as_ref()));
    let max_body = whole_setter("max_body", max_body.as_ref());
    quote!(#(#durations)* #max_body)
}

/// The setter of the number of attempts.
fn attempts(attempts: &Attempts) -> TokenStream {
    match attempts {
        Attempts::Unlimited => quote!(.unlimited()),
        Attempts::AtMost(attempts) => setter("attempts", &whole(attempts)),
    }
}

/// The setter of the kinds of failure.
fn errors(rt: &CratePath, errors: &Errors) -> TokenStream {
    match errors {
        Errors::Const(list) => setter("errors", &quote!(#list)),
        Errors::Listed(kinds) => {
            let kinds = kinds
                .iter()
                .map(|kind| value(kind, |kind| self::kind(rt, kind)));
            quote!(.errors(&[#(#kinds),*]))
        }
    }
}

/// One kind of failure.
fn kind(rt: &CratePath, kind: Kind) -> TokenStream {
    match kind {
        Kind::Connect => quote!(#rt::ErrorKind::Connect),
        Kind::Timeout => quote!(#rt::ErrorKind::Timeout),
        Kind::Reset => quote!(#rt::ErrorKind::Reset),
        Kind::Body => quote!(#rt::ErrorKind::Body),
        Kind::Decode => quote!(#rt::ErrorKind::Decode),
    }
}

/// The setter of the limit of the server's hints.
fn retry_after(rt: &CratePath, limit: &RetryAfter) -> TokenStream {
    match limit {
        RetryAfter::Ignored => quote!(.ignore_retry_after()),
        RetryAfter::UpTo(limit) => setter("retry_after", &duration(rt, limit)),
    }
}
