//! What the docs say about a method, decided by nothing but the model.

mod causes;
mod text;
mod time;

use std::fmt::Write as _;

use syn::Ident;
use syn::ext::IdentExt;

use self::causes::{causes, proofs};
use self::text::{code, value};
use self::time::{bound, retry_after, waits, worst};
use super::policy::{Attempts, Policy};
use super::{Client, Method, Repeat};

/// The last paragraph of a method's docs.
pub(crate) fn paragraph(method: &Method, inherited: &Policy) -> String {
    let policy = match &method.own {
        Some(own) => inherited.refined_by(own),
        None => inherited.clone(),
    };
    let until = method
        .until
        .as_ref()
        .map(|until| format!(", until `{}`", code(until)));
    let until = until.unwrap_or_default();
    sentence(&method.verb, &method.paths, &method.repeat, &policy, &until)
}

/// The paragraph, of the parts that matter.
fn sentence(verb: &str, paths: &[String], repeat: &Repeat, policy: &Policy, until: &str) -> String {
    let head = format!(" {}", route(verb, paths));
    if !policy.start.is_on() || policy.known_attempts() == Some(1) {
        let time = bound(policy)
            .map(|bound| format!(", at most {bound}"))
            .unwrap_or_default();
        return format!("{head} — one attempt{time}.");
    }
    let attempts = attempts(policy) + until;
    let waits = waits(policy);
    let retry_after = retry_after(policy);
    let worst = worst(policy);
    if let Repeat::Unprocessed(statuses) = repeat {
        let proofs = proofs(statuses);
        return format!(
            "{head} — {attempts}; {waits}{retry_after}.{worst} Not repeated unless the server \
             provably did not act: the request was never sent, was refused by HTTP/2{proofs}."
        );
    }
    let causes = causes(policy);
    let why = why(verb, repeat);
    let only = if policy.unprocessed_only {
        ", and then only if the server provably did not act"
    } else {
        ""
    };
    format!("{head} — {attempts}, {causes}{only}; {waits}{retry_after}.{worst} {why}")
}

fn route(verb: &str, paths: &[String]) -> String {
    let Some((first, more)) = paths.split_first() else {
        return format!("`{verb}` of the URL that is given");
    };
    let mut text = format!("`{verb} {first}`");
    for path in more {
        // Writing to a `String` cannot fail.
        _ = write!(text, ", then `{path}`");
    }
    text
}

fn attempts(policy: &Policy) -> String {
    match (&policy.attempts, policy.known_attempts()) {
        (_, Some(attempts)) => format!("up to {attempts} attempts"),
        (Some(Attempts::AtMost(attempts)), None) => {
            format!(
                "up to {} attempts",
                value(attempts, |attempts| attempts.to_string())
            )
        }
        (_, None) => "attempts without limit".to_owned(),
    }
}

fn why(verb: &str, repeat: &Repeat) -> String {
    match repeat {
        Repeat::Idempotent => format!("May be repeated: {verb} is idempotent."),
        Repeat::Declared(why) if why.is_empty() => {
            "May be repeated: declared idempotent.".to_owned()
        }
        Repeat::Declared(why) => format!("May be repeated: {}.", why.trim_end_matches('.')),
        Repeat::Key(header) => {
            format!("May be repeated: the server drops duplicates by `{header}`.")
        }
        Repeat::Unprocessed(_) => String::new(),
    }
}

/// `type` for `r#type`
pub(crate) fn plain_name(ident: &Ident) -> String {
    ident.unraw().to_string()
}

/// The docs of the constant of a method.
pub(crate) fn endpoint(method: &Method) -> String {
    format!(" {}.", route(&method.verb, &method.paths))
}

/// The docs of the client, line by line.
pub(crate) fn of_client(client: &Client) -> Vec<String> {
    let mut lines = vec![
        format!(" The client of [`{}`].", client.item.ident),
        String::new(),
        " | method | endpoint | attempts |".to_owned(),
        " |---|---|---|".to_owned(),
    ];
    lines.extend(
        client
            .methods
            .iter()
            .map(|method| row(method, &client.policy)),
    );
    lines
}

fn row(method: &Method, inherited: &Policy) -> String {
    let name = &method.ident;
    let policy = match &method.own {
        Some(own) => inherited.refined_by(own),
        None => inherited.clone(),
    };
    // What may not be there cannot be linked to.
    let link = if method.attributes.cfg.is_empty() {
        format!("[`{name}`](Self::{name})")
    } else {
        format!("`{name}`")
    };
    let attempts = match policy.known_attempts() {
        Some(1) => "one attempt".to_owned(),
        _ => attempts(&policy),
    };
    format!(
        " | {link} | {} | {attempts} |",
        route(&method.verb, &method.paths)
    )
}

#[cfg(test)]
mod tests;
