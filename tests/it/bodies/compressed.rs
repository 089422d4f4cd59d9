//! Bodies in gzip: compressed once, announced, and the same on every attempt.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use flate2::read::GzDecoder;
use retry_client::{
    Body, BodyFactory, Bytes, Call, ErrorKind, Policy, RequestBuilder, Result, RetryClient,
    Strategy, client,
};

use crate::support::script::{ms, ok, status};
use crate::support::server::{Arrival, Server};
use crate::support::temp_dir::{TempDir, content};
use crate::support::upload_server::{Intake, UploadServer};

#[client]
#[retry(constant, base = 1ms)]
trait Compressed {
    #[put("/events")]
    async fn events(
        &self,
        #[body("application/x-ndjson", compress = gzip)] events: &str,
    ) -> Result<()>;

    #[put("/bytes")]
    async fn bytes(&self, #[body(compress = gzip)] bytes: Bytes) -> Result<()>;

    #[put("/slice")]
    #[retry(off)]
    async fn slice(&self, #[body(compress = gzip)] bytes: &[u8]) -> Result<()>;

    #[put("/json")]
    async fn json(&self, #[json(compress = gzip)] value: &[String]) -> Result<()>;

    #[put("/form")]
    async fn form(&self, #[form(compress = gzip)] fields: &BTreeMap<&str, String>) -> Result<()>;

    #[put("/coded", headers("content-encoding" = "x-own"))]
    async fn coded(&self, #[body(compress = gzip)] text: String) -> Result<()>;
}

/// Sends one kind of body with a declared method.
type Declared = fn(&CompressedClient) -> Call<()>;

/// Gives a request one kind of body.
type Given = fn(RequestBuilder) -> RequestBuilder;

fn events() -> String {
    "{\"at\": 1}\n".repeat(20_000)
}

fn fields() -> BTreeMap<&'static str, String> {
    BTreeMap::from([("a", events()), ("b", String::new())])
}

/// The content of a body that is declared as gzip, and its declared media type.
fn unpacked(arrival: &Arrival) -> (Vec<u8>, &str) {
    assert_eq!(arrival.header("content-encoding"), Some("gzip"));
    let length = arrival.body.len().to_string();
    assert_eq!(arrival.header("content-length"), Some(length.as_str()));
    let mut content = Vec::new();
    GzDecoder::new(&arrival.body[..])
        .read_to_end(&mut content)
        .unwrap();
    (content, arrival.header("content-type").unwrap_or_default())
}

#[tokio::test]
async fn every_body_role_can_be_compressed() {
    const OCTETS: &str = "application/octet-stream";
    let form = "a=%7B%22at%22%3A+1%7D%0A".repeat(20_000).replace("a=", "");
    let table: [(Declared, Vec<u8>, &str); 6] = [
        (
            |client| client.events(&events()),
            events().into(),
            "application/x-ndjson",
        ),
        (
            |client| client.bytes(content(300_000).into()),
            content(300_000),
            OCTETS,
        ),
        (|client| client.slice(&content(7)), content(7), OCTETS),
        (|client| client.bytes(Bytes::new()), Vec::new(), OCTETS),
        (
            |client| client.json(&["prüfung".to_owned()]),
            "[\"prüfung\"]".into(),
            "application/json",
        ),
        (
            |client| client.form(&fields()),
            format!("a={form}&b=").into(),
            "application/x-www-form-urlencoded",
        ),
    ];
    for (call, expected, media_type) in table {
        let server = Server::start([ok("")]).await;
        call(&CompressedClient::new(server.url()).unwrap())
            .await
            .unwrap();
        let arrival = server.arrivals().remove(0);
        let (content, said) = unpacked(&arrival);
        assert!(content == expected, "{}", arrival.target);
        assert_eq!(said, media_type, "{}", arrival.target);
    }
}

#[tokio::test]
async fn a_compressed_body_is_smaller() {
    let server = Server::start([ok("")]).await;
    let client = CompressedClient::new(server.url()).unwrap();
    client.events(&events()).await.unwrap();
    let length = server.arrivals()[0].body.len();
    assert!(length < events().len() / 100, "{length}");
}

#[tokio::test]
async fn a_compressed_body_is_replayed_wherever_the_first_attempt_was_cut() {
    let calls: [Declared; 3] = [
        |client| client.bytes(content(300_000).into()),
        |client| client.json(&vec![events(); 10]),
        |client| client.form(&fields()),
    ];
    for (at, call) in calls.into_iter().enumerate() {
        let receiver = UploadServer::start([]).await;
        call(&CompressedClient::new(receiver.url()).unwrap())
            .await
            .unwrap();
        let whole = receiver.uploads().remove(0);
        for cut in [0, 1, whole.length / 2, whole.length] {
            let receiver = UploadServer::start([Intake::Cut(cut)]).await;
            call(&CompressedClient::new(receiver.url()).unwrap())
                .await
                .unwrap();
            let [first, second] = receiver.uploads().try_into().unwrap();
            assert_eq!(
                (first.length, second.same_part),
                (cut, Some(first.hash)),
                "{at}"
            );
            assert!(second.is_whole, "{at} cut at {cut}");
            assert_eq!(
                (second.length, second.hash),
                (whole.length, whole.hash),
                "{at}"
            );
            let codings = [&first, &second].map(|upload| upload.field("content-encoding"));
            assert_eq!(codings, [Some("gzip"); 2], "{at}");
        }
    }
}

#[tokio::test]
async fn a_content_encoding_set_by_the_caller_wins() {
    let server = Server::start([status(503), ok("")]).await;
    let client = CompressedClient::new(server.url()).unwrap();
    client.coded("text".to_owned()).await.unwrap();
    for arrival in server.arrivals() {
        let codings = arrival.headers.get_all("content-encoding").iter();
        assert_eq!(codings.collect::<Vec<_>>(), ["x-own", "gzip"]);
    }
    assert_eq!(server.arrivals().len(), 2);
}

#[tokio::test]
async fn an_ad_hoc_request_can_be_compressed() {
    let client = RetryClient::new().unwrap();
    let kinds: [(Given, Vec<u8>, &str); 3] = [
        (|request| request.body(events()), events().into(), ""),
        (
            |request| request.json(&[1, 2]),
            "[1,2]".into(),
            "application/json",
        ),
        (
            |request| request.form(&[("a", "b")]),
            "a=b".into(),
            "application/x-www-form-urlencoded",
        ),
    ];
    for (body, expected, media_type) in kinds {
        let server = Server::start([status(503), ok("")]).await;
        let policy = Policy::new(Strategy::constant(ms(1)));
        let request = body(client.put(server.url()).retry(policy)).gzip();
        request.send().await.unwrap();
        let [first, second] = server.arrivals().try_into().unwrap();
        assert_eq!(first.body, second.body);
        assert_eq!(unpacked(&second), (expected, media_type));
        assert_eq!(first.headers, second.headers);
    }
}

#[tokio::test]
async fn a_body_that_cannot_be_compressed_up_front_is_not_sent() {
    let scratch = TempDir::new();
    let file = scratch.file("body", 7);
    let client = RetryClient::new().unwrap();
    let server = Server::start([ok("")]).await;
    let bodies: [fn(RequestBuilder, &Path) -> RequestBuilder; 3] = [
        |request, _| request,
        |request, file| request.body(file),
        |request, _| request.body(BodyFactory::new(|| Body::from("a"))),
    ];
    for body in bodies {
        let request = body(client.put(server.url()), &file).gzip();
        let error = request.send().await.unwrap_err();
        assert_eq!(
            (error.kind(), error.attempts().len()),
            (ErrorKind::Build, 0)
        );
    }
    assert_eq!(server.arrivals().len(), 0);
}
