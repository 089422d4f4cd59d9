//! The reasons why a request may be repeated.
//!
//! RFC 9110, 9.2.2: a client may repeat an idempotent request by itself, and any other only if it
//! knows that this one is idempotent in fact, or that the first was never applied. The model has a
//! variant for each reason: the verb, the author's word, a key that the server checks, and proof that
//! nothing happened. A retry of a POST without any of them does not compile.

use quote::ToTokens;
use syn::LitStr;

use super::headers::{declared_names, header_name};
use super::values::Lowered;
use crate::diag::{Diagnostics, Reported};
use crate::model::Repeat;
use crate::model::policy::{Policy, StatusSet};
use crate::syntax::api::ApiMethod;
use crate::syntax::retry::RetryArgs;
use crate::syntax::role::RoleKind;

/// The header of the IETF draft (draft-ietf-httpapi-idempotency-key-header), which most servers
/// read.
pub(crate) const KEY: &str = "Idempotency-Key";

/// Tells whether a request changes nothing: GET, HEAD, OPTIONS, TRACE (RFC 9110, 9.2.1).
fn is_safe(verb: &str) -> bool {
    matches!(verb, "GET" | "HEAD" | "OPTIONS" | "TRACE")
}

/// Tells whether a repetition changes nothing more: the safe verbs, PUT and DELETE.
fn is_idempotent(verb: &str) -> bool {
    is_safe(verb) || matches!(verb, "PUT" | "DELETE")
}

/// Decides by the verb, and by the reasons that the author declares.
pub(crate) fn repeat(
    method: &ApiMethod<'_>,
    verb: &str,
    inherited: &Policy,
    own: Option<&Policy>,
    diag: &mut Diagnostics,
) -> Lowered<Repeat> {
    let key = key(method, verb, diag);
    let declared = declared(method, verb, diag);
    if let Some(name) = key? {
        return Ok(Repeat::Key(name));
    }
    // The strongest reason wins: a key is a promise of the server, the verb one of the standard, a
    // declared reason one of the author.
    if is_idempotent(verb) {
        return declared.map(|_| Repeat::Idempotent);
    }
    if let Some(why) = declared? {
        return Ok(Repeat::Declared(why));
    }
    if let Some(retry) = method
        .policy
        .retry
        .as_ref()
        .filter(|retry| is_unsafe(retry, inherited))
    {
        return Err(refuse_unsafe(retry, verb, diag));
    }
    Ok(Repeat::Unprocessed(provably_unprocessed(own)))
}

/// Tells whether a retry could repeat an effect.
fn is_unsafe(retry: &RetryArgs, inherited: &Policy) -> bool {
    retry.off.is_none() && retry.unprocessed_only.is_none() && !inherited.unprocessed_only
}

/// Refuses a retry that could repeat an effect.
fn refuse_unsafe(retry: &RetryArgs, verb: &str, diag: &mut Diagnostics) -> Reported {
    let message = format!(
        "retrying a {verb} may do twice what should be done once; say why it is safe: \
         `#[idempotent(\"why\")]` if a repetition changes nothing, `#[idempotency_key]` if the \
         server drops duplicates, or `#[retry(unprocessed_only, …)]` to repeat only what \
         provably never happened"
    );
    diag.error(&retry.at, message)
}

/// The statuses which prove that the server did not act: those of the method, else 429.
fn provably_unprocessed(own: Option<&Policy>) -> StatusSet {
    own.filter(|own| own.unprocessed_only)
        .and_then(|own| own.statuses.clone())
        // 429 (RFC 6585, 4) means that the server refused the request instead of acting on it. No
        // other status means that by itself.
        .unwrap_or_else(StatusSet::too_many_requests)
}

/// The reason of `#[idempotent]`, if there is one.
fn declared(method: &ApiMethod<'_>, verb: &str, diag: &mut Diagnostics) -> Lowered<Option<String>> {
    let Some(reason) = &method.idempotent else {
        return Ok(None);
    };
    if is_idempotent(verb) {
        let message = format!("{verb} is idempotent by itself; remove `#[idempotent]`");
        return Err(diag.error(&reason.at, message));
    }
    Ok(Some(
        reason.text.as_ref().map(LitStr::value).unwrap_or_default(),
    ))
}

/// One `#[idempotency_key]`, on the method or on an argument.
pub(crate) struct KeyArg<'a> {
    pub(crate) at: &'a dyn ToTokens,
    pub(crate) name: Option<&'a LitStr>,
}

/// All idempotency keys of a method: its own, and those of its arguments.
pub(crate) fn keys<'a>(method: &'a ApiMethod<'a>) -> Vec<KeyArg<'a>> {
    let of_method = method.idempotency_key.iter().map(|reason| KeyArg {
        at: &reason.at,
        name: reason.text.as_ref(),
    });
    let of_arguments = method.arguments.iter().flat_map(|argument| {
        argument
            .roles
            .iter()
            .filter_map(move |role| match &role.kind {
                RoleKind::IdempotencyKey(name) => Some(KeyArg {
                    at: &role.at,
                    name: name.as_ref(),
                }),
                _ => None,
            })
    });
    of_method.chain(of_arguments).collect()
}

/// The header that carries the key, if there is a key.
fn key(method: &ApiMethod<'_>, verb: &str, diag: &mut Diagnostics) -> Lowered<Option<String>> {
    let keys = keys(method);
    let Some(first) = keys.first() else {
        return Ok(None);
    };
    // An invalid name and a key that is not needed are two mistakes, and both are recorded.
    let mut result = match first.name {
        Some(name) => header_name(name, diag).map(Some),
        None => Ok(Some(KEY.to_owned())),
    };
    if is_safe(verb) {
        let message = format!("{verb} does not need a key, as it changes nothing; remove this");
        result = Err(diag.error(first.at, message));
    }
    let name = first.name.map_or_else(|| KEY.to_owned(), LitStr::value);
    let headers = declared_names(method);
    // A header of the same name would replace the key.
    let headers = headers.filter(|other| other.value().eq_ignore_ascii_case(&name));
    let others = keys[1..].iter().map(|other| other.at);
    let others = others.chain(headers.map(|header| header as &dyn ToTokens));
    let message = "only one idempotency key per call, and it is already given; remove this";
    // Recorded even if there are mistakes above.
    diag.errors(others, |_| message)?;
    result
}
