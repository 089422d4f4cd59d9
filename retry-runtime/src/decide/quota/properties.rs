//! Properties of quota headers: any value is either read or ignored.

use proptest::prelude::*;
use sfv::{BareItem, Item, List, ListEntry, Parser};

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

/// The parts that lists are made of, and some that spoil them.
const PARTS: [&str; 44] = [
    "\"a\"",
    "\"a, \\\"b\\\"\"",
    "\"\\b\"",
    "\"\t\"",
    "token/1",
    "*",
    ";r=0",
    ";r=7",
    ";t=3",
    ";t=0",
    ";t=-3",
    ";t=1.5",
    ";t=1.",
    ";t=1234567890123456",
    ";t=123456789012345",
    ";t=@1659578233",
    ";t=@-5",
    ";t=@1.5",
    ";t=@",
    "@12",
    ";t=%\"f%c3%bc\"",
    ";x=%\"\"",
    ";x=%\"%C3%BC\"",
    ";x=%\"%c3\"",
    ";x=%\"%c\"",
    ";x=%x",
    "%\"a b\"",
    ";x=%\"a",
    ";x=:YQ==:",
    ";x=:YQ==",
    ";x",
    ";x=?0",
    ";x=?2",
    "?1",
    "; t=4",
    " ;t=4",
    ";X=1",
    ", ",
    ",",
    " ",
    "\t",
    "5",
    "-5",
    "(\"a\")",
];

/// The members of a list, as a kept parser reads them.
fn by_sfv(text: &str) -> Option<Vec<Limit>> {
    let list: List = Parser::new(text).parse().ok()?;
    let limit = |item: &Item| {
        let number = |name| match item.params.get(name)? {
            BareItem::Integer(number) => u64::try_from(i64::from(*number)).ok(),
            _ => None,
        };
        let is_named = matches!(item.bare_item, BareItem::String(_) | BareItem::Token(_));
        let limit = Limit {
            is_exhausted: number("r").map(|remaining| remaining == 0),
            reset: number("t").map(Duration::from_secs),
        };
        let limit = if is_named { limit } else { Limit::default() };
        Limit {
            reset: limit.reset.filter(|reset| !reset.is_zero()),
            ..limit
        }
    };
    // An inner list is not a limit, so a field with one is not compared.
    let limits = list.iter().map(|entry| match entry {
        ListEntry::Item(item) => Some(limit(item)),
        ListEntry::InnerList(_) => None,
    });
    limits.collect()
}

proptest! {
    #![proptest_config(many())]

    #[test]
    fn a_list_is_read_as_rfc_9651_has_it(
        parts in prop::collection::vec(prop::sample::select(PARTS.as_slice()), 0..8),
    ) {
        let text = parts.concat();
        prop_assert_eq!(rate_limit::list_of(&text), by_sfv(&text), "{}", text);
    }
}
