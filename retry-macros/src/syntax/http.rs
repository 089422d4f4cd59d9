//! `#[get("/path", …)]` and the other verbs.

use std::mem;

use proc_macro2::{TokenStream, TokenTree};
use syn::{Attribute, Expr, Ident, LitStr};

use super::arg::{Arg, Item, OptionalArg, items, set};
use super::headers::{self, HeaderSlot};
use super::known::Known;
use super::limits::Limits;
use super::{header, helper};
use crate::diag::{Diagnostics, Reported};

pub(crate) const KEYS: &[&str] = &[
    "timeout",
    "attempt_timeout",
    "idle_timeout",
    "max_body",
    "headers",
    "none_on",
    "ok_on",
    "end",
    "reconnect",
    "credentials",
];

/// The message for anything but a literal in the place of a path.
const LITERAL: &str = "a path must be a literal, as it is read while compiling; write `\"/…\"`";

/// Keys that the path has in other crates.
const PATH_KEYS: [&str; 3] = ["path", "route", "uri"];

/// The attribute of a verb, as it was written.
pub(crate) struct VerbArgs {
    /// The name of the attribute, for errors about the whole of it.
    pub(crate) at: Ident,
    /// `GET`
    pub(crate) verb: Result<String, Reported>,
    pub(crate) paths: Vec<LitStr>,
    pub(crate) limits: Limits,
    pub(crate) none_on: OptionalArg,
    pub(crate) ok_on: OptionalArg,
    pub(crate) end: OptionalArg,
    pub(crate) reconnect: OptionalArg,
    pub(crate) credentials: OptionalArg,
    pub(crate) headers: HeaderSlot,
    /// Something in it could not be read.
    pub(crate) broken: Option<Reported>,
}

impl VerbArgs {
    pub(crate) fn parse(attribute: &Attribute, at: &Ident, diag: &mut Diagnostics) -> Self {
        let tokens = helper::arguments(attribute, diag);
        let broken = tokens.as_ref().err().copied();
        // Before the items are read: `/users/{id}` is not an expression, and syn would stop at its
        // first slash.
        let (tokens, unquoted) = quoted(tokens.unwrap_or_default(), diag);
        let mut items = items(tokens, diag);
        let verb = match at.to_string().as_str() {
            "request" => match broken {
                Some(reported) => Err(reported),
                None => custom_verb(at, &mut items, diag),
            },
            name => Ok(name.to_uppercase()),
        };
        let mut args = Self {
            at: at.clone(),
            verb,
            paths: Vec::new(),
            limits: Limits::default(),
            none_on: None,
            ok_on: None,
            end: None,
            reconnect: None,
            credentials: None,
            headers: None,
            broken: broken.or(unquoted),
        };
        for item in items {
            args.take(item, diag);
        }
        args
    }

    /// Stores one item.
    fn take(&mut self, item: Item, diag: &mut Diagnostics) {
        match item {
            Item::Text(path) => self.paths.push(path),
            Item::Pair(arg) => self.pair(arg, diag),
            Item::Call(name, tokens) if name == "headers" => {
                headers::set(&mut self.headers, &name, tokens, diag);
            }
            // Other crates take a constant for a path; without this arm it would be an unknown key.
            Item::Word(constant) if constant.to_string().contains(char::is_uppercase) => {
                self.broken = Some(diag.error(constant, LITERAL));
            }
            Item::Path(constant) => self.broken = Some(diag.error(constant, LITERAL)),
            Item::Other(Expr::Macro(text)) => self.broken = Some(diag.error(text, LITERAL)),
            other => self.refuse(&other, diag),
        }
    }

    /// Stores a pair.
    fn pair(&mut self, arg: Arg, diag: &mut Diagnostics) {
        let key = arg.key.to_string();
        let slot = match key.as_str() {
            "none_on" => Some(&mut self.none_on),
            "ok_on" => Some(&mut self.ok_on),
            "end" => Some(&mut self.end),
            "reconnect" => Some(&mut self.reconnect),
            "credentials" => Some(&mut self.credentials),
            key => self.limits.slot(key),
        };
        match slot {
            Some(slot) => set(slot, arg, diag),
            None if PATH_KEYS.contains(&key.as_str()) => {
                let message = format!(
                    "the path is written without a key; write `#[{}(\"/…\")]`",
                    self.at
                );
                self.broken = Some(diag.error(&arg.key, message));
            }
            None => self.refuse(&Item::Pair(arg), diag),
        }
    }

    /// Refuses an item that fits nowhere.
    fn refuse(&mut self, item: &Item, diag: &mut Diagnostics) {
        let attribute = &self.at.to_string();
        let known = Known {
            attribute,
            keys: KEYS,
        };
        self.broken = Some(known.refuse(item, diag));
    }
}

/// Removes paths without quotes, and reports each of them.
fn quoted(tokens: TokenStream, diag: &mut Diagnostics) -> (TokenStream, Option<Reported>) {
    let (mut kept, mut path) = (TokenStream::new(), TokenStream::new());
    let mut broken = None;
    let mut is_first = true;
    for token in tokens {
        let is_punct =
            |mark: char| matches!(&token, TokenTree::Punct(punct) if punct.as_char() == mark);
        let is_comma = is_punct(',');
        if is_comma && !path.is_empty() {
            broken = Some(refuse_unquoted(&mem::take(&mut path), diag));
        } else if !path.is_empty() || is_first && is_punct('/') {
            path.extend([token]);
        } else {
            kept.extend([token]);
        }
        is_first = is_comma;
    }
    if !path.is_empty() {
        broken = Some(refuse_unquoted(&path, diag));
    }
    (kept, broken)
}

fn refuse_unquoted(path: &TokenStream, diag: &mut Diagnostics) -> Reported {
    let text = path.to_string().replace(' ', "");
    diag.error(
        path,
        format!("a path is a literal; write `{text:?}`, in quotes"),
    )
}

/// Takes the verb, the first item of `#[request(PROPFIND, …)]`.
fn custom_verb(
    at: &Ident,
    items: &mut Vec<Item>,
    diag: &mut Diagnostics,
) -> Result<String, Reported> {
    // `#[request("/x")]` lacks its verb; `#[request("PROPFIND", "/x")]` has it in quotes.
    let is_path = |text: &LitStr| text.value().starts_with('/');
    match items.first() {
        Some(Item::Broken(reported)) => return Err(*reported),
        Some(Item::Word(_)) => {}
        Some(Item::Text(text)) if !is_path(text) => {}
        _ => {
            let way_out = "write it first: `#[request(PROPFIND, \"/…\")]`";
            return Err(diag.error(at, format!("`#[request]` names its verb; {way_out}")));
        }
    }
    match items.remove(0) {
        Item::Text(text) => check_verb(&text, text.value(), diag),
        Item::Word(word) => check_verb(&word, word.to_string(), diag),
        other => Err(Known {
            attribute: "request",
            keys: KEYS,
        }
        .refuse(&other, diag)),
    }
}

/// Refuses a word that cannot be a verb, and a standard one in lower case.
fn check_verb(
    at: &dyn quote::ToTokens,
    verb: String,
    diag: &mut Diagnostics,
) -> Result<String, Reported> {
    let upper = verb.to_ascii_uppercase();
    // The last of them is `request`, which is not a verb; `TRACE` has no attribute of its own.
    let is_standard = helper::VERBS[..7].contains(&verb.to_ascii_lowercase().as_str());
    if !header::is_token(&verb) {
        let message = format!("{verb:?} is not an HTTP verb; write letters, such as `PROPFIND`");
        return Err(diag.error(at, message));
    }
    // Verbs are case-sensitive (RFC 9110, 9.1): `get` would be another one, which no server knows.
    if (is_standard || upper == "TRACE") && verb != upper {
        return Err(diag.error(at, format!("verbs are upper case; write `{upper}`")));
    }
    Ok(verb)
}
