//! `Retry-After` ([RFC 9110, section 10.2.3](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3)):
//! from header text and the time of day to a wait.

use std::time::{Duration, SystemTime};

use http::header::{AGE, DATE, RETRY_AFTER};
use http::{HeaderMap, HeaderName};

use crate::decide::decimal::{self, MILLISECOND, SECOND};

const RETRY_AFTER_MS: HeaderName = HeaderName::from_static("retry-after-ms");

/// The wait that the server asks for: the largest that any of its fields names.
///
/// Besides the seconds or the date of the RFC, three forms count that servers and proxies send in practice:
/// fractions of seconds, several fields folded into one with commas, and `retry-after-ms`. A client that ignored
/// them would come back too early.
///
/// A date is read against the response's own `Date`, so that a wrong clock on either side does no
/// harm; without one against `now`. A date in the past asks for nothing.
pub(crate) fn requested(headers: &HeaderMap, now: impl Fn() -> SystemTime) -> Option<Duration> {
    let fields = headers.get_all(RETRY_AFTER).iter();
    let waits = fields.filter_map(|field| longest(field.to_str().ok()?, || sent_at(headers, &now)));
    let exact = headers.get_all(RETRY_AFTER_MS).iter();
    let exact =
        exact.filter_map(|field| decimal::duration(trimmed(field.to_str().ok()?), MILLISECOND));
    // The longest, because each of them comes from a server or proxy that will refuse earlier
    // requests.
    waits.chain(exact).max()
}

/// The time at which the server wrote the response. A cache that stored it adds its age.
pub(super) fn sent_at(headers: &HeaderMap, now: impl Fn() -> SystemTime) -> SystemTime {
    let text = |name: HeaderName| headers.get(name)?.to_str().ok();
    let Some(date) = text(DATE).and_then(date) else {
        return now();
    };
    let age = text(AGE).and_then(|age| decimal::duration(trimmed(age), SECOND));
    // RFC 9111, 5.1: `Age` is the time since the origin made the response. A cache that passes on a
    // stored 503 also passes on a `Retry-After` whose wait has begun already.
    age.and_then(|age| date.checked_add(age)).unwrap_or(date)
}

/// The longest wait of one field. It is read as a date first, because dates contain commas.
fn longest(text: &str, now: impl Fn() -> SystemTime) -> Option<Duration> {
    let until = |date: SystemTime| date.duration_since(now()).unwrap_or_default();
    let text = trimmed(text);
    if let Some(date) = date(text) {
        return Some(until(date));
    }
    let entries = text.split(',').map(trimmed);
    entries
        .filter_map(|entry| decimal::duration(entry, SECOND))
        .max()
}

pub(super) fn trimmed(text: &str) -> &str {
    text.trim_matches([' ', '\t'])
}

/// One of the three date formats; second 60 is a leap second, which `httpdate` does not know.
fn date(text: &str) -> Option<SystemTime> {
    if let Ok(date) = httpdate::parse_http_date(text) {
        return Some(date);
    }
    // The seconds follow the last colon in every format; there is no minute 60.
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
            (".5", None),
            ("1.", None),
            ("1.5.1", None),
            ("-1.5", None),
            ("1,5 s", Some(1)),
            ("2s", None),
            ("1 2", None),
            ("1, 2", Some(2)),
            ("3,soon , 1", Some(3)),
            (",", None),
            ("2, Sun, 06 Nov 1994 08:49:47 GMT", Some(2)),
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
    fn fractions_and_milliseconds_are_rounded_up() {
        type Fields = &'static [(&'static str, &'static [u8])];
        let table: &[(Fields, u64)] = &[
            (&[("retry-after", b"1.5")], 1_500),
            (&[("retry-after", b"0.0001")], 1),
            (&[("retry-after", b"1.999000001")], 2_000),
            (&[("retry-after", b"1.230000")], 1_230),
            (&[("retry-after", b"0.5, 0.25")], 500),
            (&[("retry-after-ms", b"250")], 250),
            (&[("retry-after-ms", b"250.2")], 251),
            (&[("retry-after", b"1"), ("retry-after-ms", b"1250")], 1_250),
            (&[("retry-after", b"2"), ("retry-after-ms", b"1250")], 2_000),
        ];
        for (fields, millis) in table {
            assert_eq!(
                asked(fields),
                Some(Duration::from_millis(*millis)),
                "{fields:?}"
            );
        }
        assert_eq!(asked(&[("retry-after-ms", b"1, 2")]), None);
    }

    #[test]
    fn the_age_of_a_stored_response_is_added_to_its_date() {
        let date = ("date", b"Mon, 07 Nov 1994 08:49:30 GMT".as_slice());
        let until = ("retry-after", b"Mon, 07 Nov 1994 08:49:37 GMT".as_slice());
        assert_eq!(
            asked(&[date, until, ("age", b"5")]),
            Some(Duration::from_secs(2))
        );
        assert_eq!(asked(&[date, until, ("age", b"99")]), Some(Duration::ZERO));
        assert_eq!(
            asked(&[date, until, ("age", b"old")]),
            Some(Duration::from_secs(7))
        );
        // Without a date of the response the clock is right already.
        assert_eq!(
            asked(&[until, ("age", b"5")]),
            Some(Duration::from_hours(24))
        );
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
    fn a_date_is_read_against_the_responses_own() {
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
