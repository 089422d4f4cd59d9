//! Pointers from a page to the next: circles, other origins, redirects, and requests that are not
//! like the first.

mod refused;
mod requests;

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

/// The next page as the header names it: by a query pair, by a URL, or not at all.
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
