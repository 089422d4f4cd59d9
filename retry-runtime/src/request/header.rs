//! A header given at run time.

use http::{HeaderName, HeaderValue};

use crate::error::Failure;

/// A header, or what is wrong with it.
pub(crate) fn header_pair<N, V>(
    name: N,
    value: V,
) -> Result<(HeaderName, HeaderValue), Box<Failure>>
where
    HeaderName: TryFrom<N>,
    HeaderValue: TryFrom<V>,
{
    let name = HeaderName::try_from(name)
        .map_err(|_| Failure::build("a header was given a name that is not a header name"))?;
    match HeaderValue::try_from(value) {
        Ok(value) => Ok((name, value)),
        Err(_) => Err(bad_header_value(name.as_str())),
    }
}

/// What is said to a value that is none.
pub(crate) fn bad_header_value(name: &str) -> Box<Failure> {
    Failure::build(format!(
        "the value of the header `{name}` holds something other than visible ASCII, spaces and tabs"
    ))
}
