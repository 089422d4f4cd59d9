//! Responses turned into values, by the type that the method returns.

use retry_client::{Bytes, ErrorKind, GaveUp, Reply, Response, Result, StatusCode, client};
use serde::Deserialize;

use crate::support::memory::MemoryTransport;
use crate::support::script::{Step, ms, ok, secs, silence, status};
use crate::support::server::Server;

#[derive(Debug, Deserialize, PartialEq)]
struct Item {
    id: u32,
    tags: Vec<String>,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Page {
    items: Vec<Item>,
}

type Maybe<T> = Option<T>;
type ItemResult = Result<Item>;

#[client(base_url = "http://memory")]
#[retry(constant, base = 100ms)]
trait Items {
    #[get("/unit")]
    async fn unit(&self) -> Result<()>;

    #[get("/text")]
    async fn text(&self) -> Result<String>;

    #[get("/bytes")]
    async fn bytes(&self) -> Result<Bytes>;

    #[get("/vec")]
    async fn vec(&self) -> Result<Vec<u8>>;

    #[get("/numbers")]
    async fn numbers(&self) -> Result<Vec<u16>>;

    #[get("/item")]
    async fn item(&self) -> ItemResult;

    #[get("/page")]
    async fn page(&self) -> Result<Page>;

    #[get("/response")]
    async fn response(&self) -> Result<Response>;

    #[get("/reply")]
    async fn reply(&self) -> Result<Reply<Item>>;

    #[get("/reply-response")]
    #[retry(statuses = [429])]
    async fn reply_response(&self) -> Result<Reply<Response>>;

    #[get("/maybe", none_on = [404, 410..=412])]
    async fn maybe(&self) -> Result<Maybe<Item>>;

    #[get("/maybe-text", none_on = 204)]
    async fn maybe_text(&self) -> Result<Option<String>>;

    #[get("/reply-maybe", none_on = 404)]
    async fn reply_maybe(&self) -> Result<Reply<Option<Item>>>;

    #[get("/maybe-reply", none_on = 404)]
    async fn maybe_reply(&self) -> Result<Option<Reply<Item>>>;

    #[get("/none-on-503", none_on = 503)]
    async fn none_on_503(&self) -> Result<Option<()>>;

    #[get("/ok", ok_on = [409, 500])]
    async fn ok_on(&self) -> Result<Reply<String>>;

    #[get("/undecodable")]
    #[retry(errors = [decode])]
    async fn undecodable(&self) -> Result<Item>;
}

const ITEM: &str = r#"{"id": 7, "tags": ["a", "b"]}"#;

fn item() -> Item {
    Item {
        id: 7,
        tags: vec!["a".to_owned(), "b".to_owned()],
    }
}

fn client(steps: &[Step]) -> ItemsClient {
    ItemsClient::builder()
        .transport(MemoryTransport::new(steps))
        .build()
        .unwrap()
}

#[tokio::test(start_paused = true)]
async fn every_return_type_is_decoded() {
    let bytes = client(&[ok(vec![0, 159, 255])]);
    bytes.unit().await.unwrap();
    assert_eq!(bytes.bytes().await.unwrap(), vec![0, 159, 255]);
    assert_eq!(bytes.vec().await.unwrap(), vec![0, 159, 255]);
    assert_eq!(client(&[ok("\"ü\"")]).text().await.unwrap(), "\"ü\"");
    assert_eq!(client(&[ok("[1, 2]")]).numbers().await.unwrap(), [1, 2]);
    assert_eq!(client(&[ok(ITEM)]).item().await.unwrap(), item());
    // Nobody asks for the media type, and a body without one is JSON all the same.
    let typed = status(201).header("content-type", "text/plain").body(ITEM);
    assert_eq!(client(&[typed]).item().await.unwrap(), item());
    client(&[status(204)]).unit().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_reply_has_status_headers_and_history() {
    let steps = [
        status(503),
        status(203).header("etag", "x").body(ITEM).late(ms(5)),
    ];
    let declared = client(&steps).reply().await.unwrap();
    let asked_for = client(&steps).item().reply().await.unwrap();
    let nested = client(&steps).reply().reply().await.unwrap();
    for reply in [&declared, &asked_for, nested.value()] {
        assert_eq!(
            (reply.status().as_u16(), &reply.headers()["etag"]),
            (203, &"x".parse().unwrap())
        );
        let history = reply.attempts().iter();
        let history = history.map(|record| (record.status().unwrap().as_u16(), record.duration()));
        assert_eq!(history.collect::<Vec<_>>(), [(503, ms(0)), (203, ms(5))]);
        assert_eq!(reply.value(), &item());
    }
    assert_eq!(
        (nested.status().as_u16(), nested.attempts().len()),
        (203, 2)
    );
    assert_eq!(asked_for.into_value(), item());
}

#[tokio::test(start_paused = true)]
async fn none_on_turns_a_status_into_none_whatever_the_body() {
    for (code, is_none) in [
        (404, true),
        (409, false),
        (410, true),
        (412, true),
        (413, false),
    ] {
        let maybe = client(&[status(code).body("{gone")]).maybe().await;
        match maybe {
            Ok(value) => assert!(is_none && value.is_none(), "{code}"),
            Err(error) => assert!(!is_none && error.status().unwrap() == code, "{code}"),
        }
    }
    assert_eq!(client(&[ok(ITEM)]).maybe().await.unwrap(), Some(item()));
    assert_eq!(client(&[status(204)]).maybe_text().await.unwrap(), None);
    assert_eq!(
        client(&[ok("")]).maybe_text().await.unwrap().as_deref(),
        Some("")
    );

    let missing = [status(503), status(404).header("x-why", "gone")];
    let reply = client(&missing).reply_maybe().await.unwrap();
    assert_eq!(
        (
            reply.value(),
            reply.status().as_u16(),
            reply.attempts().len()
        ),
        (&None, 404, 2)
    );
    assert_eq!(reply.headers()["x-why"], "gone");
    assert!(client(&missing).maybe_reply().await.unwrap().is_none());
    let found = client(&[ok(ITEM)]).maybe_reply().await.unwrap().unwrap();
    assert_eq!((found.value(), found.attempts().len()), (&item(), 1));

    let memory = MemoryTransport::new([status(503)]);
    let client = ItemsClient::builder()
        .transport(memory.clone())
        .build()
        .unwrap();
    assert_eq!(
        (client.none_on_503().await.unwrap(), memory.count()),
        (None, 1)
    );
}

#[tokio::test(start_paused = true)]
async fn ok_on_turns_a_status_into_a_success() {
    for (code, attempts) in [(200, 1), (409, 1), (500, 1)] {
        let reply = client(&[status(code).body("why")]).ok_on().await.unwrap();
        assert_eq!(reply.status(), code);
        assert_eq!(
            (reply.value().as_str(), reply.attempts().len()),
            ("why", attempts)
        );
    }
    let error = client(&[status(501).body("why")])
        .ok_on()
        .await
        .unwrap_err();
    assert_eq!(
        (error.attempts().len(), error.body().as_ref()),
        (3, b"why".as_slice())
    );
}

#[tokio::test(start_paused = true)]
async fn a_raw_response_is_returned_whatever_its_status() {
    for code in [200, 302, 404, 429] {
        let response = client(&[status(code).body("raw")])
            .response()
            .await
            .unwrap();
        assert_eq!(response.status(), code);
        assert_eq!(response.text().await.unwrap(), "raw");
    }
    for (code, attempts) in [(200, 1), (404, 1), (429, 3), (503, 3)] {
        let reply = client(&[status(code).header("x-a", "b").body("raw")])
            .reply_response()
            .await
            .unwrap();
        assert_eq!(
            (reply.status().as_u16(), reply.attempts().len()),
            (code, attempts)
        );
        assert_eq!(
            (&reply.headers()["x-a"], &reply.value().headers()["x-a"]),
            (&"b".parse().unwrap(), &"b".parse().unwrap())
        );
        let history = reply
            .attempts()
            .iter()
            .map(|record| record.status().unwrap());
        assert!(history.eq(vec![StatusCode::from_u16(code).unwrap(); attempts]));
        assert_eq!(reply.into_value().text().await.unwrap(), "raw");
    }
    let error = client(&[silence()]).response().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.elapsed()),
        (ErrorKind::Timeout, secs(90) + ms(200))
    );
}

#[tokio::test]
async fn the_attempt_timeout_does_not_bound_the_body_of_a_raw_response() {
    let server = Server::start([ok("12345").stuck(3)]).await;
    let client = ItemsClient::with_base_url(server.url()).unwrap();
    let mut response = client.response().attempt_timeout(ms(500)).await.unwrap();
    let first = response.chunk().await.unwrap().unwrap();
    let more = tokio::time::timeout(secs(1), response.chunk());
    assert!((first == "123") && more.await.is_err());
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_an_error_and_not_retried() {
    let announced = ok("x".repeat(101));
    let not_announced = ok("x".repeat(60)).endless(ms(1));
    for step in [announced, not_announced] {
        let server = Server::start([step]).await;
        let client = ItemsClient::builder()
            .base_url(server.url())
            .max_body(100)
            .build()
            .unwrap();
        for error in [
            client.text().await.unwrap_err(),
            client.unit().await.unwrap_err(),
        ] {
            assert_eq!(
                (error.kind(), error.gave_up()),
                (ErrorKind::TooLarge, GaveUp::NotRetryable)
            );
            let (_, said) = error
                .to_string()
                .split_once(": ")
                .map(|(a, b)| (a.len(), b.to_owned()))
                .unwrap();
            assert_eq!(said, "the response is too large: more than 100 bytes");
        }
        assert_eq!(server.arrivals().len(), 2);
    }
    let server = Server::start([ok("x".repeat(100))]).await;
    let client = ItemsClient::builder()
        .base_url(server.url())
        .max_body(100)
        .build()
        .unwrap();
    assert_eq!(client.text().await.unwrap().len(), 100);
}
