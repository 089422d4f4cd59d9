//! Input that cannot be sent: an error of kind `Build` before anything is, and never a panic.

use std::collections::HashMap;

use retry_client::{Error, ErrorKind, GaveUp, Method, RequestBuilder, RequestParams, RetryClient};
use serde::{Serialize, Serializer};

use crate::support::ad_hoc::{STEADY, URL, in_memory};
use crate::support::memory::MemoryTransport;
use crate::support::script::ok;

const NOT_URLS: [&str; 14] = [
    "",
    " ",
    "not a url",
    "memory",
    "http:",
    "http://",
    "https://[::1",
    "http://host:99999/",
    "//memory/",
    "ftp://memory/",
    "file:///etc/passwd",
    "mailto:a@b",
    "http://user@memory/",
    "http://user:password@memory/",
];

const NOT_NAMES: [&str; 5] = ["", "a b", "a:b", "a\r\nb", "ä"];
const NOT_VALUES: [&str; 5] = ["\r\nx-other: 1", "a\nb", "a\0b", "a\x7fb", "\r"];

/// Serializes to nothing at all.
struct Unspeakable;

impl Serialize for Unspeakable {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom("unspeakable"))
    }
}

/// The message of an error that came before anything was sent.
fn refusal(error: &Error) -> String {
    assert_eq!(
        (error.kind(), error.gave_up()),
        (ErrorKind::Build, GaveUp::NotRetryable)
    );
    assert_eq!((error.attempts(), error.status()), (&[][..], None));
    error.to_string()
}

/// Sends what ought not to be sent.
async fn refused(make: impl FnOnce(&RetryClient) -> RequestBuilder) -> String {
    let memory = MemoryTransport::new([ok("")]);
    let error = make(&in_memory(&memory, STEADY)).send().await.unwrap_err();
    assert_eq!(memory.count(), 0);
    refusal(&error)
}

#[tokio::test(start_paused = true)]
async fn an_invalid_url_is_a_build_error_wherever_it_comes_from() {
    for bad in NOT_URLS {
        let alone = refused(|client| client.get(bad)).await;
        assert!(alone.starts_with("GET was not sent: "), "{bad:?}: {alone}");
        assert!(!alone.contains("password"), "{alone}");
        let in_a_list = refused(|client| client.get([URL, bad])).await;
        let in_a_request = refused(|client| {
            client.requests([URL, bad].map(|url| RequestParams::new(Method::GET, url)))
        });
        assert_eq!(
            (&in_a_list, in_a_request.await.replace("REQUEST", "GET")),
            (&alone, alone.clone())
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_path_without_a_base_url_is_a_build_error() {
    let message = refused(|client| client.get("/path")).await;
    assert_eq!(message, "GET was not sent: there is no base URL");
}

#[tokio::test(start_paused = true)]
async fn an_empty_list_of_urls_is_a_build_error() {
    let why = "was not sent: a list of URLs or requests needs at least one entry";
    let of_urls = refused(|client| client.put(Vec::<String>::new())).await;
    assert_eq!(of_urls, format!("PUT {why}"));
    let of_none = refused(|client| client.get([""; 0])).await;
    assert_eq!(of_none, format!("GET {why}"));
    let of_requests = refused(|client| client.requests(Vec::new())).await;
    assert_eq!(of_requests, format!("REQUEST {why}"));
}

#[tokio::test(start_paused = true)]
async fn an_invalid_header_is_a_build_error() {
    for name in NOT_NAMES {
        let message = refused(|client| client.get(URL).header(name, "1")).await;
        assert_eq!(
            message,
            "GET was not sent: invalid header name; write letters, digits and `-`, such as `x-trace`"
        );
        let request = RequestParams::new(Method::GET, URL).header(name, "1");
        refused(|client| client.requests([request])).await;
    }
    for value in NOT_VALUES {
        let message = refused(|client| client.get(URL).header("x-name", value)).await;
        assert_eq!(
            message,
            "GET was not sent: the value of the header `x-name` holds something other than visible \
             ASCII, spaces and tabs"
        );
        let request = RequestParams::new(Method::GET, URL).header("x-name", value);
        refused(|client| client.requests([request])).await;
        refused(|client| client.get(URL).bearer_auth(value)).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_value_that_cannot_be_encoded_is_a_build_error() {
    let not_pairs = HashMap::from([((1, 2), 3)]);
    let messages = [
        refused(|client| client.get(URL).query(&Unspeakable)).await,
        refused(|client| client.get(URL).query(&7)).await,
        refused(|client| client.put(URL).json(&Unspeakable)).await,
        refused(|client| client.put(URL).json(&not_pairs)).await,
        refused(|client| client.put(URL).form(&Unspeakable)).await,
    ];
    assert_eq!(
        messages,
        [
            "GET was not sent: the query cannot be encoded",
            "GET was not sent: the query cannot be encoded",
            "PUT was not sent: the JSON cannot be encoded",
            "PUT was not sent: the JSON cannot be encoded",
            "PUT was not sent: the form cannot be encoded",
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn the_first_of_several_mistakes_is_reported() {
    let message =
        refused(|client| client.get(URL).header("", "").query(&7).bearer_auth("\n")).await;
    assert_eq!(
        message,
        "GET was not sent: invalid header name; write letters, digits and `-`, such as `x-trace`"
    );
}

#[test]
fn a_client_with_a_mistake_cannot_be_built() {
    let build = || RetryClient::builder();
    for bad in NOT_URLS
        .into_iter()
        .chain(["http://memory/?query", "http://memory/#fragment"])
    {
        refusal(&build().base_url(bad).build().unwrap_err());
    }
    for name in NOT_NAMES {
        refusal(&build().header(name, "1").build().unwrap_err());
    }
    for value in NOT_VALUES {
        refusal(&build().header("x-name", value).build().unwrap_err());
        refusal(&build().bearer(value).build().unwrap_err());
    }
}

#[test]
fn build_errors_show_nothing_secret() {
    let client = RetryClient::builder().bearer("secret").build().unwrap();
    let request = || {
        client
            .get("http://memory/secret?secret")
            .header("x-name", "secret")
    };
    let request = || {
        request()
            .bearer_auth("secret")
            .basic_auth("secret", Some("secret"))
            .body("secret")
    };
    let params = RequestParams::new(Method::GET, "http://secret/").header("x-secret", "secret");
    let shown = [
        format!("{client:?}"),
        format!("{:?}", request()),
        format!("{:?}", request().send()),
        format!("{:?}", params.body("secret").context("secret")),
    ];
    assert!(
        shown.iter().all(|shown| !shown.contains("secret")),
        "{shown:?}"
    );
}
