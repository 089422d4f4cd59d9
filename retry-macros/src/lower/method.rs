//! One method without a body.

use syn::Expr;

use super::attributes::attributes;
use super::events::events;
use super::headers::headers;
use super::naming::constant;
use super::route::Route;
use super::statuses::{Purpose, refuse_common, statuses};
use super::values::{Lowered, each, function, optional, word};
use super::{argument, body, own_policy, pages, safety, signature};
use crate::diag::{Diagnostics, Reported};
use crate::model::policy::Policy;
use crate::model::{Method, Request};
use crate::suggest;
use crate::syntax::api::ApiMethod;
use crate::syntax::arg::Arg;
use crate::syntax::helper;
use crate::syntax::http::VerbArgs;

/// Lowers a method; `inherited` is the policy of the trait, where it could be read.
pub(crate) fn method(
    method: &ApiMethod<'_>,
    inherited: Lowered<&Policy>,
    diag: &mut Diagnostics,
) -> Lowered<Method> {
    let signature = &method.item.sig;
    // Each part is checked before any `?`, so the errors of all are shown.
    let ends = signature::ends(signature, diag);
    let arguments = method.arguments.iter();
    let arguments = each(arguments.map(|argument| argument::argument(argument, diag)));
    let names = signature::refuse_same_names(&method.arguments, diag);
    let verb = verb(method, diag);
    let own = own_policy::own_policy(method, verb.as_ref().ok().copied(), inherited, diag);
    let until = until(method, diag);
    let pages = pages::pages(method, verb, diag);
    // The rules about bodies and keys depend on the verb, so without one they are skipped.
    let request = verb.and_then(|verb| request(method, verb, diag));
    let repeat = verb.and_then(|verb| verb.verb.clone()).and_then(|verb| {
        // Only `unprocessed_only` is read of the trait's policy; if that is invalid, the default will
        // do.
        let policy = inherited.cloned().unwrap_or_default();
        let own = own.as_ref().ok().and_then(Option::as_ref);
        safety::repeat(method, &verb, &policy, own, diag)
    });

    method.broken.map_or(Ok(()), Err)?;
    names?;
    let (receiver, output) = ends?;
    Ok(Method {
        ident: signature.ident.clone(),
        constant: constant(&signature.ident),
        attributes: attributes(&method.item.attrs),
        receiver,
        generics: signature.generics.clone(),
        arguments: arguments?,
        output,
        request: request?,
        repeat: repeat?,
        own: own?,
        until: until?,
        pages: pages?,
        // Filled in by `lower::client`, since it takes the whole policy of the trait, guards
        // included.
        paragraph: String::new(),
    })
}

/// Lowers the attribute of the verb, checked together with the arguments.
fn request(method: &ApiMethod<'_>, args: &VerbArgs, diag: &mut Diagnostics) -> Lowered<Request> {
    // No `..`: a new option does not compile until it has been given a rule.
    let VerbArgs {
        at: _,
        verb,
        paths: _,
        limits: _, // part of the policy
        none_on,
        ok_on,
        end: _,       // read together by `events`
        reconnect: _, // likewise
        credentials,
        headers: sent,
        broken,
    } = args;
    let route = Route::parse(args, &method.arguments, diag);
    let matched = match &route {
        Ok(route) => route.check(&method.arguments, diag),
        Err(reported) => Err(*reported),
    };
    let body = match verb {
        Ok(verb) => body::check(method, verb, diag),
        Err(reported) => Err(*reported),
    };
    let accepted = |arg: &_, diag: &mut _| statuses(arg, Purpose::Accepted, diag);
    let none_set = optional(none_on, diag, accepted);
    let ok_set = optional(ok_on, diag, accepted);
    let sent = headers(sent, diag);
    let events = events(args, diag);
    let credentials = optional(credentials, diag, off);
    broken.map_or(Ok(()), Err)?;
    let (none_set, ok_set) = (none_set?, ok_set?);
    refuse_common(none_set.as_ref(), ok_set.as_ref(), ok_on.as_ref(), diag)?;
    matched.and(body)?;
    Ok(Request {
        verb: verb.clone()?,
        paths: route?.paths,
        none_on: none_set,
        ok_on: ok_set,
        events: events?,
        headers: sent?,
        leaves_credentials_out: credentials?.is_some(),
    })
}

/// Lowers `credentials = off`, the only value of this key.
fn off(arg: &Arg, diag: &mut Diagnostics) -> Lowered<()> {
    let expr = arg.value.as_ref()?;
    if word(expr).is_some_and(|word| word == "off") {
        return Ok(());
    }
    let message =
        "`credentials` takes `off` alone; write `credentials = off`, or leave it out to send them";
    Err(diag.error(expr, message))
}

/// The one verb of a method.
fn verb<'a>(method: &'a ApiMethod<'_>, diag: &mut Diagnostics) -> Lowered<&'a VerbArgs> {
    let Some((first, more)) = method.verbs.split_first() else {
        return Err(method
            .broken
            .unwrap_or_else(|| refuse_no_verb(method, diag)));
    };
    let rule = format!(
        "only one verb per method, and `{}` is already the verb",
        first.at
    );
    let message = format!("{rule}; remove one, or write two methods");
    diag.errors(more.iter().map(|other| &other.at), |_| &message)?;
    Ok(first)
}

fn refuse_no_verb(method: &ApiMethod<'_>, diag: &mut Diagnostics) -> Reported {
    let ident = &method.item.sig.ident;
    let verbs = suggest::list(&helper::VERBS);
    let way_out = format!("add one of {verbs}, or give the method a body if it is your own");
    diag.error(ident, format!("`{ident}` needs a verb; {way_out}"))
}

/// Lowers `until`, which belongs to the method and not to its policy.
fn until(method: &ApiMethod<'_>, diag: &mut Diagnostics) -> Lowered<Option<Expr>> {
    match &method.policy.retry {
        Some(args) => optional(&args.until, diag, function),
        None => Ok(None),
    }
}
