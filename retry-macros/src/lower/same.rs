//! The identity of a request, as far as its declaration tells.
//!
//! Many APIs send everything to one URL and tell operations apart by a header, a query or the type of
//! the response. So a template alone is no identity, and two methods are the same only if nothing that
//! they send or expect could differ.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Attribute, LitStr, ReturnType};

use crate::syntax::api::{ApiArgument, ApiMethod};
use crate::syntax::helper;
use crate::syntax::http::VerbArgs;

/// All that makes a request: two methods with the same are one method too many.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Request {
    verb: String,
    paths: Vec<String>,
    headers: Vec<(String, String)>,
    arguments: Vec<(String, String)>,
    output: String,
}

/// The identity of the request of a method, if it can be read.
pub(super) fn request(method: &ApiMethod<'_>) -> Option<Request> {
    let args = method.verbs.first()?;
    let (verb, _) = first(args)?;
    let mut headers: Vec<_> = args
        .headers
        .iter()
        .flatten()
        .map(|header| {
            (
                header.name.value().to_ascii_lowercase(),
                text(&header.value),
            )
        })
        .collect();
    // Neither the order of headers nor that of arguments makes another request.
    headers.sort();
    let mut arguments: Vec<_> = method
        .arguments
        .iter()
        .map(|argument| (role(argument), text(&argument.item.ty)))
        .collect();
    arguments.sort();
    Some(Request {
        verb: verb.clone(),
        paths: args.paths.iter().map(LitStr::value).collect(),
        headers,
        arguments,
        output: match &method.item.sig.output {
            ReturnType::Default => String::new(),
            ReturnType::Type(_, output) => text(output),
        },
    })
}

/// The verb and the first path.
pub(super) fn first(args: &VerbArgs) -> Option<(&String, &LitStr)> {
    Some((args.verb.as_ref().ok()?, args.paths.first()?))
}

/// The role as it was written, with the name of the argument where that is sent.
fn role(argument: &ApiArgument<'_>) -> String {
    let attributes = argument.item.attrs.iter();
    let ours: Vec<&Attribute> = attributes
        .filter(|attribute| helper::is_role(attribute))
        .collect();
    let tokens: TokenStream = ours
        .iter()
        .map(|attribute| attribute.meta.to_token_stream())
        .collect();
    let is_named = ours.is_empty()
        || ours
            .iter()
            .any(|attribute| NAMED.iter().any(|name| helper::is(attribute, name)));
    if is_named && !has_text(tokens.clone()) {
        return format!("{tokens} {}", argument.name().unwrap_or_default());
    }
    tokens.to_string()
}

/// Roles that send the name of their argument unless they are given another.
const NAMED: [&str; 4] = ["path", "query", "part", "cookie"];

/// Tells whether there is a literal among tokens.
fn has_text(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Literal(_) => true,
        TokenTree::Group(group) => has_text(group.stream()),
        TokenTree::Ident(_) | TokenTree::Punct(_) => false,
    })
}

fn text(tokens: &impl ToTokens) -> String {
    tokens.to_token_stream().to_string()
}
