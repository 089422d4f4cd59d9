//! Functions of the user's own that panic: the panic is theirs, and the client works on.

use std::fs;
use std::panic::resume_unwind;
use std::sync::Arc;

use retry_client::testing::{self, Stub};
use retry_client::{
    Attempt, Body, BodyFactory, BoxError, ByteStream, Outcome, Request, Result, RetryClient,
    Verdict, client,
};
use tokio::time::sleep;

use crate::support::script::{ms, ok};
use crate::support::server::Server;
use crate::support::temp_dir::TempDir;

#[client(base_url = "http://panic.test")]
#[retry(constant, base = 100ms, attempts = 2)]
trait Panicky {
    #[get("/judged")]
    #[retry(when = judge)]
    async fn judged(&self) -> Result<String>;

    #[get("/pondered")]
    #[retry(when = ponder)]
    async fn pondered(&self) -> Result<String>;

    #[get("/polled")]
    #[retry(until = is_ready)]
    async fn polled(&self) -> Result<String>;

    #[get("/hooked")]
    #[retry(before_attempt = hook)]
    async fn hooked(&self) -> Result<String>;

    #[put("/made")]
    async fn made(&self, #[body] make: BodyFactory) -> Result<String>;

    #[put("/sent")]
    async fn sent(&self, #[body] bytes: Vec<u8>) -> Result<String>;

    #[get("/file")]
    async fn file(&self) -> Result<ByteStream>;

    #[get("/fine")]
    async fn fine(&self) -> Result<String>;
}

/// Panics without a message, which would be taken for a failed test.
fn quietly() -> ! {
    resume_unwind(Box::new("mine"))
}

fn judge(_: &Outcome) -> Verdict {
    quietly()
}

async fn ponder(_: &Outcome) -> Verdict {
    sleep(ms(1)).await;
    quietly()
}

fn is_ready(_: &String) -> bool {
    quietly()
}

fn hook(_: &mut Request, _: &Attempt) -> Result<(), BoxError> {
    quietly()
}

/// Awaits what panics, and passes the message on.
async fn panicked<F>(future: F) -> &'static str
where
    F: Future<Output: Send> + Send + 'static,
{
    let Err(error) = tokio::spawn(future).await else {
        panic!("the panic does not reach the caller");
    };
    *error.into_panic().downcast::<&str>().unwrap()
}

#[tokio::test]
async fn a_panic_of_user_code_reaches_the_caller_and_the_next_call_works() {
    let stub = Stub::new();
    for path in ["/judged", "/pondered", "/polled", "/hooked", "/fine"] {
        stub.get(path).answer(testing::text("fine").forever());
    }
    for path in ["/made", "/sent"] {
        stub.put(path).answer(testing::text("fine").forever());
    }
    let held = Arc::new(());
    let client: PanickyClient = stub.client();
    let with = |call: retry_client::Call<String>| call.context(Arc::clone(&held));
    let making = BodyFactory::new(|| -> Body { quietly() });
    let calls = [
        with(client.judged()),
        with(client.pondered()),
        with(client.polled()),
        with(client.hooked()),
        with(client.made(making)),
        with(client.sent(vec![0; 9])).on_upload(|_, _| quietly()),
        with(client.fine()).retry(|policy| policy.when(&judge)),
    ];
    for call in calls {
        assert_eq!(panicked(call).await, "mine");
        assert_eq!(client.fine().await.unwrap(), "fine");
    }
    assert_eq!(Arc::strong_count(&held), 1);
}

#[tokio::test]
async fn a_panic_of_a_builder_hook_reaches_the_caller() {
    let stub = Stub::new();
    stub.get("/").answer(testing::text("fine").forever());
    let builder = RetryClient::builder().transport(stub.clone());
    let builder = builder.before_attempt(async |request, _| {
        sleep(ms(1)).await;
        if request.headers().contains_key("x-panic") {
            quietly();
        }
        Ok(())
    });
    let client = builder.build().unwrap();
    let request = || client.get("http://panic.test/");
    assert_eq!(
        panicked(request().header("x-panic", "1").send()).await,
        "mine"
    );
    assert_eq!(request().send().await.unwrap().status(), 200);
    assert_eq!(stub.requests().len(), 1);
}

#[tokio::test]
async fn a_panic_during_a_download_removes_its_file() {
    let (stub, scratch) = (Stub::new(), TempDir::new());
    stub.get("/file").answer(testing::text("12345").forever());
    let client: PanickyClient = stub.client();
    let download = || client.file().download_to(scratch.path("file"));
    let broken = download().on_progress(|_, _| quietly());
    assert_eq!(panicked(broken.into_future()).await, "mine");
    assert_eq!(fs::read_dir(scratch.directory()).unwrap().count(), 0);
    assert_eq!(download().await.unwrap(), 5);
}

#[tokio::test]
async fn a_panic_over_a_connection_reaches_the_caller() {
    let server = Server::start([ok("fine")]).await;
    let client = PanickyClient::with_base_url(server.url()).unwrap();
    for call in [
        client.judged(),
        client.pondered(),
        client.polled(),
        client.hooked(),
    ] {
        assert_eq!(panicked(call).await, "mine");
        assert_eq!(client.fine().await.unwrap(), "fine");
    }
    let telling = client.sent(vec![0; 9]).on_upload(|_, _| quietly());
    assert_eq!(panicked(telling).await, "mine");
    assert_eq!(client.fine().await.unwrap(), "fine");
}

/// Whoever drives the connection is not the caller, who sees that it is gone.
#[tokio::test]
async fn a_panic_during_an_upload_ends_the_call() {
    let server = Server::start([ok("fine")]).await;
    let client = PanickyClient::with_base_url(server.url()).unwrap();
    let call = client.sent(vec![0; 9]).on_upload(|done, _| {
        if done > 0 {
            quietly();
        }
    });
    assert_eq!(call.await.unwrap_err().attempts().len(), 1);
    assert_eq!(client.fine().await.unwrap(), "fine");
    assert_eq!(server.targets().last().unwrap(), "/fine");
}
