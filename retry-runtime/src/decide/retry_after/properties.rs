//! Properties of `Retry-After`: any value is either read or ignored.

use http::HeaderValue;
use proptest::prelude::*;

use super::*;
use crate::cases::{bytes, many};

/// A text that is nearly one of the three formats of a date.
fn dates() -> impl Strategy<Value = Vec<u8>> {
    let days = prop::sample::select(vec![
        "Sun, 06 Nov 1994",
        "Sunday, 06-Nov-94",
        "Sun Nov  6",
        "Sat, 31 Dec 9999",
        "Thu, 01 Jan 1970",
    ]);
    (days, "[0-9]{2}:[0-9]{2}:[0-9]{1,3}( GMT| 1994|)")
        .prop_map(|(day, time)| format!("{day} {time}").into_bytes())
}

fn values() -> impl Strategy<Value = Vec<HeaderValue>> {
    let numbers = "[ \t]?[-+]?[0-9]{0,24}[ \t]?".prop_map(String::into_bytes);
    let value = prop_oneof![bytes(), dates(), numbers]
        .prop_filter_map("no header value", |value| {
            HeaderValue::from_bytes(&value).ok()
        });
    prop::collection::vec(value, 0..4)
}

fn asked(fields: &[HeaderValue], date: Option<&HeaderValue>, now: SystemTime) -> Option<Duration> {
    let mut headers = HeaderMap::new();
    headers.extend(fields.iter().map(|field| (RETRY_AFTER, field.clone())));
    headers.extend(date.map(|date| (DATE, date.clone())));
    requested(&headers, || now)
}

proptest! {
    #![proptest_config(many())]

    #[test]
    fn no_value_panics_and_the_largest_of_all_counts(fields in values(), date in values(), now: u32) {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(now.into());
        let one_by_one = fields.iter().filter_map(|field| asked(std::slice::from_ref(field), date.first(), now));
        prop_assert_eq!(asked(&fields, date.first(), now), one_by_one.max());
    }

    #[test]
    fn seconds_are_read_as_they_are(seconds: u64, now: u32) {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(now.into());
        let field = HeaderValue::from(seconds);
        prop_assert_eq!(asked(&[field], None, now), Some(Duration::from_secs(seconds)));
    }

    #[test]
    fn a_date_is_as_far_away_as_it_is(until in 0..253_402_300_800_u64, now in 0..253_402_300_800_u64) {
        let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        let field = HeaderValue::try_from(httpdate::fmt_http_date(at(until))).unwrap();
        let expected = Some(Duration::from_secs(until.saturating_sub(now)));
        prop_assert_eq!(asked(std::slice::from_ref(&field), None, at(now)), expected);
        let date = HeaderValue::try_from(httpdate::fmt_http_date(at(now))).unwrap();
        prop_assert_eq!(asked(&[field], Some(&date), at(0)), expected);
    }
}
