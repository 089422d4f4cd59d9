//! `none_on` means in every format what it means for JSON.

use retry_client::testing::{ScriptedResponse, Stub, bytes, status};
use retry_client::{Cbor, ErrorKind, Json, MessagePack, Protobuf, Result, Xml, client};

use super::{Book, ProtoBook};

#[client(base_url = "https://h")]
trait Maybe {
    #[get("/x", none_on = 404)]
    async fn json(&self) -> Result<Option<Json<Book>>>;

    #[get("/x", none_on = 404)]
    async fn xml(&self) -> Result<Option<Xml<Book>>>;

    #[get("/x", none_on = 404)]
    async fn messagepack(&self) -> Result<Option<MessagePack<Book>>>;

    #[get("/x", none_on = 404)]
    async fn cbor(&self) -> Result<Option<Cbor<Book>>>;

    #[get("/x", none_on = 404)]
    async fn protobuf(&self) -> Result<Option<Protobuf<ProtoBook>>>;

    #[get("/x", none_on = 404)]
    async fn nullable_xml(&self) -> Result<Option<Xml<Option<u8>>>>;

    #[get("/x")]
    async fn required_xml(&self) -> Result<Xml<Book>>;

    #[get("/x", none_on = 404)]
    async fn nullable(&self) -> Result<Option<MessagePack<Option<u8>>>>;

    #[get("/x", none_on = 404)]
    async fn nullable_cbor(&self) -> Result<Option<Cbor<Option<u8>>>>;
}

fn maybe(answer: ScriptedResponse) -> MaybeClient {
    let stub = Stub::new();
    stub.get("/x").answer(answer.forever());
    stub.client()
}

#[tokio::test]
async fn a_204_and_an_empty_body_are_none_in_every_format() {
    for answer in [status(204), status(404), status(200), bytes("")] {
        let maybe = maybe(answer);
        assert_eq!(maybe.json().await.unwrap(), None);
        assert_eq!(maybe.xml().await.unwrap(), None);
        assert_eq!(maybe.messagepack().await.unwrap(), None);
        assert_eq!(maybe.cbor().await.unwrap(), None);
        assert_eq!(maybe.protobuf().await.unwrap(), None);
    }
}

#[tokio::test]
async fn the_null_of_a_format_is_none() {
    assert_eq!(maybe(bytes(" null\n")).json().await.unwrap(), None);
    assert_eq!(
        maybe(bytes(&b"\xc0"[..])).messagepack().await.unwrap(),
        None
    );
    assert_eq!(maybe(bytes(&b"\xf6"[..])).cbor().await.unwrap(), None);
    // The text that means nothing in JSON is nothing of the kind elsewhere.
    let cbor = maybe(bytes("null")).cbor().await.unwrap_err();
    let messagepack = maybe(bytes("null")).messagepack().await.unwrap_err();
    assert_eq!(
        (cbor.kind(), messagepack.kind()),
        (ErrorKind::Decode, ErrorKind::Decode)
    );
}

#[tokio::test]
async fn a_nil_root_is_none_in_xml() {
    const INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";
    let nils = [
        format!("<book xmlns:xsi='{INSTANCE}' xsi:nil='true'/>"),
        format!(
            "<?xml version='1.0'?>\n<!-- x -->\n<b:book xmlns:b='urn:b' xmlns:i='{INSTANCE}' id='7' i:nil='1'></b:book>\n"
        ),
    ];
    for nil in nils {
        assert_eq!(
            maybe(bytes(nil.clone())).xml().await.unwrap(),
            None,
            "{nil}"
        );
        // Where nothing is not expected it is an error, as `null` is in JSON.
        let error = maybe(bytes(nil)).required_xml().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
    }
    let others = [
        format!("<book xmlns:xsi='{INSTANCE}' xsi:nil='false'/>"),
        format!("<book xmlns:xsi='{INSTANCE}' nil='true'/>"),
        "<book xmlns:xsi='urn:other' xsi:nil='true'/>".to_owned(),
        format!("<book xmlns:xsi='{INSTANCE}'><title xsi:nil='true'/></book>"),
        "null".to_owned(),
        "nil".to_owned(),
        "<book/>".to_owned(),
    ];
    for other in others {
        let error = maybe(bytes(other.clone())).xml().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{other}");
    }
}

#[tokio::test]
async fn a_type_that_reads_null_itself_keeps_it() {
    let nil = "<n xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:nil='true'/>";
    let read = maybe(bytes(nil)).nullable_xml().await.unwrap();
    assert_eq!(read, Some(Xml(None)));
    let read = maybe(bytes(&b"\xc0"[..])).nullable().await.unwrap();
    assert_eq!(read, Some(MessagePack(None)));
    let read = maybe(bytes(&b"\xf6"[..])).nullable_cbor().await.unwrap();
    assert_eq!(read, Some(Cbor(None)));
}
