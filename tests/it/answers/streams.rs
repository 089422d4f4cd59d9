//! A body handed out as it arrives: how far it has come, and what is told of it.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use futures_core::Stream;
use retry_client::testing::{self, Stub, text};
use retry_client::{AttemptRecord, ByteStream, Bytes, ErrorKind, Reply, Result, client};

use crate::support::script::{close, ok, status};
use crate::support::server::Server;
use crate::support::temp_dir::content;
use crate::support::upload_server::{Intake, UploadServer};

#[client]
#[retry(constant, base = 1ms)]
trait Flow {
    #[get("/stream")]
    async fn stream(&self) -> Result<ByteStream>;

    #[put("/bytes")]
    async fn bytes(&self, #[body] bytes: Bytes) -> Result<Reply<()>>;

    #[post("/stream")]
    #[retry(off)]
    async fn pass_on(&self, #[body("text/plain")] stream: ByteStream) -> Result<()>;

    #[get("/nothing")]
    async fn nothing(&self) -> Result<()>;
}

/// A callback, and what it was told.
#[derive(Clone, Default)]
struct Notes(Arc<Mutex<Vec<Note>>>);

/// The bytes done, and the bytes in all.
type Note = (u64, Option<u64>);

impl Notes {
    fn callback(&self) -> impl Fn(u64, Option<u64>) + Send + Sync + 'static {
        let notes = self.0.clone();
        move |done, all| notes.lock().unwrap().push((done, all))
    }

    fn taken(&self) -> Vec<Note> {
        self.0.lock().unwrap().split_off(0)
    }
}

#[tokio::test]
async fn failures_before_the_first_byte_of_a_stream_are_retried() {
    let server = Server::start([status(503), close(), ok("12345").cut(0), ok("12345")]).await;
    let client = FlowClient::new(server.url()).unwrap();
    let mut stream = client.stream().attempts(4).await.unwrap();
    assert_eq!(stream.chunk().await.unwrap().unwrap(), "12345");
    assert_eq!(stream.chunk().await.unwrap(), None);
    assert_eq!(server.arrivals().len(), 4);
}

#[tokio::test]
async fn a_byte_stream_ends_with_its_error() {
    let server = Server::start([ok("12345").cut(3)]).await;
    let client = FlowClient::new(server.url()).unwrap();
    let mut stream = client.stream().await.unwrap();
    let mut next = async || poll_fn(|context| Pin::new(&mut stream).poll_next(context)).await;
    assert_eq!(next().await.unwrap().unwrap(), "123");
    let error = next().await.unwrap().unwrap_err();
    let outcomes = error.attempts().iter().map(AttemptRecord::outcome);
    assert_eq!(outcomes.collect::<Vec<_>>(), [Some(ErrorKind::Body)]);
    assert!(
        error
            .to_string()
            .starts_with("GET /stream failed after 1 attempt in "),
        "{error}"
    );
    assert!(next().await.is_none());
    assert_eq!(server.arrivals().len(), 1);
}

#[tokio::test]
async fn progress_of_a_stream_has_its_length_if_known() {
    let body = Bytes::from(content(300_000));
    let server = Server::start([ok(body)]).await;
    let client = FlowClient::new(server.url()).unwrap();
    let notes = Notes::default();
    let mut stream = client.stream().await.unwrap().on_progress(notes.callback());
    let (mut done, mut expected) = (0, vec![(0, Some(300_000))]);
    while let Some(chunk) = stream.chunk().await.unwrap() {
        done += chunk.len() as u64;
        expected.push((done, Some(300_000)));
    }
    assert_eq!((notes.taken(), done), (expected, 300_000));

    let endless = ok("12345").endless(std::time::Duration::ZERO);
    let server = Server::start([endless]).await;
    let client = FlowClient::new(server.url()).unwrap();
    let mut stream = client.stream().await.unwrap().on_progress(notes.callback());
    let first = stream.chunk().await.unwrap().unwrap().len() as u64;
    assert_eq!(notes.taken(), [(0, None), (first, None)]);
}

#[tokio::test]
async fn progress_of_an_upload_restarts_with_each_attempt() {
    let body = Bytes::from(content(300_000));
    let receiver = UploadServer::start([Intake::Cut(300_000)]).await;
    let client = FlowClient::new(receiver.url()).unwrap();
    let notes = Notes::default();
    let call = client.bytes(body).on_upload(notes.callback());
    assert_eq!(call.await.unwrap().attempts().len(), 2);
    let (nothing, all) = ((0, Some(300_000)), (300_000, Some(300_000)));
    assert_eq!(notes.taken(), [nothing, all, nothing, all]);
    client.nothing().on_upload(notes.callback()).await.unwrap();
    assert_eq!(notes.taken(), []);
}

#[tokio::test]
async fn a_stream_can_be_forwarded_as_it_arrives() {
    let stub = Stub::new();
    stub.get("/stream").answer(text("tea and more"));
    stub.post("/stream").answer(testing::status(503));
    let flow: FlowClient = stub.client();
    let error = flow.pass_on(flow.stream().await.unwrap()).await;
    assert_eq!(error.unwrap_err().attempts().len(), 1);
    let [_, passed_on] = stub.requests().try_into().unwrap();
    assert_eq!(passed_on.text(), "tea and more");
    assert_eq!(passed_on.header("content-type"), Some("text/plain"));
}
