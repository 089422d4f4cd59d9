//! Lists scripted on the stub, as tests of a user's code would have them.

use retry_client::pages::{Next, PageParts, Paging};
use retry_client::testing::{Stub, json, status};
use retry_client::{BoxError, ErrorKind, Pages, Result, RetryClient, client};

#[client(base_url = "https://api.example.com/v1")]
#[retry(exponential, attempts = 2)]
trait Lists {
    #[get("/teams/{team}/link")]
    #[pages(link)]
    async fn by_link(&self, team: &str, #[query] size: u32) -> Result<Pages<u32>>;

    #[get("/cursor")]
    #[pages(cursor = "meta.next", query = "after", items = "meta.list")]
    async fn by_cursor(&self) -> Result<Pages<u32>>;

    #[get("/next")]
    #[pages(next = "@odata.nextLink", items = "value")]
    async fn by_next(&self) -> Result<Pages<u32>>;

    #[get("/page")]
    #[pages(page = "p", start = 0)]
    async fn by_page(&self) -> Result<Pages<u32>>;

    #[get("/offset")]
    #[pages(offset = "offset", items = "data")]
    async fn by_offset(&self) -> Result<Pages<u32>>;

    #[get("/with")]
    #[pages(with = leads)]
    async fn by_function(&self) -> Result<Pages<u32>>;
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "the attribute takes a function that may fail"
)]
fn leads(page: &PageParts<'_>) -> Result<Option<Next>, BoxError> {
    Ok((page.number() < 3).then(|| Next::query("n", page.number())))
}

const PAGES: [&[u32]; 3] = [&[1, 2], &[], &[3]];

#[tokio::test]
async fn every_form_that_is_declared_can_be_scripted() {
    let stub = Stub::new();
    let lists: ListsClient = stub.client();
    stub.on(ListsClient::BY_LINK, ["a/b"])
        .query("size", "2")
        .answer(status(503));
    stub.on(ListsClient::BY_LINK, ["a/b"]).pages(PAGES);
    stub.on(ListsClient::BY_CURSOR, ()).pages(PAGES);
    stub.on(ListsClient::BY_NEXT, ()).pages(PAGES);
    stub.on(ListsClient::BY_PAGE, ()).pages([[1, 2], [3, 4]]);
    stub.on(ListsClient::BY_OFFSET, ())
        .pages([vec![1, 2, 3], vec![4]]);
    for (call, expected) in [
        (lists.by_link("a/b", 2), &[1, 2, 3][..]),
        (lists.by_cursor(), &[1, 2, 3]),
        (lists.by_next(), &[1, 2, 3]),
        (lists.by_page(), &[1, 2, 3, 4]),
        (lists.by_offset(), &[1, 2, 3, 4]),
    ] {
        let mut pages = call.await.unwrap();
        assert_eq!(pages.collect_at_most(9).await.unwrap(), expected);
        assert!(pages.item().await.unwrap().is_none());
    }
    stub.verify();
    assert_eq!(stub.waits().len(), 1);
}

#[tokio::test]
async fn a_page_that_fails_first_is_scripted_before_the_list() {
    let stub = Stub::new();
    let busy = stub.on(ListsClient::BY_CURSOR, ()).query("after", "2");
    busy.answer(status(503).times(2));
    stub.on(ListsClient::BY_CURSOR, ()).pages([[1], [2]]);
    let mut pages = stub.client::<ListsClient>().by_cursor().await.unwrap();
    assert_eq!(pages.item().await.unwrap(), Some(1));
    assert_eq!(pages.item().await.unwrap_err().kind(), ErrorKind::Status);
    assert_eq!(pages.item().await.unwrap(), Some(2));
    stub.verify();
}

#[tokio::test]
async fn a_list_without_a_declaration_is_scripted_by_its_paging() {
    let stub = Stub::new();
    let url = "http://anywhere.test/list";
    stub.get(url).paging(Paging::link()).pages([["a"], ["b"]]);
    let client: RetryClient = stub.client();
    let mut pages = client
        .get(url)
        .pages::<String>(Paging::link())
        .await
        .unwrap();
    assert_eq!(pages.collect_at_most(3).await.unwrap(), ["a", "b"]);
    stub.verify();
    let empty = stub
        .get("http://anywhere.test/none")
        .paging(Paging::page("page"));
    empty.pages(Vec::<Vec<u8>>::new());
    let get = client.get("http://anywhere.test/none");
    let mut pages = get.pages::<u8>(Paging::page("page")).await.unwrap();
    assert!(pages.item().await.unwrap().is_none());
    stub.verify();
}

#[tokio::test]
async fn pages_of_a_function_are_scripted_one_by_one() {
    let stub = Stub::new();
    stub.on(ListsClient::BY_FUNCTION, ()).answer(json(&[1]));
    for (number, item) in [("1", 2), ("2", 3)] {
        let route = stub.on(ListsClient::BY_FUNCTION, ()).query("n", number);
        route.answer(json(&[item]));
    }
    let mut pages = stub.client::<ListsClient>().by_function().await.unwrap();
    assert_eq!(pages.collect_at_most(9).await.unwrap(), [1, 2, 3]);
    stub.verify();
}

#[tokio::test]
#[should_panic(expected = "script each page")]
async fn pages_of_a_function_cannot_be_made_up() {
    Stub::new().on(ListsClient::BY_FUNCTION, ()).pages([[1]]);
}

#[tokio::test]
#[should_panic(expected = "add `.paging(Paging::link())`")]
async fn pages_of_a_path_need_their_paging() {
    Stub::new().get("/list").pages([[1]]);
}
