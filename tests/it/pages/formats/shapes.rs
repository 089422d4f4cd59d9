//! Pages in other shapes: binary maps, rows, items in a wrapper.

use retry_client::pages::Paging;
use retry_client::{
    BoxError, Bytes, Cbor, Decode, Encode, ErrorKind, Head, HeaderValue, Pages, Result,
    RetryClient, Xml, client,
};

use super::{PAGES, in_format, server, xml_of};
use crate::pages::library::{PER_PAGE, page_of};
use crate::support::script::ok;
use crate::support::server::Server;

#[client(format = Cbor)]
trait Compact {
    #[get("/list")]
    #[pages(cursor = "meta.next", query = "after", items = "items")]
    async fn list(&self) -> Result<Pages<u8>>;
}

#[tokio::test]
async fn names_nulls_and_numbers_of_binary_maps_are_read() {
    // {7: "x", "items": [1, 2], "meta": {"next": null}}
    let last = b"\xa3\x07\x61x\x65items\x82\x01\x02\x64meta\xa1\x64next\xf6";
    assert_eq!(
        page!(CompactClient.list(), last.as_slice()).unwrap(),
        [1, 2]
    );
    // {"items": [], "meta": null}
    let empty = b"\xa2\x65items\x80\x64meta\xf6";
    assert_eq!(
        page!(CompactClient.list(), empty.as_slice()).unwrap(),
        [0; 0]
    );
    for (broken, told) in [
        // {"item": []}, {"items": {}}, and {"items": [1, "x"]}
        (b"\xa1\x64item\x80".as_slice(), "at `items`, missing list"),
        (b"\xa1\x65items\xa0", "CBOR at `items`"),
        (b"\xa1\x65items\x82\x01\x61x", "CBOR at `items[1]`"),
        (b"\x01", "expected an object with `items`"),
    ] {
        let error = page!(CompactClient.list(), broken).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.to_string().contains(told), "{error}");
    }
}

/// Rows of text, which serde has nothing to do with.
struct Rows<T>(T);

impl Decode for Rows<Vec<String>> {
    fn accept() -> HeaderValue {
        HeaderValue::from_static("text/csv")
    }

    fn decode(_: &Head, body: Bytes) -> Result<Self, BoxError> {
        let lines = std::str::from_utf8(&body)?.lines();
        Ok(Self(lines.map(str::to_owned).collect()))
    }
}

#[client(format = Rows)]
trait Tables {
    #[get("/rows")]
    #[pages(page = "page")]
    async fn rows(&self) -> Result<Pages<String>>;
}

#[tokio::test]
async fn a_format_that_reads_lists_alone_has_pages_that_are_lists() {
    let server = Server::start([ok("1,2\n3,4\n"), ok("5,6"), ok("")]).await;
    let tables = TablesClient::with_base_url(server.url()).unwrap();
    let rows = tables.rows().await.unwrap().collect_at_most(9).await;
    assert_eq!(rows.unwrap(), ["1,2", "3,4", "5,6"]);
    assert_eq!(
        server.targets(),
        ["/rows?page=1", "/rows?page=2", "/rows?page=3"]
    );
    assert_eq!(server.arrivals()[0].header("accept"), Some("text/csv"));
}

#[client]
trait Mixed {
    #[get("/found")]
    #[pages(link, items = "found")]
    async fn found(&self) -> Result<Pages<Xml<usize>>>;
}

#[tokio::test]
async fn items_in_a_wrapper_are_read_from_pages_of_its_format() {
    let server = server(xml_of).await;
    let mixed = MixedClient::builder().base_url(server.url());
    let mixed = mixed
        .retry(|policy| policy.statuses(&[429]))
        .build()
        .unwrap();
    let mut pages = mixed.found().attempts(2).await.unwrap();
    let items = pages.collect_at_most(usize::MAX).await.unwrap();
    assert!(items.iter().map(|item| item.0).eq(0..PAGES * PER_PAGE));

    let client = RetryClient::new().unwrap();
    let server = Server::responding(|arrival| {
        in_format(page_of(arrival, PAGES), |page| Cbor(page).encode().unwrap())
    })
    .await;
    let paging = Paging::cursor("meta.next", "cursor").items("data.items");
    let call = client
        .get(server.url() + "/cursor")
        .pages::<Cbor<usize>>(paging);
    let items = call
        .await
        .unwrap()
        .collect_at_most(usize::MAX)
        .await
        .unwrap();
    assert!(items.iter().map(|item| item.0).eq(0..PAGES * PER_PAGE));
    assert_eq!(server.arrivals().len(), PAGES);
    assert_eq!(
        server.arrivals()[1].header("accept"),
        Some("application/cbor")
    );
}

#[test]
#[should_panic(expected = "this client has another `format`; script each page")]
fn pages_of_a_format_cannot_be_made_up_by_the_stub() {
    let stub = retry_client::testing::Stub::new();
    stub.on(CompactClient::LIST, ()).pages([[1, 2], [3, 4]]);
}
