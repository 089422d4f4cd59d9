//! Headers given at run time.

use std::fmt::Display;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use http::header::{AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION};
use http::{HeaderName, HeaderValue};

use crate::error::Failure;
use crate::request::framing::is_framing;

/// Parses a header given as name and value.
pub(crate) fn header_pair<N, V>(
    name: N,
    value: V,
) -> Result<(HeaderName, HeaderValue), Box<Failure>>
where
    HeaderName: TryFrom<N>,
    HeaderValue: TryFrom<V>,
{
    let name = HeaderName::try_from(name).map_err(|_| {
        Failure::build("invalid header name; write letters, digits and `-`, such as `x-trace`")
    })?;
    if is_framing(&name) {
        return Err(Failure::build(format!(
            "the header `{name}` frames the message, which is the client's own; leave it out"
        )));
    }
    match HeaderValue::try_from(value) {
        Ok(value) if is_secret(&name) => Ok((name, secret(value))),
        Ok(value) => Ok((name, value)),
        Err(_) => Err(bad_header_value(name.as_str())),
    }
}

/// Tells if a header holds credentials, which are never shown however they were set.
pub(crate) fn is_secret(name: &HeaderName) -> bool {
    // These names mean credentials everywhere. A header of an API's own is marked `secret`.
    [AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION].contains(name)
}

/// The same value, marked so that it is never shown.
pub(crate) fn secret(mut value: HeaderValue) -> HeaderValue {
    value.set_sensitive(true);
    value
}

/// The value of `Authorization` for a name and a password.
pub(crate) fn basic_credentials(username: impl Display, password: impl Display) -> String {
    let encoded = BASE64_STANDARD.encode(format!("{username}:{password}"));
    format!("Basic {encoded}")
}

/// The error about an invalid header value.
pub(crate) fn bad_header_value(name: &str) -> Box<Failure> {
    Failure::build(format!(
        "the value of the header `{name}` holds something other than visible ASCII, spaces and tabs"
    ))
}
