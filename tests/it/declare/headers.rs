//! The headers of a request: declared, set on the builder, given as arguments or with the call.

use retry_client::{Call, ErrorKind, HeaderMap, HeaderValue, Result, client};

use crate::support::memory::MemoryTransport;
use crate::support::script::{ok, status};
use crate::support::server::Server;

const VERSION: &str = "7.1";

#[client(base_url = "http://memory", headers("accept" = "text/plain", "x-version" = VERSION, "x-major" = 7))]
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

    #[get("/values")]
    async fn values(
        &self,
        #[header("x-value")] value: &HeaderValue,
        #[header("x-option")] option: Option<&HeaderValue>,
        #[header("x-list")] list: &[&HeaderValue],
    ) -> Result<()>;

    #[post("/key")]
    async fn key(&self, #[idempotency_key] key: &str) -> Result<()>;

    #[get("/tokens")]
    async fn tokens(
        &self,
        #[header("x-tokens", secret, csv)] first: &[&str],
        #[header("x-more", csv, secret)] second: Option<&str>,
    ) -> Result<()>;
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
async fn borrowed_header_values_are_sent_as_they_are() {
    let memory = MemoryTransport::new([status(204)]);
    let builder = ApiClient::builder().transport(memory.clone());
    let bytes = HeaderValue::from_bytes(b"\xe9").unwrap();
    let client = builder.build().unwrap();
    let call = client.values(&bytes, Some(&bytes), &[&bytes, &bytes]);
    call.await.unwrap();
    let request = memory.requests().remove(0);
    for (name, count) in [("x-value", 1), ("x-option", 1), ("x-list", 2)] {
        let sent: Vec<_> = request.headers().get_all(name).iter().collect();
        assert_eq!(sent, vec![&bytes; count], "{name}");
    }
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
    let table: [(&str, &[&str]); 11] = [
        ("accept", &["text/html"]),
        ("x-major", &["7"]),
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
    let hidden = shown.iter().filter(|shown| *shown == "Some(Sensitive)");
    assert_eq!(hidden.count(), 4, "{shown:#?}");
    let shown = shown.join("\n");
    assert!(!shown.contains("s3cret"), "{shown}");
    assert_eq!(memory.requests()[0].headers()["idempotency-key"], "s3cret");
}

#[tokio::test]
async fn a_list_in_one_field_can_be_secret_too() {
    let memory = MemoryTransport::new([status(204)]);
    let builder = ApiClient::builder().transport(memory.clone());
    let client = builder.build().unwrap();
    let call = client.tokens(&["s3cret", "other-s3cret"], Some("s3cret"));
    let mut shown = vec![format!("{call:?}")];
    call.await.unwrap();
    let headers = memory.requests()[0].headers().clone();
    assert_eq!(headers["x-tokens"], "s3cret,other-s3cret");
    assert_eq!(headers["x-more"], "s3cret");
    shown.push(format!("{headers:?}"));
    let error = client.tokens(&["s3cret,s3cret"], None).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Build);
    shown.push(format!("{error} {error:?}"));
    let shown = shown.join("\n");
    assert!(shown.contains("`first` has a comma"), "{shown}");
    assert!(!shown.contains("s3cret"), "{shown}");
}

#[client]
trait Keyed {
    #[get("/items?kind=a")]
    async fn items(&self, #[query("api-version")] version: Option<u32>) -> Result<String>;

    #[get]
    async fn anywhere(&self, #[url] url: &str) -> Result<String>;
}

#[tokio::test]
async fn pairs_and_credentials_of_the_builder_go_with_every_request_to_its_origins() {
    let (home, other) = (Server::start([ok("")]).await, Server::start([ok("")]).await);
    let builder = KeyedClient::builder().base_url(home.url());
    let builder = builder.basic_auth("user", "pass:word");
    let builder = builder.query("api-version", 7).query("key", "s3 cr3t&");
    let client = builder.build().unwrap();
    client.items(None).await.unwrap();
    client.items(Some(8)).await.unwrap();
    client
        .anywhere(&format!("{}/next?key=there", home.url()))
        .await
        .unwrap();
    client.anywhere(&other.url()).await.unwrap();
    assert_eq!(
        home.targets(),
        [
            "/items?kind=a&api-version=7&key=s3%20cr3t%26",
            "/items?kind=a&api-version=8&key=s3%20cr3t%26",
            "/next?key=there&api-version=7",
        ]
    );
    assert_eq!(other.targets(), ["/"]);
    let basic = Some("Basic dXNlcjpwYXNzOndvcmQ=");
    assert_eq!(home.arrivals()[0].header("authorization"), basic);
    assert_eq!(other.arrivals()[0].header("authorization"), None);
    assert!(!format!("{client:?}").contains("s3"));
}

#[tokio::test]
async fn pairs_of_the_builder_go_with_a_redirect_within_the_origin() {
    let to = |to: &str| status(302).header("location", to);
    let other = Server::start([ok("")]).await;
    let home = Server::start([to("/a"), to("/b?key=mine"), to(&other.url())]).await;
    let builder = KeyedClient::builder()
        .base_url(home.url())
        .query("key", "k");
    let client = builder.redirects_elsewhere(5).build().unwrap();
    client.items(None).await.unwrap();
    assert_eq!(
        home.targets(),
        ["/items?kind=a&key=k", "/a?key=k", "/b?key=mine"]
    );
    assert_eq!(other.targets(), ["/"]);
}
