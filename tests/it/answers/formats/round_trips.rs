//! Wrappers as results and as request bodies, over sockets.

use retry_client::{Cbor, Json, MessagePack, Protobuf, Reply, Result, RetryClient, Xml, client};

use super::{Book, CBOR, JSON, MESSAGEPACK, PROTOBUF, ProtoBook, XML, book, proto_book};
use crate::support::script::{Step, ok, status};
use crate::support::server::Server;

#[client]
#[retry(constant, base = 1ms)]
trait Books {
    #[put("/xml")]
    async fn xml(&self, #[body] book: &Xml<Book>) -> Result<Xml<Book>>;

    #[put("/msgpack")]
    async fn messagepack(&self, #[body] book: MessagePack<&Book>) -> Result<MessagePack<Book>>;

    #[put("/cbor")]
    async fn cbor(&self, #[body] book: Cbor<Book>) -> Result<Cbor<Book>>;

    #[put("/protobuf")]
    async fn protobuf(&self, #[body] book: &Protobuf<ProtoBook>) -> Result<Protobuf<ProtoBook>>;

    #[put("/json")]
    async fn json(&self, #[body] book: Json<&Book>) -> Result<Json<Book>>;

    #[get("/reply")]
    async fn reply(&self) -> Result<Reply<Xml<Book>>>;

    #[get("/maybe", none_on = 404)]
    async fn maybe(&self) -> Result<Option<MessagePack<Book>>>;

    #[get("/both", none_on = 404)]
    async fn both(&self) -> Result<Reply<Option<Cbor<Book>>>>;

    #[put("/optional")]
    async fn optional(&self, #[body] book: Option<Xml<&Book>>) -> Result<()>;

    #[put("/named")]
    async fn named(&self, #[body("text/xml; charset=utf-8")] book: &Xml<Book>) -> Result<()>;

    #[put("/zipped")]
    async fn zipped(&self, #[body(compress = gzip)] book: &Xml<Book>) -> Result<()>;

    #[get("/asked", headers("accept" = "text/xml"))]
    async fn asked(&self) -> Result<Xml<Book>>;
}

async fn books(step: Step) -> (Server, BooksClient) {
    let server = Server::start([step]).await;
    let books = BooksClient::new(server.url()).unwrap();
    (server, books)
}

/// Checks the one request that arrived: its `content-type`, its `accept`, and its bytes.
fn check(server: &Server, media_type: &str, accept: &str, bytes: &[u8]) {
    let arrivals = server.arrivals();
    let [arrival] = &arrivals[..] else {
        panic!("one request, not {}", arrivals.len());
    };
    assert_eq!(arrival.header("content-type"), Some(media_type));
    assert_eq!(arrival.header("accept"), Some(accept));
    assert_eq!(arrival.body, bytes, "{media_type}");
}

#[tokio::test]
async fn a_value_in_each_format_is_sent_and_read() {
    let (server, books) = books(ok(XML)).await;
    assert_eq!(books.xml(&Xml(book())).await.unwrap(), Xml(book()));
    check(&server, "application/xml", "application/xml", XML);

    let (server, books) = self::books(ok(MESSAGEPACK)).await;
    let read = books.messagepack(MessagePack(&book())).await.unwrap();
    assert_eq!(read.0, book());
    let media_type = "application/msgpack";
    check(&server, media_type, media_type, MESSAGEPACK);

    let (server, books) = self::books(ok(CBOR)).await;
    assert_eq!(books.cbor(book().into()).await.unwrap().0, book());
    check(&server, "application/cbor", "application/cbor", CBOR);

    let (server, books) = self::books(ok(PROTOBUF)).await;
    let read = books.protobuf(&Protobuf(proto_book())).await.unwrap();
    assert_eq!(read.0, proto_book());
    let media_type = "application/protobuf";
    check(&server, media_type, media_type, PROTOBUF);

    let (server, books) = self::books(ok(JSON)).await;
    assert_eq!(books.json(Json(&book())).await.unwrap().0, book());
    let accept = "application/json, */*;q=0.8";
    check(&server, "application/json", accept, JSON);
}

#[tokio::test]
async fn every_attempt_sends_the_same_bytes() {
    let server = Server::start([status(503), ok(CBOR)]).await;
    let books = BooksClient::new(server.url()).unwrap();
    books.cbor(Cbor(book())).await.unwrap();
    let bodies: Vec<_> = server
        .arrivals()
        .into_iter()
        .map(|sent| sent.body)
        .collect();
    assert_eq!(bodies, [CBOR, CBOR]);
}

#[tokio::test]
async fn wrappers_stand_in_replies_and_options() {
    let (_server, books) = books(ok(XML).header("etag", "x")).await;
    let reply = books.reply().await.unwrap();
    assert_eq!(
        (&reply.value().0, &reply.headers()["etag"]),
        (&book(), &"x".parse().unwrap())
    );

    let (_server, books) = self::books(ok(MESSAGEPACK)).await;
    assert_eq!(books.maybe().await.unwrap(), Some(MessagePack(book())));
    let (_server, books) = self::books(status(404)).await;
    assert_eq!(books.maybe().await.unwrap(), None);

    let (_server, books) = self::books(ok(CBOR)).await;
    assert_eq!(books.both().await.unwrap().into_value(), Some(Cbor(book())));
    let (_server, books) = self::books(status(404)).await;
    assert_eq!(books.both().await.unwrap().into_value(), None);
}

/// Declares a client of one wrapper, in every place that it can stand in, and tries them all.
macro_rules! everywhere {
    ($($test:ident: $wrapper:ident<$value:ident>, $made:expr, $bytes:expr;)+) => {$(
        #[tokio::test]
        async fn $test() {
            #[client]
            trait Everywhere {
                #[get("/reply")]
                async fn reply(&self) -> Result<Reply<$wrapper<$value>>>;

                #[get("/option", none_on = 404)]
                async fn option(&self) -> Result<Option<$wrapper<$value>>>;

                #[get("/both", none_on = 404)]
                async fn both(&self) -> Result<Reply<Option<$wrapper<$value>>>>;

                #[put("/there")]
                async fn there(&self, #[body] value: &$wrapper<$value>) -> Result<()>;

                #[put("/perhaps")]
                async fn perhaps(&self, #[body] value: Option<$wrapper<$value>>) -> Result<()>;
            }
            let made = || $wrapper($made);
            let found = || ok($bytes);
            let steps = [found(), found(), status(404), found(), status(204), status(204)];
            let server = Server::start(steps).await;
            let client = EverywhereClient::new(server.url()).unwrap();
            assert_eq!(client.reply().await.unwrap().into_value(), made());
            assert_eq!(client.option().await.unwrap(), Some(made()));
            assert_eq!(client.option().await.unwrap(), None);
            assert_eq!(client.both().await.unwrap().into_value(), Some(made()));
            assert_eq!(client.both().await.unwrap().into_value(), None);
            client.there(&made()).await.unwrap();
            client.perhaps(Some(made())).await.unwrap();
            client.perhaps(None).await.unwrap();
            let bodies = server.arrivals().into_iter().map(|arrival| arrival.body);
            let bodies: Vec<_> = bodies.skip(5).collect();
            assert_eq!(bodies, [$bytes, $bytes, b""]);
        }
    )+};
}

everywhere! {
    json_stands_everywhere: Json<Book>, book(), JSON;
    xml_stands_everywhere: Xml<Book>, book(), XML;
    messagepack_stands_everywhere: MessagePack<Book>, book(), MESSAGEPACK;
    cbor_stands_everywhere: Cbor<Book>, book(), CBOR;
    protobuf_stands_everywhere: Protobuf<ProtoBook>, proto_book(), PROTOBUF;
}

#[tokio::test]
async fn structs_are_read_from_arrays_too() {
    let (_server, books) = books(ok(&b"\x92\xa4Rust\xcd\x01\x2c"[..])).await;
    assert_eq!(books.maybe().await.unwrap(), Some(MessagePack(book())));
}

#[tokio::test]
async fn a_body_that_is_left_out_sends_no_media_type() {
    let (server, books) = books(ok("")).await;
    books.optional(None).await.unwrap();
    books.optional(Some(Xml(&book()))).await.unwrap();
    let arrivals = server.arrivals();
    assert_eq!(arrivals[0].header("content-type"), None);
    assert!(arrivals[0].body.is_empty());
    assert_eq!(arrivals[1].header("content-type"), Some("application/xml"));
    assert_eq!(arrivals[1].body, XML);
}

#[tokio::test]
async fn declared_media_types_replace_those_of_the_format() {
    let (server, books) = books(ok(XML)).await;
    books.named(&Xml(book())).await.unwrap();
    books.asked().await.unwrap();
    books.zipped(&Xml(book())).await.unwrap();
    let arrivals = server.arrivals();
    let media_type = arrivals[0].header("content-type");
    assert_eq!(media_type, Some("text/xml; charset=utf-8"));
    assert_eq!(arrivals[1].header("accept"), Some("text/xml"));
    assert_eq!(arrivals[2].header("content-encoding"), Some("gzip"));
    assert_eq!(arrivals[2].header("content-type"), Some("application/xml"));
}

#[tokio::test]
async fn an_ad_hoc_request_takes_a_format_as_its_body() {
    let server = Server::start([ok("")]).await;
    let client = RetryClient::new().unwrap();
    let request = client.put(server.url()).body(Xml(book()));
    request.send().await.unwrap();
    let arrivals = server.arrivals();
    assert_eq!(arrivals[0].header("content-type"), Some("application/xml"));
    assert_eq!(arrivals[0].body, XML);
}

#[tokio::test]
async fn xml_is_read_in_the_charset_that_it_names() {
    const LATIN: &[u8] = b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\
        <book><title>Caf\xe9</title><pages>1</pages></book>";
    let utf_16 = |text: &str| -> Vec<u8> {
        let units = std::iter::once(0xfeff).chain(text.encode_utf16());
        units.flat_map(u16::to_be_bytes).collect()
    };
    let plain = "<book><title>Caf\u{e9}</title><pages>1</pages></book>";
    let marked = format!("\u{feff}{plain}");
    let latin = ("content-type", "application/xml; charset=iso-8859-1");
    let steps = [
        ok(LATIN),
        ok(&LATIN[43..]).header(latin.0, latin.1),
        ok(utf_16(plain)),
        ok(marked.clone()).header(latin.0, latin.1),
        ok(plain),
    ];
    for step in steps {
        let (_server, books) = books(step).await;
        assert_eq!(books.asked().await.unwrap().0.title, "Caf\u{e9}");
    }
}
