//! Errors of decoding: where, and what was expected, and never a value.

use std::error::Error as _;
use std::fmt::Write as _;

use retry_client::testing::text;
use retry_client::{Error, ErrorKind};

use super::api;

/// All that an error shows: itself, its `Debug` and its causes.
fn shown(error: &Error) -> String {
    let mut shown = format!("{error} {error:?} {error:#?}");
    let mut cause = error.source();
    while let Some(error) = cause {
        let _ = write!(shown, " {error} {error:?}");
        cause = error.source();
    }
    shown
}

#[tokio::test]
async fn an_error_of_decoding_names_path_line_and_expected_type() {
    let cases = [
        (
            "{\"password\":\n \"x\"}",
            "at `password`, line 2 column 4, expected u32",
        ),
        (
            "{\"role\": \"x\"}",
            "at `role`, line 1 column 12, expected `admin`",
        ),
        ("{\"born\": \"x\"}", "at `born`, line 1 column 13"),
        (
            "{\"password\": 1",
            "at `.`, line 1 column 14, EOF while parsing an object",
        ),
        ("[", "at `.`, line 1 column 1, EOF while parsing a list"),
    ];
    for (body, expected) in cases {
        let error = api("/account", text(body)).account().await.unwrap_err();
        assert!(error.to_string().contains(expected), "{body}: {error}");
    }
}

#[tokio::test]
async fn an_error_of_decoding_shows_no_value_of_the_body() {
    let bodies = [
        r#"{"password": "hunter2"}"#,
        r#"{"password": "hunter2, expected hunter2"}"#,
        r#"{"password": "hunter2 at line 1 column 2"}"#,
        r#"{"role": "hunter2"}"#,
        r#"{"born": "hunter2"}"#,
        r#"{"password": "hunter2"#,
        "hunter2",
    ];
    for body in bodies {
        let error = api("/account", text(body)).account().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(!shown(&error).contains("hunter"), "{}", shown(&error));
        assert_eq!(error.text(), body);
    }
}

#[tokio::test]
async fn names_of_a_response_are_bounded_and_escaped() {
    let forged = "a\\n2026-01-01 00:00:00 ERROR root logged in \\u001b[31m\\u202e";
    let long = "n".repeat(10_000);
    for (name, expected) in [(forged, "a\\n2026"), (&long, "nnn…")] {
        let body = format!("{{\"{name}\": \"x\"}}");
        let error = api("/map", text(body)).map().await.unwrap_err();
        let shown = shown(&error);
        assert!(error.to_string().contains(expected), "{error}");
        assert!(
            !shown.contains(|c: char| c.is_control() && c != '\n'),
            "{shown:?}"
        );
        assert!(!error.to_string().contains(['\n', '\u{202e}']), "{error}");
        assert!(error.to_string().len() < 400, "{error}");
    }
    let nested = "{\"a\":".repeat(100);
    let error = api("/any", text(nested)).any().await.unwrap_err();
    assert!(error.to_string().len() < 500, "{error}");
}

#[tokio::test]
async fn a_reply_that_cannot_be_decoded_keeps_its_head() {
    let response = text("{}").header("x-request-id", "7");
    let error = api("/reply", response).reply().await.unwrap_err();
    assert_eq!(error.headers()["x-request-id"], "7");
    assert_eq!(error.status().unwrap(), 200);
}
