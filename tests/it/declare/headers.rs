//! The headers of a request: declared, set on the builder, given as arguments or with the call.

use retry_client::{Call, HeaderMap, HeaderValue, Result, client};

use crate::support::memory::MemoryTransport;
use crate::support::script::status;

const VERSION: &str = "7.1";

#[client(base_url = "http://memory", headers("accept" = "text/plain", "x-version" = VERSION))]
trait Api {
    #[get("/headers", headers("x-method" = "m", "accept" = "text/html"))]
    async fn headers(
        &self,
        #[header("x-one")] one: &str,
        #[header("x-many")] many: Vec<u8>,
        #[header("x-value")] value: HeaderValue,
        #[header("x-option")] option: Option<&str>,
        #[header("x-token", secret)] token: &str,
        #[headers] more: HeaderMap,
    ) -> Result<()>;

    #[post("/key")]
    async fn key(&self, #[idempotency_key] key: &str) -> Result<()>;
}

/// The call with every header argument set.
fn with_headers(api: &ApiClient) -> Call<()> {
    let mut more = HeaderMap::new();
    more.append("x-more", HeaderValue::from_static("1"));
    more.append("x-more", HeaderValue::from_static("2"));
    more.append("x-one", HeaderValue::from_static("also"));
    api.headers(
        "tab\there",
        vec![1, 2],
        HeaderValue::from_static("v"),
        None,
        "s3cret",
        more,
    )
}

#[tokio::test]
async fn headers_are_sent_as_declared_and_the_nearest_wins() {
    let memory = MemoryTransport::new([status(204)]);
    let builder = ApiClient::builder()
        .transport(memory.clone())
        .bearer("s3cret");
    let client = builder
        .header("x-version", "8")
        .header("x-method", "b")
        .build()
        .unwrap();
    with_headers(&client)
        .header("x-value", "call")
        .await
        .unwrap();
    let request = memory.requests().remove(0);
    let all = |name: &str| request.headers().get_all(name).iter().collect::<Vec<_>>();
    let table: [(&str, &[&str]); 10] = [
        ("accept", &["text/html"]),
        ("x-version", &["8"]),
        ("x-method", &["m"]),
        ("x-one", &["tab\there", "also"]),
        ("x-many", &["1", "2"]),
        ("x-value", &["call"]),
        ("x-option", &[]),
        ("x-token", &["s3cret"]),
        ("x-more", &["1", "2"]),
        ("authorization", &["Bearer s3cret"]),
    ];
    for (name, values) in table {
        assert_eq!(all(name), values, "{name}");
    }
}

#[tokio::test]
async fn secret_headers_are_sent_and_never_shown() {
    let memory = MemoryTransport::new([status(204)]);
    let builder = ApiClient::builder()
        .transport(memory.clone())
        .bearer("s3cret")
        .header("x", "s3cret");
    let mut shown = vec![format!("{builder:?}")];
    let client = builder.build().unwrap();
    shown.push(format!("{client:?} {:?}", with_headers(&client)));
    shown.push(format!("{:?}", client.key("s3cret")));
    client.key("s3cret").await.unwrap();
    with_headers(&client).await.unwrap();
    for request in memory.requests() {
        let headers = request.headers();
        for name in ["authorization", "x-token", "idempotency-key"] {
            shown.push(format!("{:?}", headers.get(name)));
        }
    }
    let shown = shown.join("\n");
    assert!(!shown.contains("s3cret"), "{shown}");
    assert_eq!(memory.requests()[0].headers()["idempotency-key"], "s3cret");
}
