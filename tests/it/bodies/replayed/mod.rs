//! Bodies that are sent again: byte for byte what they were, or not at all.

mod ad_hoc;
mod broken_off;

use std::fs;
use std::path::{Path, PathBuf};

use retry_client::{
    AttemptRecord, Body, BodyFactory, Bytes, Call, ErrorKind, GaveUp, Policy, Result, RetryClient,
    Strategy, client,
};

use crate::support::script::{ms, ok};
use crate::support::server::Server;
use crate::support::temp_dir::{TempDir, content};
use crate::support::upload_server::{Intake, UploadServer};

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

/// A body that is read as it is sent, and only once.
fn stream(file: &Path) -> Body {
    let file = fs::File::open(file).unwrap();
    tokio::fs::File::from_std(file).into()
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
