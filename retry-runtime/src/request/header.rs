//! A header given at run time.

use http::{HeaderName, HeaderValue};

use crate::error::Failure;

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
    match HeaderValue::try_from(value) {
        Ok(value) => Ok((name, value)),
        Err(_) => Err(bad_header_value(name.as_str())),
    }
}

/// The error about an invalid header value.
pub(crate) fn bad_header_value(name: &str) -> Box<Failure> {
    Failure::build(format!(
        "the value of the header `{name}` holds something other than visible ASCII, spaces and tabs"
    ))
}
