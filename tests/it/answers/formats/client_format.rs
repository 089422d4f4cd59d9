//! `format = …`: the format of everything that has none of its own.

use retry_client::testing::{Stub, bytes, json};
use retry_client::{Bytes, Cbor, ErrorKind, Json, Protobuf, Reply, Response, Result, Xml, client};

use super::{Book, CBOR, JSON, PROTOBUF, ProtoBook, XML, book, proto_book};
use crate::support::script::{ok, status};
use crate::support::server::Server;

#[client(base_url = "https://h", format = Xml)]
#[retry(constant, base = 1ms)]
trait Books {
    #[put("/value")]
    async fn value(&self, #[body] book: &Book) -> Result<Book>;

    #[put("/owned")]
    async fn owned(&self, #[body] book: Book) -> Result<Reply<Book>>;

    #[put("/optional", none_on = 404)]
    async fn optional(&self, #[body] book: Option<&Book>) -> Result<Option<Book>>;

    #[put("/own")]
    async fn own(&self, #[body] book: &Cbor<Book>) -> Result<Cbor<Book>>;

    #[put("/json")]
    async fn json(&self, #[json] book: &Book) -> Result<Json<Book>>;

    #[put("/text")]
    async fn text(&self, #[body] text: String) -> Result<String>;

    #[put("/bytes")]
    async fn bytes(&self, #[body] bytes: Bytes) -> Result<Bytes>;

    #[put("/unit")]
    async fn unit(&self, #[body] text: Option<&str>) -> Result<()>;

    #[get("/raw")]
    async fn raw(&self) -> Result<Response>;

    #[put("/typed")]
    async fn typed(&self, #[body("application/vnd.book+xml")] book: &Book) -> Result<()>;

    #[get("/polled")]
    #[retry(until = |book: &Book| book.pages == 300)]
    async fn polled(&self) -> Result<Book>;
}

#[client(format = Protobuf)]
trait Proto {
    #[put("/value")]
    async fn value(&self, #[body] book: ProtoBook) -> Result<ProtoBook>;
}

#[client(format = retry_client::Cbor)]
trait ByPath {
    #[put("/value")]
    async fn value(&self, #[body] book: &Book) -> Result<Book>;
}

#[tokio::test]
async fn plain_values_are_in_the_format_of_their_client() {
    let server = Server::start([ok(XML)]).await;
    let books = BooksClient::with_base_url(server.url()).unwrap();
    assert_eq!(books.value(&book()).await.unwrap(), book());
    assert_eq!(books.owned(book()).await.unwrap().into_value(), book());
    let read = books.optional(Some(&book())).await.unwrap();
    assert_eq!(read, Some(book()));
    assert_eq!(server.arrivals().len(), 3);
    for arrival in server.arrivals() {
        assert_eq!(arrival.header("content-type"), Some("application/xml"));
        assert_eq!(arrival.header("accept"), Some("application/xml"));
        assert_eq!(arrival.body, XML);
    }

    let server = Server::start([ok(PROTOBUF)]).await;
    let proto = ProtoClient::new(server.url()).unwrap();
    assert_eq!(proto.value(proto_book()).await.unwrap(), proto_book());
    assert_eq!(server.arrivals()[0].body, PROTOBUF);

    let server = Server::start([ok(CBOR)]).await;
    let by_path = ByPathClient::new(server.url()).unwrap();
    assert_eq!(by_path.value(&book()).await.unwrap(), book());
    assert_eq!(server.arrivals()[0].body, CBOR);
}

#[tokio::test]
async fn a_body_that_is_none_is_not_sent_and_an_empty_response_is_none() {
    let server = Server::start([status(404), ok("")]).await;
    let books = BooksClient::with_base_url(server.url()).unwrap();
    assert_eq!(books.optional(None).await.unwrap(), None);
    assert_eq!(books.optional(None).await.unwrap(), None);
    assert_eq!(server.arrivals().len(), 2);
    for arrival in server.arrivals() {
        assert_eq!(arrival.header("content-type"), None);
        assert!(arrival.body.is_empty());
    }
}

#[tokio::test]
async fn a_value_with_a_format_of_its_own_ignores_that_of_the_client() {
    let server = Server::start([ok(CBOR), ok(JSON), ok("x"), ok("y"), ok(""), ok("z")]).await;
    let books = BooksClient::with_base_url(server.url()).unwrap();
    assert_eq!(books.own(&Cbor(book())).await.unwrap().0, book());
    assert_eq!(books.json(&book()).await.unwrap().0, book());
    assert_eq!(books.text("a".to_owned()).await.unwrap(), "x");
    assert_eq!(books.bytes(Bytes::from("b")).await.unwrap(), "y");
    books.unit(Some("c")).await.unwrap();
    assert_eq!(books.raw().await.unwrap().text().await.unwrap(), "z");
    let arrivals = server.arrivals();
    let sent: Vec<_> = arrivals
        .iter()
        .map(|sent| (sent.header("content-type"), &sent.body[..]))
        .collect();
    let octets = Some("application/octet-stream");
    let expected: [(_, &[u8]); 6] = [
        (Some("application/cbor"), CBOR),
        (Some("application/json"), JSON),
        (octets, b"a"),
        (octets, b"b"),
        (octets, b"c"),
        (None, b""),
    ];
    assert_eq!(sent, expected);
}

#[tokio::test]
async fn a_declared_media_type_replaces_that_of_the_format() {
    let server = Server::start([ok("")]).await;
    let books = BooksClient::with_base_url(server.url()).unwrap();
    books.typed(&book()).await.unwrap();
    let arrivals = server.arrivals();
    let media_type = arrivals[0].header("content-type");
    assert_eq!(media_type, Some("application/vnd.book+xml"));
    assert_eq!(arrivals[0].body, XML);
}

#[tokio::test]
async fn until_sees_the_value_itself() {
    let stub = Stub::new();
    let early = "<book><title>Rust</title><pages>1</pages></book>";
    stub.get("/polled")
        .answers([bytes(early), bytes(XML.to_vec())]);
    let books: BooksClient = stub.client();
    assert_eq!(books.polled().await.unwrap(), book());
    assert_eq!(stub.requests().len(), 2);
}

#[tokio::test]
async fn json_for_a_client_of_xml_is_a_decode_error() {
    let stub = Stub::new();
    stub.put("/value").answer(json(&book()).forever());
    let books: BooksClient = stub.client();
    let error = books.value(&book()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(!error.to_string().contains("Rust"), "{error}");
}
