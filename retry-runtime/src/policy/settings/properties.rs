//! Whatever a file holds, it is settings or an error that says so.

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use crate::cases::{bytes, fewer, texts};
use crate::policy::settings::Settings;
use crate::policy::settings::keys::{Level, names};
use crate::policy::settings::value::{Value, duration};

/// Values near to what keys take.
fn leaves() -> impl Strategy<Value = Json> {
    prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<u64>().prop_map(Json::from),
        (0..700_u16).prop_map(Json::from),
        any::<f64>().prop_map(|real| json!(real)),
        texts().prop_map(Json::from),
        "[0-9.]{0,22}(ms|s|m|h|d|)".prop_map(Json::from),
        "[0-9]{1,3}\\.\\.=[0-9]{1,3}".prop_map(Json::from),
        prop::sample::select(vec![
            "list",
            "random",
            "full",
            "ignore",
            "unlimited",
            "reset",
            "1e400",
            "NaN",
            "inf"
        ])
        .prop_map(Json::from),
    ]
}

fn keys() -> Vec<&'static str> {
    names().collect()
}

fn documents() -> impl Strategy<Value = Json> {
    let names =
        || prop_oneof![4 => prop::sample::select(keys()).prop_map(str::to_owned), 1 => texts()];
    leaves().prop_recursive(3, 24, 4, move |inner| {
        prop_oneof![
            1 => prop::collection::vec(inner.clone(), 0..18).prop_map(Json::from),
            3 => prop::collection::btree_map(names(), inner, 0..4).prop_map(|map| json!(map)),
        ]
    })
}

proptest! {
    #![proptest_config(fewer())]

    #[test]
    fn no_document_panics(document in documents()) {
        let read = serde_json::from_value::<Settings>(document.clone());
        prop_assert!(read.is_err() || document.is_object(), "{document}");
        // As text it says the same.
        prop_assert_eq!(read.is_ok(), serde_json::from_str::<Settings>(&document.to_string()).is_ok(), "{}", document);
    }

    #[test]
    fn no_bytes_panic(bytes in bytes()) {
        let _ = serde_json::from_slice::<Settings>(&bytes);
    }

    #[test]
    fn every_value_that_a_key_accepts_gives_a_policy_with_delays(key in prop::sample::select(keys()), leaf in leaves(), draw: u32) {
        let mut level = Level::default();
        let Ok(value) = serde_json::from_value::<Value>(leaf) else {
            return Ok(());
        };
        if level.set(key, &value).is_ok() {
            let policy = level.policy();
            let _ = (policy.contradiction(), policy.max_attempts(), policy.delay(draw, &mut rand::rng()));
        }
    }

    #[test]
    fn durations_are_read_as_they_are_written(millis in 0..10_000_000_000_u64) {
        prop_assert_eq!(duration(&format!("{millis}ms")), Some(std::time::Duration::from_millis(millis)));
        prop_assert_eq!(duration(&format!("{millis}s")), Some(std::time::Duration::from_secs(millis)));
        prop_assert_eq!(duration(&format!("{millis}m")), Some(std::time::Duration::from_secs(millis * 60)));
        let (secs, rest) = (millis / 1_000, millis % 1_000);
        prop_assert_eq!(duration(&format!("{secs}.{rest:03}s")), Some(std::time::Duration::from_millis(millis)));
    }
}
