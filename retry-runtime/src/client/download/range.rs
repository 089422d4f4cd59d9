//! Headers that describe parts of a body ([RFC 9110, section 14](https://www.rfc-editor.org/rfc/rfc9110#section-14)).

use std::time::Duration;

use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, DATE, ETAG, LAST_MODIFIED};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

/// The age from which the date of a body tells it from every other (RFC 9110, 8.8.2.2): dates count
/// whole seconds, so a body that is younger may change once more under the same date.
const SETTLED: Duration = Duration::from_secs(1);

/// The range of a part within a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ContentRange {
    pub(crate) first: u64,
    pub(crate) last: u64,
    /// The length of the complete body, if the server knows it.
    pub(crate) all: Option<u64>,
}

impl ContentRange {
    /// The position after the last byte.
    pub(crate) fn end(self) -> u64 {
        self.last.saturating_add(1)
    }
}

/// The range of a part, as `Content-Range` states it; `None` for a value that contradicts itself.
pub(crate) fn content_range(headers: &HeaderMap) -> Option<ContentRange> {
    let (range, all) = parts(headers)?;
    let (first, last) = range.split_once('-')?;
    let (first, last) = (number(first)?, number(last)?);
    let all = match all {
        "*" => None,
        all => Some(number(all)?),
    };
    // RFC 9110, 14.4: a value that fails either is invalid, and a recipient must not recombine with
    // it.
    let is_within = first <= last && all.is_none_or(|all| last < all);
    is_within.then_some(ContentRange { first, last, all })
}

/// The length of the complete body, as a 416 states it.
pub(crate) fn unsatisfied_range(headers: &HeaderMap) -> Option<u64> {
    match parts(headers)? {
        ("*", all) => number(all),
        _ => None,
    }
}

fn parts(headers: &HeaderMap) -> Option<(&str, &str)> {
    let value = only(headers, CONTENT_RANGE)?.to_str().ok()?;
    let (unit, rest) = value.trim().split_once(' ')?;
    unit.eq_ignore_ascii_case("bytes")
        .then(|| rest.trim().split_once('/'))?
}

/// The value of a header; `None` if several fields contradict each other.
fn only(headers: &HeaderMap, name: HeaderName) -> Option<&HeaderValue> {
    let mut values = headers.get_all(name).iter();
    let first = values.next()?;
    values.all(|value| value == first).then_some(first)
}

/// The length of the body as it is sent.
pub(crate) fn content_length(headers: &HeaderMap) -> Option<u64> {
    number(headers.get(CONTENT_LENGTH)?.to_str().ok()?)
}

/// Reads digits and nothing else: `u64::from_str` also accepts `+1`.
fn number(text: &str) -> Option<u64> {
    let is_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    is_digits.then(|| text.parse().ok())?
}

/// Tells whether a response says that it is a part, even in a form that cannot be read.
pub(crate) fn mentions_range(headers: &HeaderMap) -> bool {
    headers.contains_key(CONTENT_RANGE)
}

/// Tells whether the bytes of a body are those of a content coding.
pub(crate) fn has_coding(headers: &HeaderMap) -> bool {
    let mut codings = headers.get_all(CONTENT_ENCODING).iter();
    codings.any(|coding| !coding.as_bytes().eq_ignore_ascii_case(b"identity"))
}

/// The validators of a body, which distinguish it from every other body of the same resource.
#[derive(Debug, Default)]
pub(crate) struct Version {
    tag: Option<HeaderValue>,
    modified: Option<HeaderValue>,
    /// The value for `If-Range`: a strong entity tag, or, without any tag, a date that no second body can have.
    validator: Option<HeaderValue>,
}

impl Version {
    /// The version of a complete body. Any other body has no validator, as its rest cannot be asked for.
    pub(crate) fn of(status: StatusCode, headers: &HeaderMap) -> Self {
        Self {
            tag: only(headers, ETAG).cloned(),
            modified: only(headers, LAST_MODIFIED).cloned(),
            validator: validator(headers).filter(|_| status == StatusCode::OK),
        }
    }

    pub(crate) fn validator(&self) -> Option<&HeaderValue> {
        self.validator.as_ref()
    }

    /// Tells whether a part may be of this version, by its tag, or without tags by its date: servers that
    /// share a file have it under one tag and several dates.
    pub(crate) fn may_be_that_of(&self, headers: &HeaderMap) -> bool {
        let same = |own: &Option<HeaderValue>, name: HeaderName| {
            let (own, mut said) = (own.as_ref()?, headers.get_all(name).iter().peekable());
            said.peek()?;
            Some(said.all(|value| value == own))
        };
        same(&self.tag, ETAG)
            .or_else(|| same(&self.modified, LAST_MODIFIED))
            .unwrap_or(true)
    }
}

fn validator(headers: &HeaderMap) -> Option<HeaderValue> {
    if headers.contains_key(ETAG) {
        let tag = only(headers, ETAG)?;
        let bytes = tag.as_bytes();
        let is_strong = bytes.len() >= 2 && bytes.starts_with(b"\"") && bytes.ends_with(b"\"");
        // RFC 9110, 13.1.5: `If-Range` takes a strong tag only. A weak tag means "equivalent", and two
        // halves of two equivalent bodies do not make one.
        return is_strong.then(|| tag.clone());
    }
    let modified = only(headers, LAST_MODIFIED)?;
    let date = |value: &HeaderValue| httpdate::parse_http_date(value.to_str().ok()?).ok();
    let age = date(headers.get(DATE)?)?.duration_since(date(modified)?);
    age.is_ok_and(|age| age >= SETTLED)
        .then(|| modified.clone())
}

#[cfg(test)]
mod properties;

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(HeaderName, &'static str)]) -> HeaderMap {
        let pairs = pairs.iter();
        pairs
            .map(|(name, value)| (name.clone(), HeaderValue::from_static(value)))
            .collect()
    }

    #[test]
    fn a_content_range_is_read_or_ignored() {
        let table = [
            ("bytes 3-9/10", Some((3, 9, Some(10)))),
            ("Bytes 0-0/*", Some((0, 0, None))),
            ("bytes 3-10/10", None),
            ("bytes 4-3/10", None),
            ("bytes */10", None),
            ("bytes +3-9/10", None),
            ("bytes 3-9", None),
            ("bytes=3-9/10", None),
            ("items 3-9/10", None),
            ("bytes 3-99999999999999999999/*", None),
            ("", None),
        ];
        for (value, expected) in table {
            assert_eq!(
                content_range(&headers(&[(CONTENT_RANGE, value)])),
                expected.map(|(first, last, all)| ContentRange { first, last, all }),
                "{value}"
            );
        }
        let twice = [
            (CONTENT_RANGE, "bytes 3-9/10"),
            (CONTENT_RANGE, "bytes 0-4/10"),
        ];
        assert_eq!(content_range(&headers(&twice)), None);
        for (value, expected) in [
            ("bytes */10", Some(10)),
            ("bytes */*", None),
            ("bytes 0-1/2", None),
        ] {
            assert_eq!(
                unsatisfied_range(&headers(&[(CONTENT_RANGE, value)])),
                expected,
                "{value}"
            );
        }
    }

    #[test]
    fn a_validator_is_a_strong_tag_or_a_settled_date() {
        const NOON: &str = "Sun, 06 Nov 1994 12:00:00 GMT";
        const SECOND: &str = "Sun, 06 Nov 1994 12:00:01 GMT";
        let tag = |tag| (ETAG, tag);
        let dates = |modified, date| vec![(LAST_MODIFIED, modified), (DATE, date)];
        let table = [
            (vec![tag("\"a\"")], Some("\"a\"")),
            (vec![tag("\"\"")], Some("\"\"")),
            (vec![tag("W/\"a\"")], None),
            (vec![tag("\"a\""), tag("\"a\"")], Some("\"a\"")),
            (vec![tag("\"a\""), tag("\"b\"")], None),
            (vec![tag("a")], None),
            (vec![tag("\"")], None),
            (dates(NOON, SECOND), Some(NOON)),
            (dates(NOON, NOON), None),
            (dates(SECOND, NOON), None),
            (dates("yesterday", NOON), None),
            (vec![(LAST_MODIFIED, NOON)], None),
            ([vec![tag("W/\"a\"")], dates(NOON, SECOND)].concat(), None),
            (vec![], None),
        ];
        for (pairs, expected) in table {
            let validator = validator(&headers(&pairs));
            let validator = validator.as_ref().map(|value| value.to_str().unwrap());
            assert_eq!(validator, expected, "{pairs:?}");
        }
    }
}
