//! Declarations with the names and forms of other crates.

use super::{method, retry};

#[test]
fn strategies_stand_alone_and_without_quotes() {
    for (arguments, message) in [
        ("\"exponential\"", "without quotes; write `exponential`"),
        ("\"sometimes\"", "this does not belong in"),
        (
            "strategy = exponential",
            "a strategy is written without a key; write `exponential`",
        ),
        (
            "backoff = linear",
            "a strategy is written without a key; write `exponential`",
        ),
        ("list = [100ms, 1s]", "write `list(100ms, 1s)`"),
        ("list([100ms, 1s])", "are written without brackets"),
        ("3", "write `attempts = 3`"),
        ("1s", "write `constant, base = 1s`, or `list(1s)`"),
    ] {
        retry(arguments, &[message]);
    }
}

#[test]
fn values_have_one_spelling() {
    for (arguments, message) in [
        ("base = 100 ms", "one word; write `100ms`"),
        ("base = \"100 ms\"", "one word; write `100ms`"),
        ("base = 100 msecs, attempts = 0", "one word"),
        (
            "base = 2 * 100ms",
            "`100ms` is a duration only when it stands alone",
        ),
        ("attempts = 3 off", "expected a comma"),
        ("attempts = infinite", "did you mean `unlimited`?"),
        ("server_errors = off", "`true` or `false`"),
        ("status_codes = [429]", "did you mean `statuses`?"),
    ] {
        let more: &[&str] = if arguments.ends_with("= 0") {
            &["at least 1"]
        } else {
            &[]
        };
        retry(arguments, &[&[message], more].concat());
    }
}

#[test]
fn paths_are_literals_without_a_key() {
    for (arguments, message) in [
        ("path = \"/x\"", "write `#[get(\"/…\")]`"),
        ("USERS", "must be a literal"),
    ] {
        let source = format!("#[get({arguments})] async fn x(&self) -> Result<()>;");
        method(&source, &[message]);
    }
}
