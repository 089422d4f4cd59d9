//! Pages in every format: the same lists, of which each page is written anew.

use std::sync::atomic::{AtomicUsize, Ordering};

use retry_client::pages::{Next, PageParts};
use retry_client::{
    BoxError, Bytes, Cbor, Decode, Encode, ErrorKind, Head, HeaderValue, MessagePack, Result, Xml,
};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::pages::library::{FORMS, PER_PAGE, page_of};
use crate::support::script::{Step, ok, reset, status};
use crate::support::server::Server;

/// The number of pages that each list has here.
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

// Behind the macro, which they use.
mod elements;
mod shapes;
