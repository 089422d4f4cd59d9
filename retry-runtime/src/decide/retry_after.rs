//! `Retry-After` ([RFC 9110, section 10.2.3](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3)):
//! header text and the time of day go in, a wait comes out.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};

/// How long the server asks to wait: the largest of all readable fields.
///
/// A date is read against the answer's own `Date`, so that a wrong clock on either side does no
/// harm; without one against `now`. A date in the past asks for nothing.
pub(crate) fn requested(headers: &HeaderMap, now: impl Fn() -> SystemTime) -> Option<Duration> {
    let fields = headers.get_all(RETRY_AFTER).iter();
    let waits =
        fields.filter_map(|field| wait(field.to_str().ok()?, || answered_at(headers, &now)));
    waits.max()
}

fn answered_at(headers: &HeaderMap, now: impl Fn() -> SystemTime) -> SystemTime {
    let date = headers
        .get(DATE)
        .and_then(|field| date(field.to_str().ok()?));
    date.unwrap_or_else(now)
}

fn wait(text: &str, now: impl Fn() -> SystemTime) -> Option<Duration> {
    let text = text.trim_matches([' ', '\t']);
    seconds(text).or_else(|| {
        let until = date(text)?;
        Some(until.duration_since(now()).unwrap_or_default())
    })
}

/// Digits alone; more than a duration holds is longer than any limit.
fn seconds(text: &str) -> Option<Duration> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(text.parse().map_or(Duration::MAX, Duration::from_secs))
}

/// One of the three date formats; second 60 is a leap second, which `httpdate` does not know.
fn date(text: &str) -> Option<SystemTime> {
    if let Ok(date) = httpdate::parse_http_date(text) {
        return Some(date);
    }
    // The seconds follow the last colon in every format; a minute 60 there is none.
    let (before, seconds) = text.rsplit_once(':')?;
    let after = seconds.strip_prefix("60")?;
    let leap = httpdate::parse_http_date(&format!("{before}:59{after}")).ok()?;
    leap.checked_add(Duration::from_secs(1))
}

#[cfg(test)]
mod properties;

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    /// Sun, 06 Nov 1994 08:49:37 GMT
    const NOW: Duration = Duration::from_secs(784_111_777);

    fn asked(fields: &[(&'static str, &[u8])]) -> Option<Duration> {
        let mut headers = HeaderMap::new();
        for (name, value) in fields {
            headers.append(*name, HeaderValue::from_bytes(value).unwrap());
        }
        requested(&headers, || SystemTime::UNIX_EPOCH + NOW)
    }

    #[test]
    fn both_forms_are_read_and_everything_else_is_ignored() {
        let table: &[(&str, Option<u64>)] = &[
            ("0", Some(0)),
            ("2", Some(2)),
            (" 120\t", Some(120)),
            ("007", Some(7)),
            ("Sun, 06 Nov 1994 08:49:47 GMT", Some(10)),
            ("Sunday, 06-Nov-94 08:49:47 GMT", Some(10)),
            ("Sun Nov  6 08:49:47 1994", Some(10)),
            ("Sun, 06 Nov 1994 08:49:60 GMT", Some(23)),
            ("Sunday, 06-Nov-94 08:49:60 GMT", Some(23)),
            ("Sun Nov  6 08:49:60 1994", Some(23)),
            ("Sun, 06 Nov 1994 08:60:47 GMT", None),
            ("Sun, 06 Nov 1994 08:49:61 GMT", None),
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(0)),
            ("Sun, 06 Nov 1994 08:00:00 GMT", Some(0)),
            ("", None),
            ("+120", None),
            ("-1", None),
            ("1.5", None),
            ("2s", None),
            ("1 2", None),
            ("1, 2", None),
            ("0x10", None),
            ("soon", None),
            ("Sun, 06 Nov 1994", None),
            ("1994-11-06T08:49:47Z", None),
        ];
        for (text, seconds) in table {
            let expected = seconds.map(Duration::from_secs);
            assert_eq!(
                asked(&[("retry-after", text.as_bytes())]),
                expected,
                "{text:?}"
            );
        }
    }

    #[test]
    fn more_than_a_duration_holds_is_longer_than_any_limit() {
        assert_eq!(
            asked(&[("retry-after", b"99999999999999999999999")]),
            Some(Duration::MAX)
        );
        assert_eq!(
            asked(&[("retry-after", b"18446744073709551615")]),
            Some(Duration::from_secs(u64::MAX))
        );
    }

    #[test]
    fn a_date_is_read_against_the_answers_own() {
        let date = ("date", b"Mon, 07 Nov 1994 08:49:30 GMT".as_slice());
        let until = ("retry-after", b"Mon, 07 Nov 1994 08:49:37 GMT".as_slice());
        assert_eq!(asked(&[date, until]), Some(Duration::from_secs(7)));
        assert_eq!(
            asked(&[("date", b"garbage"), until]),
            Some(Duration::from_hours(24))
        );
    }

    #[test]
    fn the_largest_of_several_counts() {
        assert_eq!(
            asked(&[
                ("retry-after", b"5"),
                ("retry-after", b"never"),
                ("retry-after", b"9"),
                ("retry-after", b"\xff")
            ]),
            Some(Duration::from_secs(9))
        );
    }
}
