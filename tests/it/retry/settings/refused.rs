//! Settings that are rejected, by name.

use retry_client::{ErrorKind, LiveSettings};

use super::{refused, settings, shop};
use crate::support::memory::MemoryTransport;
use crate::support::script::status;

#[test]
fn invalid_settings_are_rejected_by_name() {
    let table = [
        (
            r#"{"Shop": {"books": {"attemps": 3}}}"#,
            "`Shop.books.attemps`: unknown key",
        ),
        (
            r#"{"Shop": {"attempts": 0}}"#,
            "`Shop.attempts`: it counts the first try",
        ),
        (r#"{"attempts": -1}"#, "`attempts`: write a whole number"),
        (r#"{"base": 5}"#, "`base`: write a number and a unit"),
        (r#"{"base": "5 s"}"#, "`base`: write a number and a unit"),
        (
            r#"{"statuses": [200]}"#,
            "`statuses`: a 2xx status is a success",
        ),
        (
            r#"{"statuses": [99]}"#,
            "`statuses`: write statuses between 100 and 599",
        ),
        (r#"{"factor": 0.5}"#, "`factor`: it is at least 1"),
        (
            r#"{"strategy": "exponental"}"#,
            "`strategy`: unknown strategy",
        ),
        (r#"{"strategy": "list"}"#, "`strategy`: write `delays"),
        (r#"{"delays": []}"#, "`delays`: write 1 to 16 delays"),
        (r#"{"jitter": "some"}"#, "`jitter`: expected one of"),
        (r#"{"errors": ["all"]}"#, "`errors`: expected some of"),
        (
            r#"{"enabled": "off"}"#,
            "`enabled`: write `true` or `false`",
        ),
        (
            r#"{"Shop": {"unprocessed_only": false}}"#,
            "`Shop.unprocessed_only`: it can only be switched on",
        ),
        (
            r#"{"Shop": {"books": {"idempotent": true}}}"#,
            "`Shop.books.idempotent`: unknown key",
        ),
        (
            r#"{"attemps": 3}"#,
            "`attemps`: unknown key; expected one of `enabled`",
        ),
        (
            r#"{"Shop": {"attemps": 3}}"#,
            "`Shop.attemps`: unknown key; expected one of `enabled`",
        ),
        (
            r#"{"attempts": 2, "attempts": 3}"#,
            "`attempts` is given twice; remove one",
        ),
        (
            r#"{"Shop": {"books": {"attempts": 2}, "attempts": 3, "books": {}}}"#,
            "`Shop.books` is given twice; remove one",
        ),
    ];
    for (json, expected) in table {
        let said = refused(json);
        assert!(said.contains(expected), "{json}\n{said}");
    }
}

#[test]
fn settings_that_do_not_fit_the_client_are_rejected_and_change_nothing() {
    let memory = MemoryTransport::new([status(503)]);
    let live = LiveSettings::new(settings(r#"{"attempts": 2}"#));
    let _shop = shop(&memory, &live).unwrap();
    for (json, expected) in [
        (
            r#"{"Shop": {"stock": {"timeout": "0s"}}}"#,
            "settings of `Shop.stock`: a timeout is longer than `0s`; leave it out for none",
        ),
        (
            r#"{"Shop": {"stock": {"strategy": "linear", "base": "2m"}}}"#,
            "settings of `Shop.stock`: `base` is longer than `max`",
        ),
        (
            r#"{"Shop": {"books": {"attempts": "unlimited"}}}"#,
            "settings of `Shop.books`: `attempts = unlimited` needs a `timeout`",
        ),
        (
            r#"{"timeout": "1s", "attempt_timeout": "2s"}"#,
            "settings of `Shop.books`: `attempt_timeout` is longer than `timeout`",
        ),
    ] {
        let error = live.replace(settings(json)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Build);
        assert!(error.to_string().contains(expected), "{error}");
        let error = shop(&memory, settings(json)).unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
    }
    assert!(format!("{live:?}").contains("AtMost(2)"));
}
