//! Headers that describe parts are consistent or not believed, whatever they hold.

use proptest::prelude::*;

use super::*;
use crate::cases::{bytes, fewer};

fn values() -> impl Strategy<Value = HeaderValue> {
    let near =
        "[Bb]ytes ?[ =]?[0-9*]{0,21}-?[0-9]{0,21}/?[0-9*]{0,21}".prop_map(String::into_bytes);
    prop_oneof![bytes(), near].prop_filter_map("no header value", |value| {
        HeaderValue::from_bytes(&value).ok()
    })
}

proptest! {
    #![proptest_config(fewer())]

    #[test]
    fn no_value_panics(range in values(), length in values(), tag in values(), modified in values(), date in values()) {
        let headers = HeaderMap::from_iter([
            (CONTENT_RANGE, range),
            (CONTENT_LENGTH, length),
            (ETAG, tag),
            (LAST_MODIFIED, modified.clone()),
            (DATE, date.clone()),
        ]);
        if let Some(ContentRange { first, last, all: Some(all) }) = content_range(&headers) {
            prop_assert!(first <= last && last < all);
        }
        prop_assert!(content_range(&headers).is_none() || unsatisfied_range(&headers).is_none());
        let _ = content_length(&headers);
        prop_assert!(validator(&headers).is_none_or(|tag| tag.as_bytes().starts_with(b"\"")));
        let dates = HeaderMap::from_iter([(LAST_MODIFIED, modified), (DATE, date)]);
        let _ = validator(&dates);
    }

    #[test]
    fn a_range_is_read_as_it_is_written(first: u64, more: u64, beyond: u64) {
        let last = first.saturating_add(more);
        let all = last.saturating_add(beyond);
        let read = |value: String| content_range(&HeaderMap::from_iter([(CONTENT_RANGE, HeaderValue::try_from(value).unwrap())]));
        let expected = (all > last).then_some(ContentRange { first, last, all: Some(all) });
        prop_assert_eq!(read(format!("bytes {first}-{last}/{all}")), expected);
        prop_assert_eq!(read(format!("bytes {first}-{last}/*")), Some(ContentRange { first, last, all: None }));
    }
}
