//! Retries: what the document says, and nothing else.
//!
//! A status 429 or a `Retry-After` says that the service wants to be asked again; a header for idempotency keys says that
//! a repetition is told from a second request. No name and no path ever makes a POST repeatable.

use super::argument::{Given, Role};
use super::find::Operation;
use super::parameter::{Parameter, Place};
use super::parameters::is_token;
use super::reader::Reader;
use super::responses::{Response, responses};
use crate::types::Type;

const RETRY_AFTER: &str = "retry-after";

/// Registered HTTP fields that look like keys, in lower case. They have a meaning of their own.
const REGISTERED: [&str; 1] = ["repeatability-request-id"];

/// Statements of a trait's operations about retries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Said {
    too_many_requests: bool,
    retry_after: bool,
}

impl Said {
    /// Adds what an operation says.
    pub(super) fn add(&mut self, operation: &Operation<'_>) {
        for response in responses(&operation.node) {
            self.too_many_requests |= response.status == "429";
            // After a success it is about polling, after a redirect about the next hop.
            let is_failure = !response.is('2') && !response.is('3');
            self.retry_after |= is_failure && response.has_header(RETRY_AFTER);
        }
    }

    /// The attribute of the trait.
    pub(crate) fn attribute(self) -> Option<&'static str> {
        // Nothing but what the document says: a service that never speaks of retries gets none, and a comment that says
        // so.
        if self.too_many_requests {
            Some("exponential, statuses = [429]")
        } else if self.retry_after {
            Some("exponential")
        } else {
            None
        }
    }
}

impl<'d> Reader<'_, 'd> {
    /// Statuses of the method beside those of its trait.
    pub(super) fn retries(&mut self) {
        let mut statuses: Vec<u16> = Vec::new();
        for response in responses(&self.operation.node) {
            if !response.has_header(RETRY_AFTER) {
                continue;
            }
            if response.is('2') || response.is('3') {
                let text = format!(
                    "`Retry-After` on {} asks for polling, which is `#[retry(until = …)]`",
                    response.status
                );
                self.note(&response.node, text);
            } else if response.is('4') && response.status != "429" {
                self.other_status(&response, &mut statuses);
            }
        }
        if !statuses.is_empty() {
            statuses.insert(0, 429);
            self.retry = statuses;
        }
    }

    fn other_status(&mut self, response: &Response<'d>, statuses: &mut Vec<u16>) {
        let status = response.status;
        let Ok(number) = status.parse::<u16>() else {
            let text = format!("`Retry-After` on {status}: say which statuses are to be retried");
            self.note(&response.node, text);
            return;
        };
        if !self.operation.is_idempotent() {
            let verb = self.operation.verb.to_ascii_uppercase();
            let text = format!(
                "`Retry-After` on {status}: a {verb} is not repeated for it, as it may do twice what should be done once"
            );
            self.note(&response.node, text);
        } else if !statuses.contains(&number) {
            statuses.push(number);
        }
    }

    /// Reasons why a request may be repeated: a key, or the document's word.
    pub(super) fn idempotency(&mut self) {
        let parameters = self.parameters.clone();
        let mut keys = parameters.iter().filter(|it| self.is_idempotency_key(it));
        if let Some(key) = keys.next() {
            let words = key.words();
            let role = Role::IdempotencyKey(key.name.to_owned());
            self.argument("key", role, Given::Value(Type::String), true, words);
        }
        for parameter in &parameters {
            if mentions(parameter) && !self.is_idempotency_key(parameter) {
                let line = format!(
                    "#[idempotency_key(\"{}\")] key: Option<&str>",
                    parameter.name
                );
                let text = format!(
                    "this speaks of idempotency and is an ordinary argument; as a key it is `{line}`"
                );
                self.note(&parameter.node, text);
            }
        }
        self.declared();
    }

    fn declared(&mut self) {
        let why = match self.operation.node.value().get("x-idempotent") {
            Some(serde_json::Value::Bool(true)) => "the document says so",
            Some(serde_json::Value::String(why)) if !why.trim().is_empty() => why.trim(),
            Some(serde_json::Value::Bool(false)) | None => return self.mentioned(),
            Some(_) => {
                self.note_here("`x-idempotent` is `true` or a reason; it is left out");
                return;
            }
        };
        if !self.operation.is_idempotent() {
            self.idempotent = Some(why.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }

    /// Words alone make no POST repeatable.
    fn mentioned(&mut self) {
        let is_key = |it: &Parameter<'d>| self.is_idempotency_key(it);
        if self.operation.is_idempotent() || self.parameters.iter().any(is_key) {
            return;
        }
        let words = self.operation.node.text("description").unwrap_or_default();
        if speaks(words) {
            let text = "the description speaks of idempotency; if a repetition changes nothing, write `#[idempotent(\"why\")]`";
            self.note_here(text);
        }
    }

    /// Tells whether a parameter is the key of its operation: the first that can be.
    pub(super) fn is_idempotency_key(&self, parameter: &Parameter<'d>) -> bool {
        let has_effect = matches!(self.operation.verb, "post" | "put" | "patch" | "delete");
        // One key for one request: a second header of the kind is an ordinary argument.
        let first = self.parameters.iter().find(|it| can_be_key(it));
        has_effect
            && first
                .is_some_and(|first| first.name == parameter.name && first.place == parameter.place)
    }
}

/// Tells whether a header is made for idempotency keys.
fn can_be_key(parameter: &Parameter<'_>) -> bool {
    let name = parameter.name.to_ascii_lowercase();
    let is_string = parameter.resolved().is_some_and(|schema| {
        let of = schema.value().get("type");
        let is_string = of.is_some_and(|of| {
            of == "string"
                || of
                    .as_array()
                    .is_some_and(|list| list.iter().any(|of| of == "string"))
        });
        is_string && schema.get("enum").is_none()
    });
    let is_named = name.contains("idempotency")
        || (name.ends_with("request-id")
            && speaks(parameter.node.text("description").unwrap_or_default()));
    let is_free = !REGISTERED.contains(&&*name);
    parameter.place == Place::Header && is_free && is_string && is_named && is_token(&name)
}

fn mentions(parameter: &Parameter<'_>) -> bool {
    let description = parameter.node.text("description").unwrap_or_default();
    let text = format!("{} {description}", parameter.name).to_ascii_lowercase();
    matches!(parameter.place, Place::Header | Place::Query) && text.contains("idempoten")
}

/// Tells whether words promise idempotency.
fn speaks(words: &str) -> bool {
    let words = words.to_ascii_lowercase();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    words.contains("idempoten") && !words.contains("not idempoten")
}
