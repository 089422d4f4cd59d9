//! Bodies that are not pages, and futures that are dropped.

use std::time::Duration;

use retry_client::{ErrorKind, Pages, Result, client};
use tokio::time::timeout;

use crate::support::script::{ok, status};
use crate::support::server::Server;

#[client]
trait Lists {
    #[get("/a")]
    #[pages(cursor = "meta.next", query = "cursor", items = "data.items")]
    async fn by_cursor(&self) -> Result<Pages<u32>>;

    #[get("/b")]
    #[pages(link)]
    async fn by_link(&self) -> Result<Pages<u32>>;

    #[get("/c")]
    #[retry(constant, base = 1ms, attempts = 3, errors = [decode])]
    #[pages(page = "page")]
    async fn patient(&self) -> Result<Pages<u32>>;
}

#[tokio::test]
async fn a_body_that_is_no_page_is_a_decode_error_with_the_path() {
    let table = [
        (r#"{"data": {}}"#, "data.items"),
        (r#"{"data": {"itms": [1]}}"#, "data.items"),
        ("{}", "data.items"),
        (r#"{"data": {"items": null}}"#, "data.items"),
        (r#"{"data": {"items": {"secret": 1}}}"#, "data.items"),
        (r#"{"data": {"items": [1, 2, "secret"]}}"#, "data.items[2]"),
        (
            r#"{"data": {"items": []}, "meta": {"next": true}}"#,
            "meta.next",
        ),
        (r#"{"data": {"items": []}, "meta": "secret"}"#, "meta"),
        (r#"["secret"]"#, "`.`"),
        (r#"{"data": {"items": [1]}"#, "line 1"),
    ];
    for (body, path) in table {
        let server = Server::start([ok(body)]).await;
        let lists = ListsClient::with_base_url(server.url()).unwrap();
        let error = lists.by_cursor().await.unwrap_err();
        let shown = error.to_string();
        assert_eq!(error.kind(), ErrorKind::Decode, "{body}");
        assert!(shown.contains(path), "{body}: {shown}");
        let debug = format!("{error:?}");
        assert!(
            !shown.contains("secret") && !debug.contains("secret"),
            "{shown} {debug}"
        );
        assert_eq!(error.body(), body);
        assert_eq!(error.status().unwrap(), 200);
        assert_eq!(server.arrivals().len(), 1);
    }
}

#[tokio::test]
async fn a_later_page_that_cannot_be_read_leaves_the_stream_where_it_was() {
    let first = ok("[1]").header("link", "<?p=2>; rel=next");
    let steps = [first, ok("[2, null]"), ok("[2, 3]"), status(404)];
    let server = Server::start(steps).await;
    let lists = ListsClient::with_base_url(server.url()).unwrap();
    let mut pages = lists.by_link().await.unwrap();
    assert_eq!(pages.item().await.unwrap(), Some(1));
    let error = pages.item().await.unwrap_err();
    assert!(error.to_string().contains("`[1]`"), "{error}");
    assert_eq!(pages.collect_at_most(5).await.unwrap(), [2, 3]);
    assert_eq!(server.targets(), ["/b", "/b?p=2", "/b?p=2"]);
}

#[tokio::test]
async fn a_page_that_cannot_be_read_is_retried_where_the_policy_says_so() {
    let server = Server::start([ok("{"), ok("[1]"), ok("["), status(204)]).await;
    let lists = ListsClient::with_base_url(server.url()).unwrap();
    let mut pages = lists.patient().await.unwrap();
    // The last page is empty, as a 204 has nothing in it.
    assert_eq!(pages.collect_at_most(5).await.unwrap(), [1]);
    let targets = ["/c?page=1", "/c?page=1", "/c?page=2", "/c?page=2"];
    assert_eq!(server.targets(), targets);
}

#[tokio::test]
async fn an_empty_list_is_one_page() {
    let server = Server::start([ok("[]").header("x-total", "0")]).await;
    let lists = ListsClient::with_base_url(server.url()).unwrap();
    for mut pages in [
        lists.by_link().await.unwrap(),
        lists.patient().await.unwrap(),
    ] {
        let page = pages.page().await.unwrap().unwrap();
        assert_eq!(
            (page.items().len(), &page.headers()["x-total"]),
            (0, &"0".parse().unwrap())
        );
        assert!(pages.page().await.unwrap().is_none());
        assert!(pages.item().await.unwrap().is_none());
    }
    assert_eq!(server.arrivals().len(), 2);
}

#[tokio::test]
async fn dropping_the_future_of_an_item_loses_no_item_and_sends_nothing_twice() {
    let first = ok("[1]").header("link", "<?p=2>; rel=next");
    let steps = [first, ok("[2]").late(Duration::from_millis(300))];
    let server = Server::start(steps).await;
    let lists = ListsClient::with_base_url(server.url()).unwrap();
    let mut pages = lists.by_link().await.unwrap();
    assert_eq!(pages.item().await.unwrap(), Some(1));
    let early = timeout(Duration::from_millis(50), pages.item()).await;
    assert!(early.is_err());
    let early = timeout(Duration::from_millis(50), pages.collect_at_most(7)).await;
    assert!(early.is_err());
    assert_eq!(pages.item().await.unwrap(), Some(2));
    assert_eq!(pages.item().await.unwrap(), None);
    assert_eq!(server.arrivals().len(), 2);
}
