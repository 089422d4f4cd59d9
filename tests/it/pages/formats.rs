//! Pages in every format: the same lists, of which each page is written anew.

use std::sync::atomic::{AtomicUsize, Ordering};

use retry_client::pages::{Next, PageParts, Paging};
use retry_client::{
    BoxError, Bytes, Cbor, Decode, Encode, ErrorKind, Head, HeaderValue, MessagePack, Pages,
    Result, RetryClient, Xml, client,
};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::pages::library::{FORMS, PER_PAGE, page_of};
use crate::support::script::{Step, ok, reset, status};
use crate::support::server::Server;

/// How many pages each list has here.
const PAGES: usize = 12;

/// A format of one's own, over serde.
struct Own<T>(T);

impl<T: DeserializeOwned> Decode for Own<T> {
    fn accept() -> HeaderValue {
        HeaderValue::from_static("application/x-own")
    }

    fn decode(_: &Head, body: Bytes) -> Result<Self, BoxError> {
        let json = body
            .strip_prefix(b"own ")
            .ok_or("no mark at its beginning")?;
        let read = serde_json::from_slice(json);
        // Without the words of the parser, which quote the body.
        Ok(Self(
            read.map_err(|error| format!("column {}", error.column()))?,
        ))
    }
}

/// The path of the function that says what comes next.
#[expect(
    clippy::unnecessary_wraps,
    reason = "the attribute takes a function that may fail"
)]
fn next_of(page: &PageParts<'_>) -> Result<Option<Next>, BoxError> {
    let next = page.headers().get("x-next");
    Ok(next.map(|next| Next::query("from", next.to_str().unwrap())))
}

macro_rules! library {
    ($module:ident, $format:ident) => {
        mod $module {
            use retry_client::{Pages, Result, client};

            use super::$format as Format;

            #[client(format = Format)]
            #[retry(constant, base = 1ms, attempts = 4, statuses = [429])]
            #[budget(off)]
            pub(super) trait Library {
                #[get("/link")]
                #[pages(link)]
                async fn by_link(&self) -> Result<Pages<usize>>;

                #[get("/found")]
                #[pages(link, items = "found")]
                async fn by_link_beside_a_list(&self) -> Result<Pages<usize>>;

                #[get("/cursor")]
                #[pages(cursor = "meta.next", query = "cursor", items = "data.items")]
                async fn by_cursor(&self) -> Result<Pages<usize>>;

                #[get("/next")]
                #[pages(next = "links.next", items = "items")]
                async fn by_next(&self) -> Result<Pages<usize>>;

                #[get("/page")]
                #[pages(page = "page")]
                async fn by_page(&self) -> Result<Pages<usize>>;

                #[get("/page0")]
                #[pages(page = "page", start = 0, items = "list")]
                async fn by_page_from_0(&self) -> Result<Pages<usize>>;

                #[get("/offset")]
                #[pages(offset = "offset")]
                async fn by_offset(&self) -> Result<Pages<usize>>;

                #[get("/with")]
                #[pages(with = super::next_of, items = "items")]
                async fn by_function(&self) -> Result<Pages<usize>>;
            }

            impl LibraryClient {
                pub(super) async fn all(&self, form: &str) -> Result<Pages<usize>> {
                    match form {
                        "link" => self.by_link(),
                        "found" => self.by_link_beside_a_list(),
                        "cursor" => self.by_cursor(),
                        "next" => self.by_next(),
                        "page" => self.by_page(),
                        "page0" => self.by_page_from_0(),
                        "offset" => self.by_offset(),
                        "with" => self.by_function(),
                        other => panic!("no such form: {other}"),
                    }
                    .await
                }
            }
        }
    };
}

library! { xml, Xml }
library! { messagepack, MessagePack }
library! { cbor, Cbor }
library! { own, Own }

/// A page in XML: a list is an element after the other.
fn to_xml(name: &str, value: &Value) -> String {
    let element = |inner: String| format!("<{name}>{inner}</{name}>\n");
    match value {
        Value::Null => format!("<{name}/>"),
        Value::Array(items) => items.iter().map(|item| to_xml(name, item)).collect(),
        Value::Object(fields) => {
            let fields = fields.iter().map(|(name, value)| to_xml(name, value));
            element(fields.collect())
        }
        Value::String(text) => element(text.clone()),
        other => element(other.to_string()),
    }
}

fn xml_of(page: &Value) -> Bytes {
    let inner = match page {
        Value::Array(_) => to_xml("item", page),
        _ => return format!("<?xml version='1.0'?>\n{}", to_xml("page", page)).into(),
    };
    format!("<page total='3' xmlns='urn:page'>{inner}</page>").into()
}

fn own_of(page: &Value) -> Bytes {
    format!("own {page}").into()
}

/// A server of all lists in a format, with a 503, a lost connection and a 429 on the way.
async fn server(encode: fn(&Value) -> Bytes) -> Server {
    let arrived = AtomicUsize::new(0);
    Server::responding(
        move |arrival| match arrived.fetch_add(1, Ordering::Relaxed) {
            3 => status(503),
            6 => reset(),
            9 => status(429).header("retry-after", "0"),
            _ => in_format(page_of(arrival, PAGES), encode),
        },
    )
    .await
}

fn in_format(step: Step, encode: fn(&Value) -> Bytes) -> Step {
    let page = serde_json::from_slice(&step.body).unwrap();
    let body = encode(&page);
    step.body(body)
}

macro_rules! each_item_comes_once_and_in_order {
    ($($test:ident: $module:ident, $encode:expr, $accept:literal;)+) => {$(
        #[tokio::test]
        async fn $test() {
            for (form, requests) in FORMS {
                let server = server($encode).await;
                let library = $module::LibraryClient::with_base_url(server.url()).unwrap();
                let mut pages = library.all(form).await.unwrap();
                let mut items = Vec::new();
                while let Some(item) = pages.item().await.unwrap() {
                    items.push(item);
                }
                assert_eq!(items, (0..PAGES * PER_PAGE).collect::<Vec<_>>(), "{form}");
                assert!(pages.cursor().is_none(), "{form}");
                let arrivals = server.arrivals();
                assert_eq!(arrivals.len(), requests - 100 + PAGES + 3, "{form}");
                for arrival in arrivals {
                    assert_eq!(arrival.header("accept"), Some($accept), "{form}");
                }
            }
        }
    )+};
}

each_item_comes_once_and_in_order! {
    each_item_in_xml_comes_once_and_in_order: xml, xml_of, "application/xml";
    each_item_in_messagepack_comes_once_and_in_order:
        messagepack, |page| MessagePack(page).encode().unwrap(), "application/msgpack";
    each_item_in_cbor_comes_once_and_in_order:
        cbor, |page| Cbor(page).encode().unwrap(), "application/cbor";
    each_item_in_a_format_of_ones_own_comes_once_and_in_order:
        own, own_of, "application/x-own";
}

#[tokio::test]
async fn an_error_leaves_the_stream_where_it_was_in_every_format() {
    async fn broken(encode: fn(&Value) -> Bytes) -> Server {
        let arrived = AtomicUsize::new(0);
        Server::responding(
            move |arrival| match arrived.fetch_add(1, Ordering::Relaxed) {
                1 => ok("s3cret"),
                _ => in_format(page_of(arrival, 3), encode),
            },
        )
        .await
    }
    macro_rules! reads {
        ($($module:ident, $encode:expr, $told:literal;)+) => {$({
            let server = broken($encode).await;
            let library = $module::LibraryClient::with_base_url(server.url()).unwrap();
            let mut pages = library.by_cursor().await.unwrap();
            let error = pages.collect_at_most(usize::MAX).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Decode);
            assert!(error.to_string().contains($told), "{error}");
            assert!(!format!("{error} {error:?}").contains("s3cret"), "{error:?}");
            assert_eq!(error.body(), "s3cret");
            let items = pages.collect_at_most(usize::MAX).await.unwrap();
            assert_eq!(items, (0..3 * PER_PAGE).collect::<Vec<_>>());
            assert_eq!(server.arrivals().len(), 4);
        })+};
    }
    reads! {
        xml, xml_of, "XML at `.`";
        messagepack, |page| MessagePack(page).encode().unwrap(), "MessagePack at `.`, byte 1";
        cbor, |page| Cbor(page).encode().unwrap(), "CBOR at `.`";
        own, own_of, "not valid `application/x-own`";
    }
}

#[derive(Debug, PartialEq, serde::Deserialize)]
struct Object {
    #[serde(rename = "Key")]
    key: String,
    #[serde(rename = "Size")]
    size: Option<u64>,
}

/// The list of an object storage, as Amazon S3 writes it.
#[client(format = Xml)]
trait Storage {
    #[get("/{bucket}?list-type=2")]
    #[pages(
        cursor = "NextContinuationToken",
        query = "continuation-token",
        items = "Contents"
    )]
    async fn objects(&self, bucket: &str) -> Result<Pages<Object>>;

    #[get("/whole")]
    #[pages(link)]
    async fn whole(&self) -> Result<Pages<Object>>;

    #[get("/within")]
    #[pages(link, items = "Objects.Contents")]
    async fn within(&self) -> Result<Pages<Object>>;
}

/// The items of the only page with this body, or the error for it.
macro_rules! page {
    ($trait_client:ident.$method:ident($($argument:expr)?), $body:expr) => {{
        let server = Server::start([ok($body)]).await;
        let client = $trait_client::with_base_url(server.url()).unwrap();
        match client.$method($($argument)?).await {
            Ok(mut pages) => Ok(pages.collect_at_most(99).await.unwrap()),
            Err(error) => Err(error),
        }
    }};
}

#[tokio::test]
async fn xml_lists_are_elements_wherever_they_stand() {
    let first = "<?xml version='1.0' encoding='UTF-8'?>\n\
        <ListBucketResult xmlns='http://s3.amazonaws.com/doc/2006-03-01/'>\n\
          <Name>b</Name><Contents><Key>1</Key><Size>4</Size></Contents>\n\
          <KeyCount>3</KeyCount><Contents><Key>2</Key></Contents><Contents><Key>3</Key></Contents>\n\
          <NextContinuationToken>\n 1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM=\n</NextContinuationToken>\n\
        </ListBucketResult>";
    // Nothing is an empty list, and an empty element is no cursor.
    let second = "<ListBucketResult><IsTruncated>false</IsTruncated><NextContinuationToken/></ListBucketResult>";
    let server = Server::start([ok(first), ok(second)]).await;
    let storage = StorageClient::with_base_url(server.url()).unwrap();
    let mut objects = storage.objects("b").await.unwrap();
    let keys = objects.collect_at_most(99).await.unwrap();
    let keys: Vec<_> = keys.iter().map(|o| (o.key.as_str(), o.size)).collect();
    assert_eq!(keys, [("1", Some(4)), ("2", None), ("3", None)]);
    assert_eq!(
        server.targets(),
        [
            "/b?list-type=2",
            "/b?list-type=2&continuation-token=1ueGcxLPRx1Tr%2FXYExHnhbYLgveDs2J%2Fwm36Hy4vbOwM%3D"
        ]
    );
}

#[tokio::test]
async fn an_xml_list_that_is_the_body_has_elements_of_one_name() {
    let two = "<r a='1'><o><Key>1</Key></o><o><Key>2</Key></o></r>";
    assert_eq!(page!(StorageClient.whole(), two).unwrap().len(), 2);
    for empty in ["<r/>", "<r></r>", "<r a='1'>\n</r>"] {
        assert_eq!(page!(StorageClient.whole(), empty).unwrap(), []);
    }
    let mixed = "<r><o><Key>1</Key></o><total>1</total></r>";
    let error = page!(StorageClient.whole(), mixed).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(
        error
            .to_string()
            .contains("say which are the list with `items`"),
        "{error}"
    );
}

#[tokio::test]
async fn what_lies_around_xml_elements_has_to_be_there() {
    let there = "<r><Objects/></r>";
    assert_eq!(page!(StorageClient.within(), there).unwrap(), []);
    let runs = "<r><Objects><Contents><Key>1</Key></Contents></Objects><x/>\
                <Objects><Contents><Key>2</Key></Contents></Objects></r>";
    assert_eq!(page!(StorageClient.within(), runs).unwrap().len(), 2);
    let error = page!(StorageClient.within(), "<r><Object/></r>").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(
        error
            .to_string()
            .ends_with("at `Objects.Contents`, missing list"),
        "{error}"
    );
    // A place within an item, counted over the whole document.
    let wrong = "<r><Objects><Contents><Key>1</Key><Size>s3cret</Size></Contents></Objects></r>";
    let error = page!(StorageClient.within(), wrong).unwrap_err();
    let told = error.to_string();
    assert!(
        told.contains("XML at `Objects.Contents[0].Size`, line 1"),
        "{told}"
    );
    assert!(
        !format!("{error} {error:?}").contains("s3cret"),
        "{error:?}"
    );
}

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
