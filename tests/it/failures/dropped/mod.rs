//! Futures that are dropped at each of their await points, one after the other: nothing is left behind.

mod outside;

use std::sync::Arc;
use std::task::Poll;

use retry_client::testing::{self, Stub};
use retry_client::{
    Attempt, BoxError, ByteStream, Observer, Outcome, Request, Result, RetryClient, Settings, Sse,
    Verdict, client,
};
use tokio::time::sleep;

use crate::support::script::{ms, secs};
use crate::support::temp_dir::TempDir;

#[client(base_url = "http://drop.test")]
#[retry(constant, base = 100ms, attempts = 4)]
trait Droppable {
    #[get("/plain")]
    async fn plain(&self) -> Result<String>;

    #[get("/judged")]
    #[retry(when = ponder, before_attempt = prepare)]
    async fn judged(&self) -> Result<String>;

    #[get("/stream")]
    async fn stream(&self) -> Result<ByteStream>;

    #[get("/events")]
    async fn events(&self) -> Result<Sse<String>>;

    #[put("/upload")]
    async fn upload(&self, #[body] file: &std::path::Path) -> Result<()>;

    #[get("/fine")]
    async fn fine(&self) -> Result<String>;
}

async fn ponder(_: &Outcome) -> Verdict {
    sleep(ms(5)).await;
    Verdict::Default
}

async fn prepare(_: &mut Request, _: &Attempt) -> Result<(), BoxError> {
    sleep(ms(5)).await;
    Ok(())
}

/// A token that every part of a call holds, to see that it is let go.
#[derive(Clone)]
struct Held(Arc<()>);

impl Observer for Held {}

/// Polls a future so many times and drops it where it then stands. Whether it was over by then.
async fn polled(future: impl Future, times: usize) -> bool {
    let mut future = Box::pin(future);
    let mut left = times;
    let over = std::future::poll_fn(|context| {
        let Some(rest) = left.checked_sub(1) else {
            return Poll::Ready(false);
        };
        left = rest;
        match future.as_mut().poll(context) {
            Poll::Ready(_) => Poll::Ready(true),
            Poll::Pending if rest == 0 => Poll::Ready(false),
            Poll::Pending => Poll::Pending,
        }
    });
    over.await
}

fn runtime(is_paused: bool) -> tokio::runtime::Runtime {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder
        .enable_all()
        .start_paused(is_paused)
        .build()
        .unwrap()
}

/// Busy, lost, slow to come, slow to end; then good.
fn stub() -> Stub {
    let stub = Stub::new();
    let busy = || testing::status(503).text("busy").delay(ms(3));
    for path in ["/plain", "/judged"] {
        let stalled = testing::status(503).text("stalled").stall_body(2);
        let answers = [
            busy(),
            testing::reset(),
            stalled,
            testing::text("done").delay(ms(3)),
        ];
        stub.get(path).answers(answers.clone());
        stub.post(path).answers(answers);
    }
    stub.get("/stream")
        .answers([busy(), testing::text("12345").delay(ms(3))]);
    let events = |body| testing::bytes(body).header("content-type", "text/event-stream");
    stub.get("/events").answers([
        busy(),
        events("id: 1\ndata: a\n\n").cut_body(14),
        events("data: b\n\n"),
    ]);
    stub.put("/upload").answers([busy(), testing::status(204)]);
    let tagged = || testing::text("12345").header("etag", "\"v\"");
    let rest = testing::status(206).text("345").header("etag", "\"v\"");
    let rest = rest.header("content-range", "bytes 2-4/5");
    stub.get("/file")
        .answers([busy(), tagged().cut_body(2), rest]);
    stub.get("/fine").answer(testing::text("fine").forever());
    stub
}

/// Drops what `make` makes after every number of polls, until it is over. The client works on, and
/// whatever was held is let go.
fn dropped_everywhere<F: Future>(make: impl Fn(&DroppableClient, &RetryClient, Held) -> F) {
    for times in 0..1_000 {
        let held = Held(Arc::new(()));
        let is_over = runtime(true).block_on(async {
            let stub = stub();
            let settings: Settings = serde_json::from_str(r#"{ "attempts": 4 }"#).unwrap();
            let captured = held.clone();
            let builder = DroppableClient::builder()
                .transport(stub.clone())
                .observe(held.clone());
            let builder = builder
                .settings(settings)
                .before_attempt(async move |_, _| {
                    assert!(Arc::strong_count(&captured.0) > 1);
                    sleep(ms(2)).await;
                    Ok(())
                });
            let (client, ad_hoc) = (builder.build().unwrap(), RetryClient::builder());
            let ad_hoc = ad_hoc
                .transport(stub.clone())
                .observe(held.clone())
                .build()
                .unwrap();
            let before = Arc::strong_count(&held.0);
            let is_over = polled(make(&client, &ad_hoc, held.clone()), times).await;
            assert_eq!(
                Arc::strong_count(&held.0),
                before,
                "dropped after {times} polls"
            );
            assert_eq!(client.fine().await.unwrap(), "fine");
            let reply = ad_hoc.get("http://drop.test/fine").send().await.unwrap();
            assert_eq!(reply.status(), 200);
            is_over
        });
        assert_eq!(Arc::strong_count(&held.0), 1, "dropped after {times} polls");
        if is_over {
            assert!(times > 3, "it has no await points");
            return;
        }
    }
    panic!("it never ends");
}

#[test]
fn a_dropped_call_leaves_nothing_behind() {
    dropped_everywhere(|client, _, held| {
        let call = client.plain().context(held);
        async { assert_eq!(call.await.unwrap(), "done") }
    });
}

#[test]
fn a_dropped_call_with_hooks_leaves_nothing_behind() {
    dropped_everywhere(|client, _, held| {
        let call = client.judged().context(held).timeout(secs(60));
        async { assert_eq!(call.await.unwrap(), "done") }
    });
}

#[test]
fn a_dropped_ad_hoc_request_leaves_nothing_behind() {
    dropped_everywhere(|_, ad_hoc, held| {
        let request = ad_hoc
            .post("http://drop.test/plain")
            .idempotency_key()
            .context(held);
        let request = request
            .body("body")
            .retry(retry_client::Policy::default().attempts(4));
        let call = request.send();
        async {
            let reply = call.await.unwrap();
            assert_eq!(reply.into_value().text().await.unwrap(), "done");
        }
    });
}

#[test]
fn a_dropped_stream_leaves_nothing_behind() {
    dropped_everywhere(|client, _, held| {
        let call = client.stream().context(held);
        async {
            let mut stream = call.await.unwrap();
            while let Some(chunk) = stream.chunk().await.unwrap() {
                assert_eq!(chunk, "12345");
            }
        }
    });
}

#[test]
fn dropped_events_that_reconnect_leave_nothing_behind() {
    dropped_everywhere(|client, _, held| {
        let call = client.events().context(held);
        async {
            let mut events = call.await.unwrap();
            assert_eq!(events.event().await.unwrap().unwrap().data(), "b");
        }
    });
}

#[test]
fn a_dropped_upload_leaves_nothing_behind() {
    let scratch = TempDir::new();
    let file = scratch.file("file", 200_000);
    dropped_everywhere(|client, _, held| {
        let progress = held.clone();
        let call = client.upload(&file).context(held);
        let call = call.on_upload(move |_, _| drop(Arc::clone(&progress.0)));
        async { call.await.unwrap() }
    });
}
