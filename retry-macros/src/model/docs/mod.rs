//! The documentation of generated items, written from the model alone.
//!
//! A policy comes from attributes on the trait, attributes on the method, and defaults. The reader
//! of the generated page gets the result: attempts, causes, waits, worst case and the reason why a
//! repetition is safe, each introduced by a bold word, so that the eye finds it. The same text
//! without the bold is the endpoint's `Display`, which is why one function writes both.
//!
//! Each text is emitted once and linked from elsewhere: the paragraph belongs to the client's method,
//! since that is the one which takes overrides. Values that only const evaluation knows are quoted as
//! code. Nothing here may guess: a sentence that cannot be exact is left out.

mod causes;
mod guards;
mod pages;
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

/// The last paragraph of a method's docs, in Markdown.
pub(crate) fn paragraph(method: &Method, inherited: &Policy) -> String {
    let until = method
        .until
        .as_ref()
        .map(|until| format!(", until `{}`", code(until)));
    let until = until.unwrap_or_default();
    let policy = method.policy_in_force(inherited);
    let mut text = sentences(
        &method.request.verb,
        &method.request.paths,
        &method.repeat,
        &policy,
        &until,
    );
    if method.request.leaves_credentials_out {
        text.push_str(" Sent **without** the credentials of the client.");
    }
    text + &pages::pages(method.pages.as_ref())
}

/// The same paragraph for terminals and logs.
pub(crate) fn plain(paragraph: &str) -> String {
    paragraph.replace("**", "")
}

/// The paragraph, from the parts that matter.
fn sentences(
    verb: &str,
    paths: &[String],
    repeat: &Repeat,
    policy: &Policy,
    until: &str,
) -> String {
    let route = route(verb, paths);
    if !policy.may_retry() {
        let time = bound(policy)
            .map(|bound| format!(", at most {bound}"))
            .unwrap_or_default();
        let guards = guards(policy, false);
        return format!("{route}: **one attempt**{time}.{guards}");
    }
    let attempts = attempts(policy);
    let guards = guards(policy, true);
    let (after, why) = match repeat {
        // Here the causes of a retry are also the reason why it is safe.
        Repeat::Unprocessed(statuses) => (
            format!("**only after** {}", proofs(statuses)),
            String::new(),
        ),
        Repeat::Idempotent | Repeat::Declared(_) | Repeat::Key(_) => {
            let only = if policy.unprocessed_only {
                ", and then only if the server provably did not act"
            } else {
                ""
            };
            (
                format!("**after** {}{only}", causes(policy)),
                format!(" **Safe to repeat**: {}.", reason(verb, repeat)),
            )
        }
    };
    let (waits, retry_after, worst) = (waits(policy), retry_after(policy), worst(policy));
    format!(
        "{route}: **{attempts}**{until}, retried {after}. **Waits** {waits}{retry_after}.{worst}{why}{guards}"
    )
}

/// The sentences about the declared guards.
fn guards(policy: &Policy, retries: bool) -> String {
    let repeats = retries || policy.hedge.is_some();
    let budget = policy.budget.as_ref().filter(|_| repeats);
    let (own, shared) = (&policy.own_guards, &policy.trait_guards);
    let limits = guards::rate_limits(own, shared);
    let concurrency = guards::concurrency(own, shared);
    let circuits = guards::circuit_breakers(own, shared);
    let hedge = guards::hedge(policy.hedge.as_ref());
    guards::budget(budget) + &limits + &concurrency + &circuits + &hedge
}

/// Verb and path, with the other paths of a failover list.
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

/// The number of attempts.
fn attempts(policy: &Policy) -> String {
    match (&policy.attempts, policy.known_attempts()) {
        (_, Some(attempts)) => format!("up to {attempts} attempts"),
        (Some(Attempts::AtMost(attempts)), None) => {
            let attempts = value(attempts, |attempts| attempts.to_string());
            format!("up to {attempts} attempts")
        }
        (_, None) => "attempts without limit".to_owned(),
    }
}

/// The reason why a repetition is safe.
fn reason(verb: &str, repeat: &Repeat) -> String {
    match repeat {
        Repeat::Idempotent => format!("{verb} is idempotent"),
        Repeat::Declared(why) if why.is_empty() => "declared idempotent".to_owned(),
        Repeat::Declared(why) => why.trim_end_matches('.').to_owned(),
        Repeat::Key(header) => format!("the server drops duplicates by `{header}`"),
        Repeat::Unprocessed(_) => "the server provably did not act".to_owned(),
    }
}

/// `type` for `r#type`
pub(crate) fn plain_name(ident: &Ident) -> String {
    ident.unraw().to_string()
}

/// The docs of the constant of a method.
pub(crate) fn endpoint(method: &Method) -> String {
    let (route, name) = (
        route(&method.request.verb, &method.request.paths),
        &method.ident,
    );
    format!(" {route}, called by [`{name}`](Self::{name}).")
}

/// The last paragraph of the trait's method: the route, and a link to the rest.
pub(crate) fn of_trait_method(client: &Client, method: &Method) -> String {
    let route = route(&method.request.verb, &method.request.paths);
    format!(
        " {route}, with the policy of [`{}::{}`].",
        client.ident, method.ident
    )
}

/// The docs of the client, line by line.
pub(crate) fn of_client(client: &Client) -> Vec<String> {
    let mut lines = vec![
        format!(" The client of [`{}`].", client.item.ident),
        String::new(),
        " | method | endpoint | attempts | repeated |".to_owned(),
        " |---|---|---|---|".to_owned(),
    ];
    let rows = client
        .methods
        .iter()
        .map(|method| row(method, &client.policy));
    lines.extend(rows);
    lines
}

/// One row of the client's table.
fn row(method: &Method, inherited: &Policy) -> String {
    let name = &method.ident;
    let policy = method.policy_in_force(inherited);
    let (attempts, repeated) = if policy.may_retry() {
        let reason = reason(&method.request.verb, &method.repeat);
        let verdict = match method.repeat {
            Repeat::Unprocessed(_) => "only if",
            Repeat::Idempotent | Repeat::Declared(_) | Repeat::Key(_) => "yes:",
        };
        (attempts(&policy), format!("{verdict} {reason}"))
    } else {
        ("one attempt".to_owned(), "no".to_owned())
    };
    // The reason is the user's text, and has to fit into one row of the table.
    let repeated = repeated.replace('|', "\\|").replace('\n', " ");
    let route = route(&method.request.verb, &method.request.paths);
    format!(" | [`{name}`](Self::{name}) | {route} | {attempts} | {repeated} |")
}

#[cfg(test)]
mod tests;
