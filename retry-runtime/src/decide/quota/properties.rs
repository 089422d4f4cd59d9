//! Whatever a server says of its quota, it is read or it is not.

use proptest::prelude::*;

use super::*;
use crate::cases::{bytes, many};

fn values() -> impl Strategy<Value = HeaderValue> {
    let value = prop_oneof![
        bytes(),
        r#"[ \t]?["a-z;=:,0-9?(). \\-]{0,40}"#.prop_map(String::into_bytes),
        "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{0,9})?([Zz]|[+-][0-9:]{0,6})"
            .prop_map(String::into_bytes),
        "([0-9.]{0,40}(h|m|s|ms|us|ns|d)){0,4}".prop_map(String::into_bytes),
        "[0-9]{0,30}(\\.[0-9]{0,30})?".prop_map(String::into_bytes),
    ];
    value.prop_filter_map("no header value", |value| {
        HeaderValue::from_bytes(&value).ok()
    })
}

proptest! {
    #![proptest_config(many())]

    #[test]
    fn no_value_panics_and_none_asks_for_no_time(
        fields in prop::collection::vec((0..15_usize, values()), 0..6),
        status in prop::sample::select(vec![200_u16, 429, 503]),
        now: u32,
    ) {
        let mut headers = HeaderMap::new();
        for (index, value) in fields {
            let name = match FAMILIES.get(index / 2) {
                Some(family) if index % 2 == 0 => family.remaining.clone(),
                Some(family) => family.reset.clone(),
                None => HeaderName::from_static("ratelimit"),
            };
            headers.append(name, value);
        }
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(now.into());
        let status = StatusCode::from_u16(status).unwrap();
        prop_assert_ne!(reset(status, &headers, || now), Some(Duration::ZERO));
    }
}
