//! What a page says of the next one: circles, other origins, redirects, and requests that are not like the first.

use std::time::Duration;

use retry_client::pages::{Next, PageParts};
use retry_client::{BoxError, ErrorKind, Pages, Result, client};

use crate::support::script::{Step, ok, status};
use crate::support::server::Server;

#[client(headers("x-api" = "1"))]
trait Lists {
    #[get("/items?kind=a&cursor=old")]
    #[pages(cursor = "next", query = "cursor", items = "items")]
    async fn by_cursor(
        &self,
        #[query] cursor: Option<&str>,
        #[query] size: u32,
    ) -> Result<Pages<u32>>;

    #[get("/items")]
    #[pages(next = "next", items = "items")]
    async fn by_next(&self, #[query] q: &str) -> Result<Pages<u32>>;

    #[get("/items")]
    #[pages(link)]
    async fn by_link(&self) -> Result<Pages<u32>>;

    #[get("/items")]
    #[pages(page = "page")]
    async fn by_page(&self, #[query] page: Option<u32>) -> Result<Pages<u32>>;

    #[get("/items")]
    #[pages(offset = "start")]
    async fn by_offset(&self, #[query] start: &str) -> Result<Pages<u32>>;

    #[get("/told")]
    #[pages(with = leads)]
    async fn by_function(&self) -> Result<Pages<u32>>;

    #[post("/search")]
    #[idempotency_key]
    #[retry(constant, base = 1ms, attempts = 2)]
    #[pages(cursor = "next", query = "cursor", items = "items")]
    async fn search(&self, #[json] query: &str) -> Result<Pages<u32>>;

    #[post("/plain")]
    #[pages(cursor = "next", query = "cursor", items = "items")]
    async fn plain_search(&self, #[json] query: &str) -> Result<Pages<u32>>;
}

/// What the header says: a query pair, a URL, or nothing.
fn leads(page: &PageParts<'_>) -> Result<Option<Next>, BoxError> {
    let Some(to) = page.headers().get("x-to") else {
        return Err("a server that says nothing".into());
    };
    Ok(match to.to_str()?.split_once('=') {
        Some((name, value)) if !name.contains('/') => Some(Next::query(name, value)),
        Some(_) => Some(Next::url(to.to_str()?)),
        None => None,
    })
}

fn page(items: &str, next: &str) -> Step {
    ok(format!(r#"{{"items": {items}, "next": {next}}}"#))
}

fn client(server: &Server) -> ListsClient {
    ListsClient::with_base_url(server.url()).unwrap()
}

/// All items up to the end or an error, which comes again when it is asked for again.
async fn items(pages: &mut Pages<u32>) -> (Vec<u32>, Option<ErrorKind>) {
    let mut items = Vec::new();
    loop {
        match pages.item().await {
            Ok(Some(item)) => items.push(item),
            Ok(None) => return (items, None),
            Err(error) => {
                let again = pages.item().await.unwrap_err();
                assert_eq!(
                    (again.kind(), again.to_string()),
                    (error.kind(), error.to_string())
                );
                assert!(pages.page().await.is_err());
                return (items, Some(error.kind()));
            }
        }
    }
}

#[tokio::test]
async fn a_cursor_replaces_every_other_of_its_name_and_keeps_the_other_pairs() {
    let steps = [
        page("[1]", r#""a b&c""#),
        page("[]", "7"),
        page("[2]", r#""""#),
    ];
    let server = Server::start(steps).await;
    let mut pages = client(&server).by_cursor(Some("mine"), 50).await.unwrap();
    assert_eq!(items(&mut pages).await, (vec![1, 2], None));
    let targets = [
        "/items?kind=a&cursor=old&cursor=mine&size=50",
        "/items?kind=a&size=50&cursor=a%20b%26c",
        "/items?kind=a&size=50&cursor=7",
    ];
    assert_eq!(server.targets(), targets);
    assert!(
        server
            .arrivals()
            .iter()
            .all(|arrival| arrival.header("x-api") == Some("1"))
    );
}

#[tokio::test]
async fn a_circle_of_cursors_ends_in_an_error_at_its_first_repetition() {
    // Of one page, of three, and back to where it began.
    for (cursors, requests) in [
        (&["a", "a"][..], 2),
        (&["a", "b", "c", "a"], 4),
        (&["a", "b", "old"], 3),
    ] {
        let steps: Vec<_> = cursors
            .iter()
            .map(|cursor| page("[1]", &format!("{cursor:?}")))
            .collect();
        let server = Server::start(steps).await;
        let mut pages = client(&server).by_cursor(None, 1).await.unwrap();
        let (found, error) = items(&mut pages).await;
        assert_eq!(
            (found.len(), error),
            (requests, Some(ErrorKind::Rejected)),
            "{cursors:?}"
        );
        assert_eq!(server.arrivals().len(), requests, "{cursors:?}");
    }
}

#[tokio::test]
async fn a_circle_of_urls_ends_in_an_error_at_its_first_repetition() {
    for (urls, requests) in [
        (&["?p=2", "/items?p=2"][..], 2),
        (&["?p=2", "?p=3", "?p=2#there"], 3),
        (&["/items?q=x"], 1),
        (&["?p=2", "?q=x"], 2),
    ] {
        let steps: Vec<_> = urls
            .iter()
            .map(|url| page("[1]", &format!("{url:?}")))
            .collect();
        let server = Server::start(steps).await;
        let mut pages = client(&server).by_next("x").await.unwrap();
        let (found, error) = items(&mut pages).await;
        assert_eq!(
            (found.len(), error),
            (requests, Some(ErrorKind::Rejected)),
            "{urls:?}"
        );
        assert_eq!(server.arrivals().len(), requests, "{urls:?}");
    }
}

#[tokio::test]
async fn a_next_page_of_another_origin_is_refused_after_all_items_before_it() {
    let other = Server::start([page("[9]", "null")]).await;
    let port = other.address().port();
    for next in [
        format!("http://127.0.0.1:{port}/items?p=2"),
        format!("//127.0.0.1:{port}/items"),
        format!("http://localhost:{port}/"),
        "http://user:word@127.0.0.1/items".to_owned(),
        "ftp://127.0.0.1/items".to_owned(),
        "javascript:alert(1)".to_owned(),
        "http://".to_owned(),
    ] {
        let server = Server::start([page("[1, 2]", &format!("{next:?}"))]).await;
        let mut pages = client(&server).by_next("x").await.unwrap();
        let found = items(&mut pages).await;
        assert_eq!(found, (vec![1, 2], Some(ErrorKind::Rejected)), "{next}");
        assert_eq!(
            (server.arrivals().len(), other.arrivals().len()),
            (1, 0),
            "{next}"
        );
        let shown = pages.item().await.unwrap_err().to_string();
        assert!(!shown.contains("p=2") && !shown.contains("word"), "{shown}");

        let link = ok("[1]").header("link", format!("<{next}>; rel=next"));
        let server = Server::start([link]).await;
        let mut pages = client(&server).by_link().await.unwrap();
        assert_eq!(
            items(&mut pages).await,
            (vec![1], Some(ErrorKind::Rejected)),
            "{next}"
        );
        assert_eq!(
            (server.arrivals().len(), other.arrivals().len()),
            (1, 0),
            "{next}"
        );
    }
}

#[tokio::test]
async fn a_url_is_resolved_against_that_of_its_page_redirects_included() {
    let steps = [
        status(302).header("location", "/v2/lists/items?moved=1"),
        page("[1]", r#""more?p=2""#),
        page("[2]", "null"),
    ];
    let server = Server::start(steps).await;
    let lists = ListsClient::builder().base_url(server.url() + "/api");
    let lists = lists.redirects(3).query("key", "k").build().unwrap();
    let mut pages = lists.by_next("x").await.unwrap();
    assert_eq!(items(&mut pages).await, (vec![1, 2], None));
    let targets = [
        "/api/items?q=x&key=k",
        "/v2/lists/items?moved=1&key=k",
        "/v2/lists/more?p=2&key=k",
    ];
    assert_eq!(server.targets(), targets);
}

#[tokio::test]
async fn an_argument_says_where_counting_begins() {
    let steps = [ok("[1, 2]"), ok("[3]"), ok("[]")];
    let server = Server::start(&steps[..]).await;
    let mut pages = client(&server).by_page(Some(5)).await.unwrap();
    assert_eq!(items(&mut pages).await, (vec![1, 2, 3], None));
    assert_eq!(
        server.targets(),
        ["/items?page=5", "/items?page=6", "/items?page=7"]
    );

    let server = Server::start(&steps[..]).await;
    let mut pages = client(&server).by_page(None).await.unwrap();
    assert_eq!(items(&mut pages).await, (vec![1, 2, 3], None));
    assert_eq!(
        server.targets(),
        ["/items?page=1", "/items?page=2", "/items?page=3"]
    );

    let server = Server::start(&steps[..]).await;
    let mut pages = client(&server).by_offset("40").await.unwrap();
    assert_eq!(items(&mut pages).await, (vec![1, 2, 3], None));
    assert_eq!(
        server.targets(),
        ["/items?start=40", "/items?start=42", "/items?start=43"]
    );

    let error = client(&server).by_offset("forty").await.unwrap_err();
    assert_eq!(
        (error.kind(), server.arrivals().len()),
        (ErrorKind::Build, 3)
    );
}

#[tokio::test]
async fn a_function_may_name_a_query_or_a_url() {
    let steps = [
        ok("[1]").header("x-to", "from=2"),
        ok("[2]").header("x-to", "/other?p=3"),
        ok("[3]").header("x-to", "from=2"),
    ];
    let server = Server::start(steps).await;
    let mut pages = client(&server).by_function().await.unwrap();
    assert_eq!(
        items(&mut pages).await,
        (vec![1, 2, 3], Some(ErrorKind::Rejected))
    );
    assert_eq!(server.targets(), ["/told", "/told?from=2", "/other?p=3"]);

    let server = Server::start([ok("[1]")]).await;
    let error = client(&server).by_function().await.unwrap_err();
    assert_eq!(
        (error.kind(), server.arrivals().len()),
        (ErrorKind::Decode, 1)
    );
    let cause = std::error::Error::source(&error).unwrap();
    assert!(
        format!("{cause} {:?}", cause.source()).contains("says nothing"),
        "{cause:?}"
    );
}

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
