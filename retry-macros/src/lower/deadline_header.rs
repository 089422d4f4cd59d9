//! `deadline_header = "grpc-timeout"`.

use syn::LitStr;

use super::headers::{declared_names, header_name, names};
use super::safety::{KEY, keys};
use super::values::{Literal, Lowered, literal};
use crate::diag::Diagnostics;
use crate::syntax::api::{Api, ApiMethod};
use crate::syntax::client::ClientArgs;

/// The headers that the client writes itself, on some calls or on all of them. In any of them a
/// number of milliseconds would have another meaning, or replace the client's own value.
const WRITTEN: [&str; 14] = [
    "accept",
    "accept-encoding",
    "authorization",
    "content-encoding",
    "content-type",
    "cookie",
    "host",
    "if-range",
    "last-event-id",
    "proxy-authorization",
    "range",
    "traceparent",
    "tracestate",
    "user-agent",
];

/// Lowers the name of the header, which no method may send as well.
pub(crate) fn deadline_header(
    args: &ClientArgs,
    api: &Api<'_>,
    diag: &mut Diagnostics,
) -> Lowered<Option<String>> {
    let Some(arg) = &args.deadline_header else {
        return Ok(None);
    };
    let value = arg.value.as_ref()?;
    let Literal::Text(text) = literal(value) else {
        let message =
            "a header's name is a literal in quotes; write `deadline_header = \"grpc-timeout\"`";
        return Err(diag.error(value, message));
    };
    let name = header_name(&text, diag)?;
    if WRITTEN.iter().any(|own| own.eq_ignore_ascii_case(&name)) {
        let message = format!("`{name}` is a header that the client itself writes; name another");
        return Err(diag.error(value, message));
    }
    let others = names(&args.headers).chain(api.methods.iter().flat_map(of_method));
    let same = others.filter(|other| other.value().eq_ignore_ascii_case(&name));
    let headers = diag.errors(same, |_| {
        format!("`{name}` is the `deadline_header`, which the client sends; remove this")
    });
    // A key without a name of its own is sent under the usual one.
    let is_same = KEY.eq_ignore_ascii_case(&name);
    let keys = api.methods.iter().flat_map(keys);
    let unnamed = keys.filter(|key| is_same && key.name.is_none());
    let keys = diag.errors(unnamed.map(|key| key.at), |_| {
        format!(
            "the key is sent as `{KEY}`, which is the `deadline_header`; name another header for one of them"
        )
    });
    headers.and(keys)?;
    Ok(Some(name))
}

/// The names of all headers that a method sends.
fn of_method<'a>(method: &'a ApiMethod<'a>) -> impl Iterator<Item = &'a LitStr> {
    let keys = keys(method).into_iter().filter_map(|key| key.name);
    declared_names(method).chain(keys)
}
