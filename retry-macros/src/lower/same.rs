//! The identity of a request, as far as its declaration tells.
//!
//! Many APIs send everything to one URL and tell operations apart by a header, a query or the type of
//! the response. So a path alone does not identify a request, and two methods are the same only if
//! nothing that they send or expect can differ.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{LitStr, ReturnType};

use crate::syntax::api::{ApiArgument, ApiMethod};
use crate::syntax::helper;
use crate::syntax::role::RoleKind;
use crate::syntax::template;

/// Everything that is sent and expected, in a form that can be compared.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Request {
    verb: String,
    paths: Vec<String>,
    headers: Vec<(String, String)>,
    arguments: Vec<((String, Option<String>), String)>,
    output: String,
}

/// The identity of the request of a method, if it can be read.
pub(super) fn request(method: &ApiMethod<'_>) -> Option<Request> {
    let args = method.verbs.first()?;
    let verb = verb(method)?;
    let mut roles = method.arguments.iter().flat_map(|argument| &argument.roles);
    if args.paths.is_empty() && !roles.any(|role| matches!(role.kind, RoleKind::Url)) {
        return None;
    }
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
    // The order of headers and arguments does not matter.
    headers.sort();
    let mut arguments: Vec<_> = method
        .arguments
        .iter()
        .filter_map(|argument| Some((role(argument)?, text(&argument.item.ty))))
        .collect();
    arguments.sort();
    Some(Request {
        verb: verb.clone(),
        paths: without_names(&args.paths, method),
        headers,
        arguments,
        output: match &method.item.sig.output {
            ReturnType::Default => String::new(),
            ReturnType::Type(_, output) => text(output),
        },
    })
}

/// The verb of a method, if it can be read.
pub(super) fn verb<'a>(method: &'a ApiMethod<'_>) -> Option<&'a String> {
    method.verbs.first()?.verb.as_ref().ok()
}

/// The paths, with numbers and types in place of the names of arguments, which are not sent.
fn without_names(paths: &[LitStr], method: &ApiMethod<'_>) -> Vec<String> {
    // Numbers keep `/{a}/{b}, /{b}/{a}` apart from `/{a}/{b}, /{a}/{b}`, whatever the names are.
    let mut names = Vec::new();
    let mut replaced = |path: &LitStr| {
        let mut text = path.value();
        for placeholder in template::placeholders_of(&text).unwrap_or_default() {
            let written = placeholder.to_string();
            let ty = method.arguments.iter().find_map(|argument| {
                let is_filled = segment(argument).as_ref() == Some(&placeholder.name);
                is_filled.then(|| self::text(&argument.item.ty))
            });
            if !names.contains(&placeholder.name) {
                names.push(placeholder.name.clone());
            }
            let number = names.iter().position(|name| *name == placeholder.name);
            let star = if placeholder.tail { "*" } else { "" };
            text = text.replacen(&written, &format!("{number:?} {ty:?}{star}"), 1);
        }
        text
    };
    paths.iter().map(&mut replaced).collect()
}

/// The name of the placeholder that an argument fills, if it fills one.
fn segment(argument: &ApiArgument<'_>) -> Option<String> {
    match argument.roles.first().map(|role| &role.kind) {
        None => argument.name(),
        Some(RoleKind::Path(name)) => Some(name.value()),
        Some(_) => None,
    }
}

/// The role of an argument outside the path: its words, and the name that is sent.
fn role(argument: &ApiArgument<'_>) -> Option<(String, Option<String>)> {
    let name = match &argument.roles.first()?.kind {
        RoleKind::Path(_) => return None,
        RoleKind::Query(name, _) | RoleKind::Part(name, _) => {
            name.as_ref().map(LitStr::value).or_else(|| argument.name())
        }
        RoleKind::Header(name, _) => Some(name.value().to_ascii_lowercase()),
        RoleKind::Cookie(name) => Some(name.value()),
        RoleKind::Body(name, _) | RoleKind::IdempotencyKey(name) => {
            name.as_ref().map(LitStr::value)
        }
        RoleKind::Headers
        | RoleKind::Json(_)
        | RoleKind::Form(..)
        | RoleKind::QueryFlatten(_)
        | RoleKind::Url
        | RoleKind::Cost => None,
    };
    let attributes = argument.item.attrs.iter();
    let roles = attributes.filter(|attribute| helper::is_role(attribute));
    Some((
        roles
            .map(|role| words(role.meta.to_token_stream()))
            .collect(),
        name,
    ))
}

/// The words among tokens.
fn words(tokens: TokenStream) -> String {
    let words = tokens.into_iter().map(|token| match token {
        TokenTree::Ident(word) => format!("{word} "),
        TokenTree::Group(group) => words(group.stream()),
        TokenTree::Punct(_) | TokenTree::Literal(_) => String::new(),
    });
    words.collect()
}

fn text(tokens: &impl ToTokens) -> String {
    tokens.to_token_stream().to_string()
}
