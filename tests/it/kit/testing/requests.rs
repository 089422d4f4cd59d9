//! The requests, as a stub shows them to a test.

use std::path::Path;

use retry_client::testing::{Stub, status};
use retry_client::{Body, BodyFactory, ErrorKind, Method, RetryClient, client};

use super::{ShopClient, panics_with};
use crate::support::script::ms;
use crate::support::temp_dir::{TempDir, content};

#[tokio::test]
async fn the_stub_records_requests_in_order_and_in_full() {
    let stub = Stub::new();
    stub.on(ShopClient::ORDER, ())
        .answers([status(503), status(201)]);
    stub.on(ShopClient::COUNT, ["tea"]).answer(status(204));
    let shop: ShopClient = stub.client();
    shop.order(&[7, 8], "Kim").await.unwrap();
    shop.count("tea", &[("full", 3), ("half", 1)])
        .await
        .unwrap();

    let sent = stub.requests();
    let seen = sent
        .iter()
        .map(|sent| (sent.method().as_str(), sent.url().as_str(), sent.at()));
    assert_eq!(
        seen.collect::<Vec<_>>(),
        [
            ("POST", "https://shop.test/api/orders", ms(0)),
            ("POST", "https://shop.test/api/orders", ms(100)),
            ("PUT", "https://shop.test/api/v2/stock/tea", ms(100)),
        ]
    );
    for order in &sent[..2] {
        assert_eq!(order.json::<Vec<u64>>(), [7, 8]);
        assert_eq!(order.text(), "[7,8]");
        assert_eq!(order.body(), "[7,8]");
        assert_eq!(order.header("x-clerk"), Some("Kim"));
        assert_eq!(order.headers()["content-type"], "application/json");
    }
    let keys = [&sent[0], &sent[1]].map(|sent| sent.header("idempotency-key"));
    assert!(keys[0].is_some() && keys[0] == keys[1]);
    assert_eq!(sent[2].header("idempotency-key"), None);
    let form = sent[2].form::<Vec<(String, u32)>>();
    assert_eq!(form, [("full".to_owned(), 3), ("half".to_owned(), 1)]);
    assert_eq!(
        panics_with(|| assert_eq!(sent[2].json::<u32>(), 0)),
        "the body of `PUT /api/v2/stock/tea` is not JSON as expected: expected ident at line 1 column 2"
    );
}

#[client(base_url = "http://depot.test")]
#[retry(constant, base = 1ms)]
trait Depot {
    #[put("/files")]
    async fn put(&self, #[body] file: &Path) -> retry_client::Result<()>;

    #[put("/made")]
    async fn make(&self, #[body] make: BodyFactory) -> retry_client::Result<()>;
}

#[tokio::test]
async fn the_stub_records_streamed_bodies_in_full_on_each_attempt() {
    let stub = Stub::new();
    let busy_once = [status(503), status(204)];
    stub.on(DepotClient::PUT, ()).answers(busy_once.clone());
    stub.on(DepotClient::MAKE, ()).answers(busy_once);
    let depot: DepotClient = stub.client();

    let file = TempDir::new();
    let path = file.file("file", 200_000);
    depot.put(&path).await.unwrap();
    let made = BodyFactory::new(|| Body::from("made"));
    depot.make(made).await.unwrap();
    let sent = stub.requests();
    let bodies: Vec<&[u8]> = sent.iter().map(|sent| &**sent.body()).collect();
    let content = &*content(200_000);
    assert_eq!(bodies, [content, content, b"made", b"made"]);
}

#[tokio::test]
async fn a_body_that_cannot_be_read_is_not_sent() {
    let stub = Stub::new();
    stub.on(DepotClient::PUT, ()).answer(status(204));
    let depot: DepotClient = stub.client();
    let error = depot
        .put(Path::new("/nowhere/to/be/found"))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Source);
    assert!(stub.requests().is_empty());
}

#[tokio::test]
async fn the_stub_records_the_changes_of_a_hook() {
    let stub = Stub::new();
    stub.at(Method::from_bytes(b"PURGE").unwrap(), "/x")
        .answer(status(204));
    let client = RetryClient::builder()
        .base_url("http://a.test")
        .transport(stub.clone())
        .before_attempt(async |request, attempt| {
            let number = attempt.number().into();
            request.headers_mut().insert("x-number", number);
            Ok(())
        })
        .build()
        .unwrap();
    let purge = Method::from_bytes(b"PURGE").unwrap();
    client.request(purge, "/x").send().await.unwrap();
    assert_eq!(stub.requests()[0].header("x-number"), Some("1"));
}
