//! Framing is the client's own: no header changes where a message ends.

use std::future::ready;

use retry_client::{
    Attempt, BoxError, ErrorKind, HeaderMap, HeaderName, HeaderValue, Method, Request,
    RequestParams, Result, RetryClient, Transport, client,
};

use crate::support::memory::MemoryTransport;
use crate::support::script::ok;
use crate::support::server::Server;

#[client]
trait Api {
    #[get("/get")]
    async fn get(&self, #[headers] passed_on: HeaderMap) -> Result<u8>;

    #[post("/post")]
    async fn post(&self, #[headers] passed_on: HeaderMap, #[json] text: &str) -> Result<u8>;

    #[post("/plain", headers("host" = "virtual.example"))]
    async fn plain(&self, #[json] text: &str) -> Result<u8>;

    #[put("/hooked")]
    #[retry(attempts = 2, before_attempt = pass_on)]
    async fn hooked(&self, #[json] text: &str) -> Result<u8>;
}

/// Does what a proxy that knows no better would do.
#[expect(clippy::unnecessary_wraps, reason = "a hook")]
fn pass_on(request: &mut Request, _: &Attempt) -> Result<(), BoxError> {
    request.headers_mut().extend(incoming());
    Ok(())
}

const FRAMING: [&str; 11] = [
    "host",
    "content-length",
    "transfer-encoding",
    "connection",
    "keep-alive",
    "te",
    "trailer",
    "upgrade",
    "expect",
    "proxy-authorization",
    "proxy-connection",
];

/// The headers of an incoming request, the worst that they can be.
fn incoming() -> HeaderMap {
    let mut map = HeaderMap::new();
    let pairs = [
        ("host", "incoming.example"),
        ("content-length", "3"),
        ("transfer-encoding", "chunked"),
        ("connection", "close, x-hop"),
        ("keep-alive", "timeout=5"),
        ("te", "trailers"),
        ("trailer", "x-sum"),
        ("upgrade", "h2c"),
        ("expect", "100-continue"),
        ("proxy-authorization", "Basic x"),
        ("proxy-connection", "close"),
        ("x-hop", "1"),
        ("accept-encoding", "br"),
        ("content-type", "text/plain"),
        ("content-encoding", "br"),
        ("authorization", "Bearer incoming"),
        ("cookie", "a=b"),
        ("x-kept", "1"),
    ];
    for (name, value) in pairs {
        map.insert(name, HeaderValue::from_static(value));
    }
    map
}

/// The names that have arrived of those that were passed on.
fn passed(headers: &HeaderMap) -> Vec<String> {
    let incoming = incoming();
    let is_passed =
        |(name, value): &(&HeaderName, &HeaderValue)| incoming.get(*name) == Some(*value);
    let mut passed: Vec<_> = headers
        .iter()
        .filter(is_passed)
        .map(|(name, _)| name.to_string())
        .collect();
    passed.sort();
    passed
}

fn api(memory: &MemoryTransport) -> ApiClient {
    let builder = ApiClient::builder().base_url("http://memory");
    builder.transport(memory.clone()).build().unwrap()
}

#[tokio::test]
async fn framing_headers_of_a_map_are_left_out() {
    let memory = MemoryTransport::new([ok("1")]);
    api(&memory).get(incoming()).await.unwrap();
    api(&memory).post(incoming(), "abcdef").await.unwrap();
    let [get, post] = &memory.requests()[..] else {
        panic!("two requests");
    };
    assert_eq!(passed(get.headers()), ["authorization", "cookie", "x-kept"]);
    assert_eq!(
        passed(post.headers()),
        [
            "authorization",
            "content-encoding",
            "content-type",
            "cookie",
            "x-kept"
        ]
    );
}

#[tokio::test]
async fn a_forwarded_content_length_neither_cuts_a_body_nor_eats_the_next_request() {
    let server = Server::start([ok("1")]).await;
    let api = ApiClient::with_base_url(server.url()).unwrap();
    api.post(incoming(), "abcdef").await.unwrap();
    api.get(incoming()).await.unwrap();
    api.hooked("abcdef").await.unwrap();
    api.get(incoming()).await.unwrap();
    let arrivals = server.arrivals();
    let bodies: Vec<_> = arrivals.iter().map(|arrival| &arrival.body[..]).collect();
    assert_eq!(bodies, [&b"\"abcdef\""[..], b"", b"\"abcdef\"", b""]);
}

#[tokio::test]
async fn framing_headers_that_a_hook_leaves_are_left_out_but_for_the_host() {
    let memory = MemoryTransport::new([ok("1")]);
    api(&memory).hooked("abcdef").await.unwrap();
    let passed = passed(memory.requests()[0].headers());
    let framing: Vec<_> = passed
        .iter()
        .filter(|name| FRAMING.contains(&name.as_str()))
        .collect();
    assert_eq!(framing, ["host"]);
    assert!(!passed.contains(&"x-hop".to_owned()));
}

#[tokio::test]
async fn framing_headers_of_a_request_handed_to_a_transport_are_left_out() {
    let memory = MemoryTransport::new([ok("1")]);
    let client = RetryClient::builder()
        .transport(memory.clone())
        .build()
        .unwrap();
    let mut request = Request::new(Method::GET, "http://memory/".parse().unwrap());
    *request.headers_mut() = incoming();
    Transport::send(&client, request).await.unwrap();
    client
        .get("http://memory/")
        .headers(incoming())
        .send()
        .await
        .unwrap();
    let requests = memory.requests();
    let passed: Vec<_> = requests.iter().map(|sent| passed(sent.headers())).collect();
    assert_eq!(passed, [["authorization", "cookie", "x-kept"]; 2]);
}

#[tokio::test]
async fn headers_of_a_map_that_describe_a_body_are_sent_with_one_only() {
    let memory = MemoryTransport::new([ok("1")]);
    let client = RetryClient::builder()
        .transport(memory.clone())
        .build()
        .unwrap();
    let put = || client.put("http://memory/").headers(incoming());
    put().send().await.unwrap();
    put().body("x").send().await.unwrap();
    let named = put().header("content-type", "text/csv");
    named.send().await.unwrap();
    let types = memory.requests().into_iter().map(|request| {
        let types = request.headers().get_all("content-type").iter();
        types
            .map(|value| value.to_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    });
    let types: Vec<_> = types.collect();
    assert_eq!(types, [vec![], vec!["text/plain"], vec!["text/csv"]]);
}

#[tokio::test]
async fn a_framing_header_given_by_name_is_a_build_error() {
    let memory = MemoryTransport::new([ok("1")]);
    let client = RetryClient::builder()
        .transport(memory.clone())
        .build()
        .unwrap();
    for name in FRAMING {
        let kinds = [
            api(&memory).plain("x").header(name, "3").await.map(drop),
            client
                .get("http://memory/")
                .header(name, "3")
                .send()
                .await
                .map(drop),
            client
                .requests([RequestParams::new(Method::GET, "http://memory/").header(name, "3")])
                .send()
                .await
                .map(drop),
            ready(
                ApiClient::builder()
                    .base_url("http://h")
                    .header(name, "3")
                    .build(),
            )
            .await
            .map(drop),
        ]
        .map(|result| result.map_err(|error| error.kind()));
        assert_eq!(kinds, [Err(ErrorKind::Build); 4], "{name}");
    }
    assert_eq!(memory.count(), 0);
}

#[tokio::test]
async fn a_declaration_may_name_a_virtual_host() {
    let memory = MemoryTransport::new([ok("1")]);
    api(&memory).plain("x").await.unwrap();
    assert_eq!(memory.requests()[0].headers()["host"], "virtual.example");
}
