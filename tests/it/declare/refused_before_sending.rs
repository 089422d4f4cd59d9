//! Arguments that cannot be sent are refused by name before anything is sent.

use std::collections::BTreeMap;
use std::fmt;

use retry_client::{ErrorKind, GaveUp, Result, client};

use crate::support::memory::MemoryTransport;
use crate::support::script::status;

/// Has no text.
struct Unspeakable;

impl fmt::Display for Unspeakable {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Err(fmt::Error)
    }
}

type Pairs = BTreeMap<(u8, u8), u8>;

#[client(base_url = "http://memory")]
trait Api {
    #[get("/bad/{id}")]
    async fn unspeakable(&self, id: Unspeakable, #[query] other: Option<u8>) -> Result<()>;

    #[get("/bad-query")]
    async fn unspeakable_query(&self, #[query("q")] term: Unspeakable) -> Result<()>;

    #[get("/bad-flat")]
    async fn flat_scalar(&self, #[query(flatten)] fields: u32) -> Result<()>;

    #[post("/bad-json")]
    async fn bad_json(&self, #[json] pairs: &Pairs) -> Result<()>;

    #[get("/headers")]
    async fn headers(
        &self,
        #[header("x-one")] one: &str,
        #[header("x-token", secret)] token: &str,
    ) -> Result<()>;

    #[post("/key")]
    async fn key(&self, #[idempotency_key] key: &str) -> Result<()>;
}

fn client() -> (ApiClient, MemoryTransport) {
    let memory = MemoryTransport::new([status(204)]);
    let builder = ApiClient::builder().transport(memory.clone());
    (builder.build().unwrap(), memory)
}

#[tokio::test]
async fn invalid_values_are_rejected_by_name_before_anything_is_sent() {
    let (api, memory) = client();
    let table = [
        (api.unspeakable(Unspeakable, Some(1)), "id"),
        (api.unspeakable_query(Unspeakable), "term"),
        (api.flat_scalar(7), "fields"),
        (api.headers("a\nb", ""), "one"),
        (api.headers("a\rb", ""), "one"),
        (api.headers("a\0b", "\n"), "one"),
        (api.headers("", "s3cret\u{7f}"), "token"),
        (api.bad_json(&BTreeMap::from([((1, 2), 3)])), "pairs"),
        (api.key(""), "key"),
        (api.key("s3cret\n"), "key"),
    ];
    for (call, argument) in table {
        let error = call.await.unwrap_err();
        assert_eq!(
            (error.kind(), error.gave_up()),
            (ErrorKind::Build, GaveUp::NotRetryable)
        );
        assert!(
            error
                .to_string()
                .contains(&format!("argument `{argument}` ")),
            "{error}"
        );
        assert!(error.attempts().is_empty());
        assert!(!format!("{error:?}").contains("s3cret"), "{error:?}");
    }
    assert_eq!(memory.count(), 0);
}

#[tokio::test]
async fn invalid_values_of_ad_hoc_requests_are_rejected_too() {
    let (api, memory) = client();
    let calls = [
        api.key("k").header("x-a", "b\nc"),
        api.key("k").header("x a", "b"),
        api.key("k").attempts(0),
    ];
    for call in calls {
        assert_eq!(call.await.unwrap_err().kind(), ErrorKind::Build);
    }
    for builder in [
        ApiClient::builder().header("x-a", "b\nc"),
        ApiClient::builder().header("", "b"),
        ApiClient::builder().bearer("s3cret\n"),
    ] {
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Build);
        assert!(!format!("{error:?}").contains("s3cret"));
    }
    assert_eq!(memory.count(), 0);
}
