//! Bodies that are sent again: byte for byte what they were, or not at all.

use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::{fs, io};

use futures_core::Stream;
use retry_client::{
    AttemptRecord, Body, BodyFactory, Bytes, Call, ErrorKind, GaveUp, Policy, RequestBuilder,
    Result, RetryClient, Strategy, client,
};

use crate::support::script::{ms, ok};
use crate::support::server::Server;
use crate::support::temp_dir::{TempDir, content};
use crate::support::upload_server::{Intake, UploadServer, hash_of};

/// Larger than what sockets buffer of a request whose server does not read.
const LENGTH: usize = 300_000;

const AT_ONCE: Policy = Policy::new(Strategy::constant(ms(1)));

#[client]
#[retry(constant, base = 1ms)]
trait Uploads {
    #[put("/form")]
    async fn form(&self, #[form] fields: &[(&str, String)]) -> Result<()>;

    #[put("/bytes")]
    async fn bytes(&self, #[body("image/png")] image: &[u8]) -> Result<()>;

    #[put("/json")]
    async fn json(&self, #[json] value: &[String]) -> Result<()>;

    #[put("/text")]
    async fn text(&self, #[body("text/plain")] text: String) -> Result<()>;

    #[put("/borrowed-text")]
    async fn borrowed_text(&self, #[body("text/plain")] text: &str) -> Result<()>;

    #[put("/shared")]
    async fn shared(&self, #[body("image/png")] image: Bytes) -> Result<()>;

    #[put("/vector")]
    async fn vector(&self, #[body("image/png")] image: Vec<u8>) -> Result<()>;

    #[put("/made")]
    async fn made(&self, #[body("image/png")] image: BodyFactory) -> Result<()>;

    #[put("/file")]
    async fn file(&self, #[body("image/png")] image: &Path) -> Result<()>;

    #[put("/parts")]
    async fn parts(
        &self,
        #[part] text: &str,
        #[part] bytes: Bytes,
        #[part(json)] json: &[u32],
        #[part(file)] file: &Path,
    ) -> Result<()>;

    #[post("/keyed")]
    #[idempotency_key]
    async fn keyed(&self, #[body("image/png")] image: PathBuf) -> Result<()>;

    #[put("/once")]
    #[retry(off)]
    async fn once(&self, #[body("image/png")] image: Body) -> Result<()>;
}

/// Sends one kind of body with a declared method.
type Declared = fn(&UploadsClient, &Path) -> Call<()>;

/// Every role of a body, and how its media type begins.
const ROLES: [(&str, &str, Declared); 11] = [
    (
        "a form",
        "application/x-www-form-urlencoded",
        |uploads, _| uploads.form(&[("text", text()), ("b", String::new())]),
    ),
    ("bytes", "image/png", |uploads, _| {
        uploads.bytes(&content(LENGTH))
    }),
    ("json", "application/json", |uploads, _| {
        uploads.json(&[text(), text()])
    }),
    ("a string", "text/plain", |uploads, _| uploads.text(text())),
    ("a borrowed string", "text/plain", |uploads, _| {
        uploads.borrowed_text(&text())
    }),
    ("shared bytes", "image/png", |uploads, _| {
        uploads.shared(content(LENGTH).into())
    }),
    ("a vector", "image/png", |uploads, _| {
        uploads.vector(content(LENGTH))
    }),
    ("a factory", "image/png", |uploads, _| {
        uploads.made(BodyFactory::new(make_body))
    }),
    ("a file", "image/png", UploadsClient::file),
    (
        "parts",
        "multipart/form-data; boundary=",
        |uploads, file| uploads.parts(&text(), content(7).into(), &[1, 2], file),
    ),
    ("a POST with a key", "image/png", |uploads, file| {
        uploads.keyed(file.to_owned())
    }),
];

#[tokio::test]
async fn every_body_role_is_replayed_byte_for_byte() {
    let scratch = TempDir::new();
    let file = scratch.file("body", LENGTH as u64);
    for (name, media_type, call) in ROLES {
        let receiver = UploadServer::start([]).await;
        call(&UploadsClient::new(receiver.url()).unwrap(), &file)
            .await
            .unwrap();
        let length = receiver.uploads().remove(0).length;
        for cut in [0, 1, length / 2, length] {
            let receiver = UploadServer::start([Intake::Cut(cut)]).await;
            let uploads = UploadsClient::new(receiver.url()).unwrap();
            call(&uploads, &file).await.unwrap();
            let [first, second] = receiver.uploads().try_into().unwrap();
            assert_eq!(second.same_part, Some(first.hash), "{name} cut at {cut}");
            assert!(
                second.is_whole && second.length == length,
                "{name} cut at {cut}"
            );
            let types = [first.field("content-type"), second.field("content-type")];
            assert_eq!(types[0], types[1], "{name}");
            assert!(
                types[0].unwrap().starts_with(media_type),
                "{name}: {types:?}"
            );
        }
    }
}

fn client() -> RetryClient {
    let builder = RetryClient::builder().retry(|_| AT_ONCE);
    builder.build().unwrap()
}

fn text() -> String {
    "prüfung ".repeat(LENGTH / 9)
}

fn make_body() -> Body {
    Body::from(content(LENGTH))
}

/// Sends one kind of body with PUT.
type Kind = fn(RetryClient, String, &Path) -> RequestBuilder;

/// Every kind of body that can be sent again, and its media type.
fn kinds() -> Vec<(&'static str, Option<&'static str>, Kind)> {
    vec![
        ("bytes", None, |client, url, _| {
            client.put(url).body(Bytes::from(content(LENGTH)))
        }),
        ("a vector", None, |client, url, _| {
            client.put(url).body(content(LENGTH))
        }),
        ("a slice", None, |client, url, _| {
            client.put(url).body(content(LENGTH).as_slice())
        }),
        ("a string", None, |client, url, _| {
            client.put(url).body(text())
        }),
        ("a borrowed string", None, |client, url, _| {
            client.put(url).body(text().as_str())
        }),
        ("a file", None, |client, url, file| {
            client.put(url).body(file)
        }),
        ("a file by an owned path", None, |client, url, file| {
            client.put(url).body(file.to_owned())
        }),
        ("a function", None, |client, url, _| {
            client.put(url).body(make_body as fn() -> Body)
        }),
        ("a factory", None, |client, url, _| {
            client.put(url).body(BodyFactory::new(make_body))
        }),
        ("a factory of streams", None, |client, url, file| {
            let file = file.to_owned();
            let open = move || {
                let file = fs::File::open(&file).unwrap();
                Body::from(tokio::fs::File::from_std(file))
            };
            client.put(url).body(BodyFactory::new(open))
        }),
        ("json", Some("application/json"), |client, url, _| {
            client.put(url).json(&vec![text(); 2])
        }),
        (
            "a form",
            Some("application/x-www-form-urlencoded"),
            |client, url, _| {
                client
                    .put(url)
                    .form(&[("text", text()), ("b", String::new())])
            },
        ),
    ]
}

#[tokio::test]
async fn every_kind_of_body_is_replayed_wherever_the_first_attempt_was_cut() {
    let scratch = TempDir::new();
    let file = scratch.file("body", LENGTH as u64);
    for (name, media_type, send) in kinds() {
        let receiver = UploadServer::start([]).await;
        send(client(), receiver.url(), &file).send().await.unwrap();
        let whole = receiver.uploads().remove(0);
        assert!(
            whole.is_whole && whole.length >= LENGTH as u64 * 9 / 10,
            "{name}"
        );
        assert_eq!(whole.field("content-type"), media_type, "{name}");
        if !name.contains("string") && media_type.is_none() {
            assert_eq!(whole.hash, hash_of(&content(LENGTH)), "{name}");
        }

        for cut in [0, 1, whole.length / 2, whole.length] {
            let receiver = UploadServer::start([Intake::Cut(cut)]).await;
            let reply = send(client(), receiver.url(), &file).send().await.unwrap();
            let [first, second] = receiver.uploads().try_into().unwrap();
            assert_eq!(first.length, cut, "{name}");
            assert_eq!(second.same_part, Some(first.hash), "{name} cut at {cut}");
            assert!(second.is_whole, "{name} cut at {cut}");
            assert_eq!(
                (second.length, second.hash),
                (whole.length, whole.hash),
                "{name} cut at {cut}"
            );
            let outcomes = reply.attempts().iter().map(AttemptRecord::outcome);
            assert_eq!(
                outcomes.collect::<Vec<_>>(),
                [Some(ErrorKind::Reset), None],
                "{name} cut at {cut}"
            );
        }
    }
}

#[tokio::test]
async fn every_body_but_that_of_a_factory_announces_its_length() {
    let scratch = TempDir::new();
    let file = scratch.file("body", LENGTH as u64);
    for (name, _, send) in kinds() {
        let receiver = UploadServer::start([]).await;
        send(client(), receiver.url(), &file).send().await.unwrap();
        let upload = receiver.uploads().remove(0);
        let announced = upload.field("content-length").map(str::to_owned);
        let expected = (name != "a factory of streams").then(|| upload.length.to_string());
        assert_eq!(announced, expected, "{name}");
    }
}

/// A body that is read as it is sent, and only once.
fn stream(file: &Path) -> Body {
    let file = fs::File::open(file).unwrap();
    tokio::fs::File::from_std(file).into()
}

#[tokio::test]
async fn a_one_shot_body_is_sent_once() {
    let scratch = TempDir::new();
    let file = scratch.file("body", LENGTH as u64);
    for cut in [0, 1, LENGTH as u64] {
        let receiver = UploadServer::start([Intake::Cut(cut)]).await;
        let request = client().put(receiver.url()).body(stream(&file));
        let error = request.send().await.unwrap_err();
        assert_eq!(
            (error.kind(), error.gave_up()),
            (ErrorKind::Reset, GaveUp::NotRepeatable)
        );
        assert_eq!((error.attempts().len(), receiver.uploads().len()), (1, 1));
    }
    let receiver = UploadServer::start([Intake::Busy(0)]).await;
    let request = client().put(receiver.url()).body(stream(&file));
    let reply = request.send().await.unwrap();
    assert_eq!(
        (reply.status().as_u16(), receiver.uploads().len()),
        (503, 1)
    );
    let receiver = UploadServer::start([]).await;
    let uploads = UploadsClient::new(receiver.url()).unwrap();
    uploads.once(stream(&file)).await.unwrap();
    let upload = receiver.uploads().remove(0);
    assert_eq!((upload.length, upload.is_whole), (LENGTH as u64, true));
}

#[tokio::test]
async fn an_early_503_is_seen_and_the_body_is_replayed_in_full() {
    let scratch = TempDir::new();
    let file = scratch.file("body", 8 * 1024 * 1024);
    for early in [0, 1, 4 * 1024 * 1024] {
        let receiver = UploadServer::start([Intake::Busy(early)]).await;
        let request = client().put(receiver.url()).body(&file);
        let reply = request.send().await.unwrap();
        let statuses = reply.attempts().iter().map(AttemptRecord::status);
        let statuses = statuses.map(|status| status.map(|status| status.as_u16()));
        assert_eq!(statuses.collect::<Vec<_>>(), [Some(503), Some(200)]);
        let [first, second] = receiver.uploads().try_into().unwrap();
        assert_eq!((first.length, second.same_part), (early, Some(first.hash)));
        assert!(second.is_whole);
    }
}

#[tokio::test]
async fn multipart_parts_are_sent_as_declared() {
    let scratch = TempDir::new();
    let file = scratch.file("me.png", 7);
    let server = Server::start([ok("")]).await;
    let uploads = UploadsClient::new(server.url()).unwrap();
    let parts = uploads.parts("prüfung", Bytes::from_static(b"\x00\xff"), &[1, 2], &file);
    parts.await.unwrap();
    let arrival = server.arrivals().remove(0);
    let media_type = arrival.header("content-type").unwrap();
    let boundary = media_type.strip_prefix("multipart/form-data; boundary=");
    let boundary = boundary.unwrap();
    let expected = [
        format!("--{boundary}\r\ncontent-disposition: form-data; name=\"text\"\r\n\r\nprüfung\r\n").into(),
        format!("--{boundary}\r\ncontent-disposition: form-data; name=\"bytes\"\r\ncontent-type: application/octet-stream\r\n\r\n").into(),
        b"\x00\xff\r\n".to_vec(),
        format!("--{boundary}\r\ncontent-disposition: form-data; name=\"json\"\r\ncontent-type: application/json\r\n\r\n[1,2]\r\n").into(),
        format!("--{boundary}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"me.png\"\r\ncontent-type: image/png\r\n\r\n").into(),
        content(7),
        format!("\r\n--{boundary}--\r\n").into(),
    ];
    assert_eq!(arrival.body, expected.concat());
}

/// Breaks after its first part has been sent, with an error that a lost connection has too.
#[derive(Default)]
struct Breaking {
    polled: usize,
}

impl Stream for Breaking {
    type Item = io::Result<Bytes>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Bytes>>> {
        self.polled += 1;
        match self.polled {
            1 => Poll::Ready(Some(Ok("part".into()))),
            // What has been given is written while there is nothing more.
            2 => {
                context.waker().wake_by_ref();
                Poll::Pending
            }
            _ => Poll::Ready(Some(Err(io::ErrorKind::ConnectionReset.into()))),
        }
    }
}

#[tokio::test]
async fn a_body_that_fails_while_it_is_read_is_not_a_connection_error() {
    let receiver = UploadServer::start([]).await;
    let client = RetryClient::builder().retry(|_| AT_ONCE).build().unwrap();
    let breaking = BodyFactory::new(|| Body::wrap_stream(Breaking::default()));
    let sent = client.put(receiver.url()).body(breaking).send().await;
    let error = sent.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts().len()),
        (ErrorKind::Source, 1),
        "{error:?}"
    );
    receiver.has_uploads(1).await;
    let uploads = receiver.uploads().into_iter();
    let arrived = uploads.map(|upload| (upload.length, upload.is_whole));
    assert_eq!(arrived.collect::<Vec<_>>(), [(4, false)]);
}
