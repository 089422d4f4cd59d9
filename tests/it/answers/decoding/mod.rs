//! The decoding of bodies: charsets, byte order marks, `None`, and errors that show no value.

mod errors;

use std::collections::HashMap;

use retry_client::testing::{ScriptedResponse, Stub, bytes, status, text};
use retry_client::{Bytes, ErrorKind, JsonLines, Method, Reply, Response, Result, client};
use serde::Deserialize;

#[derive(Debug, Deserialize, PartialEq)]
struct Book {
    title: String,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Account {
    #[serde(default)]
    password: u32,
    #[serde(default)]
    role: Option<Role>,
    #[serde(default)]
    born: Option<Born>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Role {
    Admin,
}

/// A type whose own error repeats the value.
#[derive(Debug, PartialEq)]
struct Born;

impl<'de> Deserialize<'de> for Born {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Err(serde::de::Error::custom(format!(
            "{text} is not a date, expected {text}"
        )))
    }
}

#[client(base_url = "https://h")]
trait Api {
    #[get("/text")]
    async fn text(&self) -> Result<String>;

    #[get("/number")]
    async fn number(&self) -> Result<u8>;

    #[get("/lines")]
    async fn lines(&self) -> Result<JsonLines<u8>>;

    #[get("/account")]
    async fn account(&self) -> Result<Account>;

    #[get("/map")]
    async fn map(&self) -> Result<HashMap<String, u32>>;

    #[get("/reply")]
    async fn reply(&self) -> Result<Reply<Book>>;

    #[get("/book", none_on = 404)]
    async fn book(&self) -> Result<Option<Book>>;

    #[get("/reply-book", none_on = 404)]
    async fn reply_book(&self) -> Result<Reply<Option<Book>>>;

    #[get("/book-reply", none_on = 404)]
    async fn book_reply(&self) -> Result<Option<Reply<Book>>>;

    #[get("/any", none_on = 404)]
    async fn any(&self) -> Result<Option<serde_json::Value>>;

    #[get("/maybe-text", none_on = 404)]
    async fn maybe_text(&self) -> Result<Option<String>>;

    #[get("/maybe-bytes", none_on = 404)]
    async fn maybe_bytes(&self) -> Result<Option<Bytes>>;

    #[get("/maybe-vec", none_on = 404)]
    async fn maybe_vec(&self) -> Result<Option<Vec<u8>>>;

    #[get("/unit", none_on = 404)]
    async fn unit(&self) -> Result<Option<()>>;

    #[get("/response", none_on = 404)]
    async fn response(&self) -> Result<Option<Response>>;

    #[get("/reply-unit", none_on = 404)]
    async fn reply_unit(&self) -> Result<Option<Reply<()>>>;

    #[head("/head", none_on = 404)]
    async fn head(&self) -> Result<Option<String>>;
}

/// A client of a server that gives this response to a path.
fn api(path: &str, response: ScriptedResponse) -> ApiClient {
    let stub = Stub::new();
    stub.get(path).answer(response);
    stub.client()
}

fn latin(body: &'static [u8], media_type: &'static str) -> ScriptedResponse {
    bytes(body).header("content-type", media_type)
}

#[tokio::test]
#[cfg(feature = "charset")]
async fn text_is_read_in_the_charset_that_the_response_names() {
    let named = "text/plain; charset=iso-8859-1";
    let read = api("/text", latin(b"f\xfcr", named)).text().await;
    assert_eq!(read.unwrap(), "f\u{fc}r");
    let utf_16 = latin(b"\xff\xfea\0", "text/plain; charset=utf-16");
    assert_eq!(api("/text", utf_16).text().await.unwrap(), "a");
    // A label that nobody knows changes nothing.
    let unknown = latin(b"a", "text/plain; charset=klingon");
    assert_eq!(api("/text", unknown).text().await.unwrap(), "a");
}

#[tokio::test]
async fn text_that_its_charset_cannot_hold_is_a_decode_error() {
    for media_type in ["text/plain", "text/plain; charset=utf-8"] {
        let error = api("/text", latin(b"f\xfcr", media_type)).text().await;
        let error = error.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{media_type}");
        assert_eq!(error.body().as_ref(), b"f\xfcr");
        assert_eq!(error.headers()["content-type"], media_type);
    }
}

#[tokio::test]
async fn a_byte_order_mark_before_text_or_json_is_skipped() {
    let read = api("/text", text("\u{feff}a\u{feff}")).text().await;
    assert_eq!(read.unwrap(), "a\u{feff}");
    let number = api("/number", text("\u{feff}7")).number().await;
    assert_eq!(number.unwrap(), 7);
    let mut lines = api("/lines", text("\u{feff}1\n\u{feff}2\n3\n"))
        .lines()
        .await
        .unwrap();
    assert_eq!(lines.value().await.unwrap(), Some(1));
    assert_eq!(lines.value().await.unwrap_err().kind(), ErrorKind::Decode);
    assert_eq!(lines.value().await.unwrap(), Some(3));
    let twice = api("/number", text("\u{feff}\u{feff}7")).number().await;
    assert_eq!(twice.unwrap_err().kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn null_an_empty_body_and_204_are_none_for_json() {
    for response in [
        text("null"),
        text(" null\n"),
        text("\u{feff}null"),
        text(""),
        text("\u{feff}"),
        status(204),
    ] {
        let shown = format!("{response:?}");
        assert_eq!(
            api("/book", response.clone()).book().await.unwrap(),
            None,
            "{shown}"
        );
        let reply = api("/reply-book", response.clone()).reply_book().await;
        assert_eq!(reply.unwrap().value(), &None, "{shown}");
        let reply = api("/book-reply", response).book_reply().await;
        assert!(reply.unwrap().is_none(), "{shown}");
    }
    let error = api("/book", text("nul")).book().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    // Without `Option` nothing changes.
    for response in [text("null"), text(""), status(204)] {
        let error = api("/number", response).number().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
    }
}

#[tokio::test]
async fn a_type_that_reads_null_itself_keeps_it() {
    let any = api("/any", text("null")).any().await.unwrap();
    assert_eq!(any, Some(serde_json::Value::Null));
    assert_eq!(api("/any", text("")).any().await.unwrap(), None);
}

#[tokio::test]
async fn a_204_is_none_for_text_and_bytes_while_an_empty_200_is_empty() {
    let none = |path| api(path, status(204));
    assert_eq!(none("/maybe-text").maybe_text().await.unwrap(), None);
    assert_eq!(none("/maybe-bytes").maybe_bytes().await.unwrap(), None);
    assert_eq!(none("/maybe-vec").maybe_vec().await.unwrap(), None);
    let empty = |path| api(path, text(""));
    let read = empty("/maybe-text").maybe_text().await.unwrap();
    assert_eq!(read.as_deref(), Some(""));
    assert_eq!(
        empty("/maybe-bytes").maybe_bytes().await.unwrap().unwrap(),
        ""
    );
    let read = empty("/maybe-vec").maybe_vec().await.unwrap();
    assert_eq!(read.as_deref(), Some(&[][..]));
    let null = api("/maybe-text", text("null")).maybe_text().await.unwrap();
    assert_eq!(null.as_deref(), Some("null"));
}

#[tokio::test]
async fn only_a_listed_status_is_none_where_no_body_is_decoded() {
    for (code, is_some) in [(204, true), (200, true), (404, false)] {
        let given = |path| api(path, status(code));
        assert_eq!(given("/unit").unit().await.unwrap().is_some(), is_some);
        assert_eq!(
            given("/response").response().await.unwrap().is_some(),
            is_some
        );
        let reply = given("/reply-unit").reply_unit().await.unwrap();
        assert_eq!(reply.is_some(), is_some);
        let stub = Stub::new();
        stub.at(Method::HEAD, "/head").answer(status(code));
        let head = stub.client::<ApiClient>().head().await.unwrap();
        assert_eq!(head.is_some(), is_some);
    }
}
