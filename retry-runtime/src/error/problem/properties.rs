//! Any problem document is shown as one line of bounded length.

use http::HeaderValue;
use proptest::prelude::*;

use super::*;
use crate::cases::{bytes, many, texts};

fn headers(media_type: &[u8]) -> HeaderMap {
    let value = HeaderValue::from_bytes(media_type).ok();
    value
        .into_iter()
        .map(|value| (CONTENT_TYPE, value))
        .collect()
}

proptest! {
    #![proptest_config(many())]

    #[test]
    fn no_body_causes_a_panic(media_type in bytes(), body in bytes()) {
        for media_type in [&b"application/problem+json"[..], &media_type, b"text/plain; charset=utf-16"] {
            let headers = headers(media_type);
            let _ = Problem::read(StatusCode::BAD_REQUEST, &headers, &body);
            let _ = text(&headers, &body);
        }
    }

    #[test]
    fn a_shown_problem_is_one_line_of_bounded_length(title in texts(), detail in texts(), times in 1..40_usize) {
        let body = serde_json::json!({ "title": title.repeat(times), "detail": detail.repeat(times), "x": [1] });
        let headers = headers(b"application/problem+json");
        let problem = Problem::read(StatusCode::BAD_REQUEST, &headers, body.to_string().as_bytes());
        let shown = problem.expect("it is a problem document").to_string();
        prop_assert!(shown.chars().count() <= 2 * (SHOWN + 1 + ": ".len()), "{shown:?}");
        prop_assert!(!shown.contains(|c: char| c.is_control() || turns_text(c)), "{shown:?}");
    }
}
