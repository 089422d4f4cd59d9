//! The requests of pages: bodies, keys, overrides.

use std::time::Duration;

use retry_client::{ErrorKind, Result};

use super::{ListsClient, client, items, page};
use crate::support::script::status;
use crate::support::server::Server;

#[tokio::test]
async fn a_post_sends_its_body_for_each_page_with_a_key_of_the_pages_own() {
    let steps = [
        status(503),
        page("[1]", r#""b""#),
        page("[2]", r#""c""#),
        status(303).header("location", "/found"),
        page("[3]", r#""d""#),
        page("[4]", "null"),
    ];
    let server = Server::start(&steps[..3]).await;
    let mut pages = client(&server).search("q").await.unwrap();
    assert_eq!(pages.collect_at_most(2).await.unwrap(), [1, 2]);
    let keys: Vec<_> = server
        .arrivals()
        .iter()
        .map(|arrival| arrival.header("idempotency-key").unwrap().to_owned())
        .collect();
    assert_eq!(keys[0], keys[1], "one page");
    assert_ne!(keys[1], keys[2], "another page");
    assert!(
        server
            .arrivals()
            .iter()
            .all(|arrival| arrival.body == r#""q""#)
    );
    assert_eq!(server.targets(), ["/search", "/search", "/search?cursor=b"]);

    // What a redirect makes of one page does not reach the next.
    let server = Server::start(&steps[2..]).await;
    let lists = ListsClient::builder().base_url(server.url()).redirects(3);
    let mut pages = lists.build().unwrap().search("q").await.unwrap();
    assert_eq!(items(&mut pages).await, (vec![2, 3, 4], None));
    let arrivals = server.arrivals();
    let methods: Vec<_> = arrivals.iter().map(|arrival| &arrival.method[..]).collect();
    assert_eq!(methods, ["POST", "POST", "GET", "POST"]);
    assert_eq!(server.targets()[3], "/search?cursor=d");
}

#[tokio::test]
async fn a_page_of_a_post_is_not_repeated_unless_it_is_safe() {
    let server = Server::start([page("[1]", r#""b""#), status(503), page("[2]", "null")]).await;
    let lists = ListsClient::builder().base_url(server.url());
    let lists = lists.retry(|policy| policy.attempts(3)).build().unwrap();
    let mut pages = lists.plain_search("q").await.unwrap();
    assert_eq!(pages.item().await.unwrap(), Some(1));
    assert_eq!(pages.item().await.unwrap_err().kind(), ErrorKind::Status);
    assert_eq!(server.arrivals().len(), 2);
    // The caller may, page by page.
    assert_eq!(pages.item().await.unwrap(), Some(2));
}

#[tokio::test]
async fn overrides_of_the_call_hold_for_every_page() {
    let steps = [
        page("[1]", r#""b""#),
        status(503),
        page("[2]", r#""c""#),
        page("[3]", "null").late(Duration::from_secs(5)),
    ];
    let server = Server::start(steps).await;
    let call = client(&server).by_cursor(None, 1).header("x-mine", "1");
    let call = call
        .retry(|policy| policy.attempts(2))
        .timeout(Duration::from_millis(500));
    let mut pages = call.await.unwrap();
    assert_eq!(pages.collect_at_most(2).await.unwrap(), [1, 2]);
    assert_eq!(pages.item().await.unwrap_err().kind(), ErrorKind::Timeout);
    assert!(
        server
            .arrivals()
            .iter()
            .all(|arrival| arrival.header("x-mine") == Some("1"))
    );
    assert_eq!(server.arrivals().len(), 4);
}

#[tokio::test]
async fn the_request_of_the_first_page_can_be_built() {
    let lists = ListsClient::with_base_url("http://h").unwrap();
    let url = |request: Result<retry_client::Request>| request.unwrap().url().to_string();
    assert_eq!(url(lists.by_page(None).build()), "http://h/items?page=1");
    assert_eq!(
        url(lists.by_page(None).resume_from("9").build()),
        "http://h/items?page=9"
    );
    assert_eq!(url(lists.by_link().build()), "http://h/items");
    assert_eq!(
        url(lists.by_link().resume_from("/x?p=2").build()),
        "http://h/x?p=2"
    );
}
