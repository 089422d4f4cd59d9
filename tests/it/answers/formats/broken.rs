//! Broken bodies: the error has the format, the place and the reason, and never a value.

use std::error::Error as _;
use std::fmt::Write as _;

use prost::Message;
use retry_client::testing::{Stub, bytes};
use retry_client::{Cbor, Error, ErrorKind, Json, MessagePack, Protobuf, Result, Xml, client};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
struct Order {
    #[expect(dead_code, reason = "read, and never looked at")]
    items: Vec<Item>,
}

#[derive(Debug, Deserialize)]
struct Item {
    #[expect(dead_code, reason = "read, and never looked at")]
    price: u32,
}

#[derive(Clone, PartialEq, Message)]
struct ProtoOrder {
    #[prost(message, repeated, tag = "1")]
    items: Vec<ProtoItem>,
}

#[derive(Clone, PartialEq, Message)]
struct ProtoItem {
    #[prost(string, tag = "1")]
    name: String,
}

#[client(base_url = "https://h")]
trait Orders {
    #[get("/x")]
    async fn json(&self) -> Result<Json<Order>>;

    #[get("/x")]
    async fn xml(&self) -> Result<Xml<Order>>;

    #[get("/x")]
    async fn messagepack(&self) -> Result<MessagePack<Order>>;

    #[get("/x")]
    async fn cbor(&self) -> Result<Cbor<Order>>;

    #[get("/x")]
    async fn protobuf(&self) -> Result<Protobuf<ProtoOrder>>;
}

fn orders(body: &[u8]) -> OrdersClient {
    let stub = Stub::new();
    stub.get("/x").answer(bytes(body.to_vec()).forever());
    stub.client()
}

/// The words after the colon. Nothing that the error shows anywhere may hold a value.
fn told(error: &Error) -> String {
    assert_eq!(error.kind(), ErrorKind::Decode);
    let mut shown = format!("{error} {error:?}");
    let mut source = error.source();
    while let Some(inner) = source {
        write!(shown, " {inner} {inner:?}").unwrap();
        source = inner.source();
    }
    for value in ["s3cret", "4711"] {
        assert!(!shown.contains(value), "{shown}");
    }
    let shown = error.to_string();
    let (_, told) = shown.split_once("could not be decoded: ").unwrap();
    told.to_owned()
}

#[tokio::test]
async fn json_names_path_line_and_column() {
    let error = orders(br#"{"items":[{"price":"s3cret"}]}"#).json().await;
    let expected = "JSON at `items[0].price`, line 1 column 27, expected u32";
    assert_eq!(told(&error.unwrap_err()), expected);
}

#[tokio::test]
async fn xml_names_path_line_and_column() {
    let table: [(&str, &str); 7] = [
        (
            "<order>\n <items><price>s3cret</price></items></order>",
            "XML at `items[0].price`, line 2 column 38, expected u32",
        ),
        (
            "<order><items></items></order>",
            "XML at `items[0]`, line 1 column 31, missing field `price`",
        ),
        (
            "<order><items><price>4711</price>",
            "XML at `items[0]`, line 1 column 34, cut short",
        ),
        (
            "<order><items><price>4711</s3cret></items></order>",
            "XML at `items[0].price`, line 1 column 26, tags that do not match",
        ),
        (
            "<order><items><price>&s3cret;</price></items></order>",
            "XML at `items[0].price`, line 1 column 38, an unknown entity",
        ),
        ("s3cret", "XML at `.`, line 1 column 7"),
        ("<order", "XML at `.`, line 1 column 7, tag not closed"),
    ];
    for (body, expected) in table {
        let told = told(&orders(body.as_bytes()).xml().await.unwrap_err());
        assert!(told.starts_with(expected), "{body}: {told}");
    }
    let error = orders(b"<order>s3cret \xff</order>").xml().await;
    assert_eq!(told(&error.unwrap_err()), "XML whose bytes are not UTF-8");
    let deep = "<order>".repeat(5_000);
    let error = orders(deep.as_bytes()).xml().await.unwrap_err();
    assert!(told(&error).starts_with("XML at `"), "{error}");
}

#[tokio::test]
async fn messagepack_names_path_and_byte() {
    let table: [(&[u8], &str); 6] = [
        (
            b"\x81\xa5items\x91\x81\xa5price\xa6s3cret",
            "MessagePack at `items[0].price`, byte 16, a value of another type",
        ),
        (
            b"\x81\xa5items\x91\x80",
            "MessagePack at `items[0]`, byte 9, missing field `price`",
        ),
        (
            b"\x81\xa5items\x91\x81\xa5price\xcd\x12",
            "MessagePack at `items[0].price`, byte 17, cut short",
        ),
        (
            b"\x81\xa5items\x90s3cret",
            "MessagePack at `.`, byte 8, expected the end",
        ),
        (b"\xc1", "MessagePack at `.`, byte 1"),
        (
            b"\x81\xa5items\xdd\xff\xff\xff\xff",
            "MessagePack at `items[0]`, byte 12, cut short",
        ),
    ];
    for (body, expected) in table {
        let told = told(&orders(body).messagepack().await.unwrap_err());
        assert!(told.starts_with(expected), "{body:x?}: {told}");
    }
    let error = orders(&vec![0x91; 100_000])
        .messagepack()
        .await
        .unwrap_err();
    assert!(told(&error).starts_with("MessagePack at `"), "{error}");
}

#[tokio::test]
async fn cbor_names_path_and_byte() {
    let table: [(&[u8], &str); 6] = [
        (
            b"\xa1\x65items\x81\xa1\x65price\x66s3cret",
            "CBOR at `items[0].price`, byte 16, expected integer",
        ),
        (
            b"\xa1\x65items\x81\xa0",
            "CBOR at `items[0]`, byte 9, missing field `price`",
        ),
        (
            b"\xa1\x65items\x81\xa1\x65price\x19\x12",
            "CBOR at `items[0].price`, byte ",
        ),
        (
            b"\xa1\x65items\x80s3cret",
            "CBOR at `.`, byte 8, expected the end",
        ),
        (b"\x1c", "CBOR at `.`, byte 0, invalid CBOR"),
        (
            b"\xa1\x65items\x9a\xff\xff\xff\xff",
            "CBOR at `items[0]`, byte 12, cut short",
        ),
    ];
    for (body, expected) in table {
        let told = told(&orders(body).cbor().await.unwrap_err());
        assert!(told.starts_with(expected), "{body:x?}: {told}");
    }
    let error = orders(&vec![0x81; 100_000]).cbor().await.unwrap_err();
    assert!(told(&error).starts_with("CBOR at `"), "{error}");
}

#[tokio::test]
async fn protobuf_names_fields_and_byte() {
    let table: [(&[u8], &str); 6] = [
        (
            b"\x0a\x08\x0a\x06s3cre\xff",
            "Protobuf at `ProtoOrder.items.name`, byte 10, text that is not UTF-8",
        ),
        (
            b"\x0a\x03\x08\xe7\x24",
            "Protobuf at `ProtoOrder.items.name`, byte 3, a field of another type",
        ),
        (
            b"\x0a\x7fs3cret",
            "Protobuf at `ProtoOrder.items`, byte 2, cut short",
        ),
        (b"\x07", "Protobuf at `.`, byte 1, an unknown wire type"),
        (b"\x00", "Protobuf at `.`, byte 1, an invalid field number"),
        (
            b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
            "Protobuf at `.`, byte ",
        ),
    ];
    for (body, expected) in table {
        let told = told(&orders(body).protobuf().await.unwrap_err());
        assert!(told.starts_with(expected), "{body:x?}: {told}");
    }
}
