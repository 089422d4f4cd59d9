//! Attempts that go elsewhere: several paths on a verb, base URLs on the client, lists at run time.

use retry_client::{HeaderValue, Method, Request, RequestParams, Result, RetryClient, Url, client};
use tokio::time::sleep;

use crate::support::ad_hoc::{STEADY, URL, in_memory};
use crate::support::closed_port::ClosedPort;
use crate::support::memory::MemoryTransport;
use crate::support::script::{ok, secs, status};
use crate::support::server::Server;

#[client(base_urls = ["http://eu.memory/api", "http://us.memory/"], headers("x-all" = "1"))]
#[retry(constant, base = 1ms, attempts = 4)]
trait Spread {
    #[get("/things/{id}")]
    async fn thing(&self, id: u32) -> Result<String>;

    #[put("/new/{id}", "/old/{id}?kind=thing", "/v0/{name}-{id}", headers("x-put" = "2"))]
    async fn change(
        &self,
        id: u32,
        name: &str,
        #[query] q: &str,
        #[header("x-own")] own: &str,
        #[json] value: u32,
    ) -> Result<String>;

    #[post("/first", "/second")]
    async fn create(&self) -> Result<String>;
}

fn spread(memory: &MemoryTransport) -> SpreadClient {
    let builder = SpreadClient::builder().transport(memory.clone());
    builder.bearer("token").build().unwrap()
}

fn urls(memory: &MemoryTransport) -> Vec<String> {
    memory
        .requests()
        .iter()
        .map(|request| request.url().to_string())
        .collect()
}

fn header<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    request
        .headers()
        .get(name)
        .map(|value| value.to_str().unwrap())
}

#[tokio::test(start_paused = true)]
async fn attempts_go_to_the_base_urls_in_turn_and_the_last_repeats() {
    let memory = MemoryTransport::new([status(503)]);
    spread(&memory).thing(7).await.unwrap_err();
    let (eu, us) = ("http://eu.memory/api/things/7", "http://us.memory/things/7");
    assert_eq!(urls(&memory), [eu, us, us, us]);
    // Every call begins at the first again.
    spread(&memory).thing(7).attempts(1).await.unwrap_err();
    assert_eq!(urls(&memory)[4..], [eu]);
}

#[tokio::test(start_paused = true)]
async fn paths_and_base_urls_advance_together_and_nothing_else_changes() {
    let memory = MemoryTransport::new([status(503)]);
    spread(&memory)
        .change(7, "a b", "c&d", "mine", 42)
        .await
        .unwrap_err();
    assert_eq!(
        urls(&memory),
        [
            "http://eu.memory/api/new/7?q=c%26d",
            "http://us.memory/old/7?kind=thing&q=c%26d",
            "http://us.memory/v0/a%20b-7?q=c%26d",
            "http://us.memory/v0/a%20b-7?q=c%26d",
        ]
    );
    for request in memory.requests() {
        let headers = ["x-all", "x-put", "x-own", "authorization", "content-type"];
        let sent = headers.map(|name| header(&request, name).unwrap());
        assert_eq!(sent, ["1", "2", "mine", "Bearer token", "application/json"]);
        assert_eq!(request.method(), Method::PUT);
        assert_eq!(
            request.body().and_then(|body| body.as_bytes()),
            Some(&b"42"[..])
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_post_fails_over_only_if_it_was_not_processed() {
    let memory = MemoryTransport::new([status(503)]);
    spread(&memory).create().await.unwrap_err();
    assert_eq!(urls(&memory), ["http://eu.memory/api/first"]);

    let memory = MemoryTransport::new([status(429), ok("")]);
    spread(&memory)
        .create()
        .retry(|policy| policy.statuses(&[429]))
        .await
        .unwrap();
    assert_eq!(
        urls(&memory),
        ["http://eu.memory/api/first", "http://us.memory/second"]
    );
}

#[tokio::test(start_paused = true)]
async fn a_base_url_set_on_the_builder_replaces_the_whole_list() {
    let memory = MemoryTransport::new([status(503), ok("")]);
    let builder = SpreadClient::builder().transport(memory.clone());
    let client = builder.base_url("http://here/v2").build().unwrap();
    client.thing(7).await.unwrap();
    assert_eq!(urls(&memory), ["http://here/v2/things/7"; 2]);
}

#[tokio::test]
async fn failover_survives_a_server_that_is_down() {
    let (down, up) = (
        ClosedPort::new(),
        Server::start([status(503), ok("up")]).await,
    );
    let client = RetryClient::new().unwrap().with_policy(STEADY);
    let request = client.post([down.url(), up.url()]).idempotency_key();
    let reply = request
        .query(&[("a", "b c")])
        .json(&[1, 2])
        .send()
        .await
        .unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts().len()), (200, 3));
    let arrivals = up.arrivals();
    assert_eq!(arrivals.len(), 2);
    for arrival in &arrivals {
        assert_eq!(
            (&*arrival.target, &arrival.body[..]),
            ("/?a=b%20c", &b"[1,2]"[..])
        );
        assert_eq!(arrival.header("content-type"), Some("application/json"));
        assert_eq!(
            arrival.header("idempotency-key"),
            arrivals[0].header("idempotency-key")
        );
    }
    assert!(arrivals[0].header("idempotency-key").is_some());
}

#[tokio::test(start_paused = true)]
async fn a_list_of_urls_can_be_any_collection() {
    let (a, b) = ("http://a/x", "http://b/y?z=1");
    let parsed = [a, b].map(|url| Url::parse(url).unwrap());
    let texts = [a, b].map(str::to_owned);
    let memory = MemoryTransport::new([status(503)]);
    let client = in_memory(&memory, STEADY);
    let (few, many) = ([a, b], parsed.to_vec());
    let requests = [
        client.get([a, b]),
        client.get(&few[..]),
        client.get(&texts),
        client.get(texts.to_vec()),
        client.get(&many),
        client.get(&many[..]),
        client.get(parsed),
    ];
    for (at, request) in requests.into_iter().enumerate() {
        request.send().await.unwrap();
        assert_eq!(urls(&memory)[at * 3..], [a, b, b]);
        // The budget of one client is not enough for so many calls that all fail.
        sleep(secs(180)).await;
    }
}

#[tokio::test(start_paused = true)]
async fn whole_requests_follow_each_other_with_their_own_headers_and_bodies() {
    let memory = MemoryTransport::new([status(503)]);
    let builder = RetryClient::builder()
        .transport(memory.clone())
        .retry(|_| STEADY);
    let client = builder
        .base_url("http://base/v1")
        .header("x-all", "client")
        .build()
        .unwrap();
    let requests = [
        RequestParams::new(Method::PUT, "/path")
            .header("x-own", "1")
            .body("first"),
        RequestParams::new(Method::GET, "http://base/whole").header("x-all", "own"),
        RequestParams::new(Method::DELETE, "http://elsewhere/"),
    ];
    client
        .requests(requests)
        .header("x-every", "call")
        .send()
        .await
        .unwrap();
    let sent = memory.requests();
    let line = |request: &Request| format!("{} {}", request.method(), request.url());
    assert_eq!(
        sent.iter().map(line).collect::<Vec<_>>(),
        [
            "PUT http://base/v1/path",
            "GET http://base/whole",
            "DELETE http://elsewhere/"
        ]
    );
    let all = |name| {
        sent.iter()
            .map(|request| header(request, name))
            .collect::<Vec<_>>()
    };
    assert_eq!(all("x-own"), [Some("1"), None, None]);
    assert_eq!(all("x-every"), [Some("call"); 3]);
    // What the client sends with all of its requests is meant for its own servers.
    assert_eq!(all("x-all"), [Some("client"), Some("own"), None]);
    let bodies = sent
        .iter()
        .map(|request| request.body().and_then(|body| body.as_bytes()));
    assert_eq!(
        bodies.collect::<Vec<_>>(),
        [Some(&b"first"[..]), None, None]
    );
}

#[tokio::test(start_paused = true)]
async fn the_idempotency_key_stays_the_same_across_hosts() {
    let memory = MemoryTransport::new([status(503)]);
    let client = in_memory(&memory, STEADY);
    let requests = ["http://a/", "http://b/"].map(|url| RequestParams::new(Method::POST, url));
    client
        .requests(requests)
        .idempotency_key()
        .send()
        .await
        .unwrap();
    client.post(URL).idempotency_key().send().await.unwrap();
    let keys = memory.requests().iter().map(key).collect::<Vec<_>>();
    let (first, second) = keys.split_at(3);
    assert_eq!(
        (first, second),
        (&vec![keys[0].clone(); 3][..], &vec![keys[3].clone(); 3][..])
    );
    assert_ne!(keys[0], keys[3]);
}

fn key(request: &Request) -> HeaderValue {
    request.headers()["idempotency-key"].clone()
}
