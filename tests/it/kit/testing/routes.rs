//! Which requests get which responses.

use retry_client::testing::{ScriptedResponse, Stub, bytes, json, status, text};
use retry_client::{BoxError, Method, Request, RetryClient, Transport, Url, client};

use super::{ShopClient, panics_with};

#[tokio::test]
async fn a_route_is_an_endpoint_with_its_path_values() {
    let stub = Stub::new();
    stub.on(ShopClient::ARTICLE, [7]).answer(text("tea"));
    stub.on(ShopClient::ARTICLE, [8]).answer(text("pot"));
    stub.on(ShopClient::FILE, ("a", "x y/z.txt"))
        .answer(bytes(vec![1, 2]));
    stub.on(ShopClient::COUNT, vec!["tea"])
        .answers([status(404), status(204)]);
    let shop: ShopClient = stub.client();

    assert_eq!(shop.article(8).await.unwrap(), "pot");
    assert_eq!(shop.article(7).await.unwrap(), "tea");
    assert_eq!(*shop.file('a', "x y/z.txt").await.unwrap(), [1, 2]);
    shop.count("tea", &[]).await.unwrap();
    let paths = stub
        .requests()
        .into_iter()
        .map(|sent| sent.path().to_owned());
    assert_eq!(
        paths.collect::<Vec<_>>(),
        [
            "/api/articles/8",
            "/api/articles/7",
            "/api/shelves/a/x%20y/z.txt",
            "/api/v2/stock/tea",
            "/api/v1/stock/tea"
        ]
    );
    stub.verify();
}

#[tokio::test]
async fn a_route_is_a_verb_with_a_path_or_a_whole_url() {
    let stub = Stub::new();
    stub.get("https://other.test/api/articles/7")
        .answer(text("elsewhere"));
    stub.get("/articles/7").answer(text("behind the base"));
    stub.get("/api/articles/8").answer(text("from the root"));
    stub.get("https://shop.test/api/articles/9")
        .answer(text("whole"));
    stub.at(Method::GET, "/shelves/b/a b").answer(bytes("b"));
    let shop: ShopClient = stub.client();

    assert_eq!(shop.article(7).await.unwrap(), "behind the base");
    assert_eq!(shop.article(8).await.unwrap(), "from the root");
    assert_eq!(shop.article(9).await.unwrap(), "whole");
    assert_eq!(shop.file('b', "a b").await.unwrap(), "b");
    let elsewhere = "https://other.test/api/articles/7";
    assert_eq!(shop.follow(elsewhere).await.unwrap(), "elsewhere");
    stub.verify();
}

#[tokio::test]
async fn a_method_without_a_path_is_given_its_url() {
    let stub = Stub::new();
    let next = "https://other.test/page?after=3";
    stub.on(ShopClient::FOLLOW, [next]).answer(text("next"));
    assert_eq!(
        stub.client::<ShopClient>().follow(next).await.unwrap(),
        "next"
    );
}

#[tokio::test]
async fn the_route_that_names_most_of_the_query_responds() {
    let stub = Stub::new();
    let any = stub.on(ShopClient::SEARCH, ());
    any.answer(json(&["any"]).forever());
    stub.get("/search?q=tea%20pot").answer(json(&["pot"]));
    stub.on(ShopClient::SEARCH, ())
        .query("q", "tea pot")
        .query("page", "2")
        .answer(json(&["page 2"]));
    let shop: ShopClient = stub.client();

    assert_eq!(shop.search("tea pot", Some(2)).await.unwrap(), ["page 2"]);
    // The others are as good once it has nothing left.
    assert_eq!(shop.search("tea pot", Some(2)).await.unwrap(), ["any"]);
    assert_eq!(shop.search("tea pot", None).await.unwrap(), ["any"]);
    assert_eq!(shop.search("cup", Some(2)).await.unwrap(), ["any"]);
    stub.get("/search?kind=article&page=3&q=cup")
        .answer(json(&["exact"]));
    assert_eq!(shop.search("cup", Some(3)).await.unwrap(), ["exact"]);
    let kind = stub.requests()[0].query("kind");
    assert_eq!(kind, ["article"]);
}

#[tokio::test]
async fn responses_are_given_in_order_as_often_as_scripted() {
    let stub = Stub::new();
    stub.get("/articles/1")
        .answers([text("a").times(2), text("b"), text("c").forever()]);
    let shop: ShopClient = stub.client();
    let mut heard = String::new();
    for _ in 0..6 {
        heard += &shop.article(1).await.unwrap();
    }
    assert_eq!(heard, "aabccc");
    stub.verify();
}

#[tokio::test]
async fn ad_hoc_clients_and_generic_code_get_scripted_responses() {
    async fn status_of(transport: &impl Transport) -> Result<u16, BoxError> {
        let request = Request::new(Method::DELETE, Url::parse("http://a.test/x")?);
        Ok(transport.send(request).await?.status().as_u16())
    }
    let stub = Stub::new();
    stub.delete("/x")
        .answers([status(410), status(503), status(204)]);
    assert_eq!(status_of(&stub).await.unwrap(), 410);
    let client: RetryClient = stub.client();
    assert_eq!(status_of(&client).await.unwrap(), 204);
    assert_eq!(stub.waits().len(), 1);
    stub.verify();
}

#[tokio::test]
async fn a_client_without_a_base_url_gets_one() {
    #[client]
    trait Baseless {
        #[get("/here")]
        async fn here(&self) -> retry_client::Result<String>;
    }
    let stub = Stub::new();
    stub.on(BaselessClient::HERE, ()).answer(text("here"));
    let client: BaselessClient = stub.client();
    assert_eq!(client.here().await.unwrap(), "here");
    assert_eq!(stub.requests()[0].url().as_str(), "http://stub.test/here");
}

#[tokio::test]
async fn an_explicit_content_type_replaces_the_default() {
    let stub = Stub::new();
    let csv = |answer: ScriptedResponse| answer.header("content-type", "text/csv");
    stub.get("/table")
        .answers([csv(text("a,b")), csv(status(200)).text("a,b")]);
    let client = RetryClient::builder()
        .transport(stub.clone())
        .build()
        .unwrap();
    for _ in 0..2 {
        let reply = client.get("http://a.test/table").send().await.unwrap();
        let types = reply.headers().get_all("content-type").iter();
        assert_eq!(types.collect::<Vec<_>>(), ["text/csv"]);
    }
}

#[tokio::test]
async fn a_scripted_response_is_what_a_server_would_send() {
    let stub = Stub::new();
    let page = status(404).json(&["none"]).header("x-trace", "1");
    stub.get("/page").answer(page.header("x-trace", "2"));
    stub.at(Method::HEAD, "/page").answer(text("unseen"));
    let client = RetryClient::builder()
        .base_url("http://a.test")
        .transport(stub.clone())
        .build()
        .unwrap();

    let reply = client.get("/page").send().await.unwrap();
    assert_eq!(reply.status(), 404);
    assert_eq!(reply.headers()["content-type"], "application/json");
    assert_eq!(reply.headers().get_all("x-trace").iter().count(), 2);
    let response = reply.into_value();
    assert_eq!(response.url().as_str(), "http://a.test/page");
    assert_eq!(response.content_length(), Some(8));
    assert_eq!(response.text().await.unwrap(), "[\"none\"]");

    let head = client.head("/page").send().await.unwrap().into_value();
    assert_eq!(head.headers()["content-length"], "6");
    assert_eq!(head.text().await.unwrap(), "");

    // More is announced than comes, though there is no more.
    stub.get("/page").answer(text("abc").cut_body(9));
    let cut = client.get("/page").send().await.unwrap().into_value();
    assert_eq!(cut.content_length(), Some(4));
    assert!(cut.bytes().await.is_err());
}

#[test]
fn invalid_routes_and_responses_panic() {
    let stub = Stub::new();
    let route = |place: &str| panics_with(|| drop(stub.get(place)));
    assert!(route("articles").starts_with("no request can be for `GET articles`: "));
    assert_eq!(
        panics_with(|| drop(stub.on(ShopClient::FILE, ["a"]))),
        "no request can be for `GET /shelves/{shelf}/{path*}`: of values it takes shelf, path, and 1 were given"
    );
    assert_eq!(
        panics_with(|| drop(stub.on(ShopClient::SEARCH, ["a"]))),
        "no request can be for `GET /search?kind=article`: of values it takes none, and 1 were given"
    );
    assert_eq!(
        panics_with(|| drop(stub.on(ShopClient::COUNT, [".."]))),
        "no request can be for `PUT /v2/stock/{article}`: argument `article` has the path segment `..`, which leaves the path"
    );
    assert_eq!(
        panics_with(|| drop(status(100))),
        "100 is not a status that an answer ends with: 101, or 200 to 999"
    );
    assert_eq!(
        panics_with(|| drop(retry_client::testing::reset().text("late"))),
        "`reset` is not an answer, so it has no body"
    );
}

#[client(base_url = "https://db.test")]
trait Table {
    #[post("/", headers("x-amz-target" = "Db.Get"))]
    async fn get_row(&self, #[json] key: u32) -> retry_client::Result<String>;
}

#[client(base_url = "https://db.test")]
trait Rows {
    #[post("/", headers("x-amz-target" = "Db.Put"))]
    async fn put_row(&self, #[json] row: &[u32]) -> retry_client::Result<String>;
}

#[tokio::test]
async fn operations_that_share_a_path_are_told_apart_by_their_headers() {
    let stub = Stub::new();
    stub.on(RowsClient::PUT_ROW, ()).answer(text("put"));
    stub.on(TableClient::GET_ROW, ()).answer(text("got"));
    stub.post("/")
        .header("X-Amz-Target", "Db.Get")
        .answer(text("by name"));
    let (table, rows): (TableClient, RowsClient) = (stub.client(), stub.client());
    assert_eq!(table.get_row(1).await.unwrap(), "got");
    assert_eq!(table.get_row(1).await.unwrap(), "by name");
    assert_eq!(rows.put_row(&[1]).await.unwrap(), "put");
    let error = rows.put_row(&[1]).await.unwrap_err().to_string();
    assert!(
        error.contains("no answer is left for `POST / with x-amz-target: Db.Put`"),
        "{error}"
    );
}

#[tokio::test]
async fn a_route_can_ask_for_a_body() {
    let stub = Stub::new();
    stub.on(RowsClient::PUT_ROW, ()).answer(text("any"));
    stub.on(RowsClient::PUT_ROW, ())
        .json(&[1, 2])
        .answer(text("json"));
    stub.on(RowsClient::PUT_ROW, ())
        .body("[3]")
        .answer(text("bytes"));
    let rows: RowsClient = stub.client();
    assert_eq!(rows.put_row(&[3]).await.unwrap(), "bytes");
    assert_eq!(rows.put_row(&[4]).await.unwrap(), "any");
    assert_eq!(rows.put_row(&[1, 2]).await.unwrap(), "json");
    stub.verify();
}
