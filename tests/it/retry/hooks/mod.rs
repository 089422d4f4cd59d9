//! `before_attempt`: the user's last word on the request of each attempt.

mod ended;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use retry_client::{
    Attempt, AttemptRecord, BoxError, Call, HeaderValue, Policy, Request, Result, RetryClient,
    client,
};
use tokio::time::sleep;

use crate::support::ad_hoc::{STEADY, URL};
use crate::support::memory::MemoryTransport;
use crate::support::script::{ms, ok, secs, status};

#[client(base_url = "http://memory")]
#[retry(constant, base = 100ms)]
trait Hooked {
    #[get("/plain")]
    async fn plain(&self) -> Result<()>;

    #[get("/sync")]
    #[retry(before_attempt = number)]
    async fn sync(&self) -> Result<()>;

    #[get("/once")]
    #[retry(off, before_attempt = number)]
    async fn once(&self) -> Result<()>;

    #[get("/async")]
    #[retry(before_attempt = number_later)]
    async fn later(&self) -> Result<()>;

    #[get("/closure")]
    #[retry(before_attempt = |_: &mut Request, _: &Attempt| Ok(()))]
    async fn closure(&self) -> Result<()>;

    #[get("/refused")]
    #[retry(before_attempt = refuse_the_second)]
    async fn refused(&self) -> Result<()>;

    #[get("/slow", attempt_timeout = 1s)]
    #[retry(before_attempt = dawdle)]
    async fn slow(&self) -> Result<()>;
}

fn append(request: &mut Request, value: impl Into<String>) -> Result<(), BoxError> {
    let value = HeaderValue::try_from(value.into())?;
    request.headers_mut().append("x-heard", value);
    Ok(())
}

fn number(request: &mut Request, attempt: &Attempt) -> Result<(), BoxError> {
    append(request, attempt.number().to_string())
}

async fn number_later(request: &mut Request, attempt: &Attempt) -> Result<(), BoxError> {
    sleep(ms(10)).await;
    number(request, attempt)
}

fn refuse_the_second(_: &mut Request, attempt: &Attempt) -> Result<(), BoxError> {
    match attempt.number() {
        2 => Err("no token for the second".into()),
        _ => Ok(()),
    }
}

async fn dawdle(_: &mut Request, attempt: &Attempt) -> Result<(), BoxError> {
    sleep(if attempt.number() == 1 {
        secs(5)
    } else {
        Duration::ZERO
    })
    .await;
    Ok(())
}

fn hooked(memory: &MemoryTransport) -> HookedClient {
    HookedClient::builder()
        .transport(memory.clone())
        .build()
        .unwrap()
}

/// The words that hooks have written into each request.
fn heard(memory: &MemoryTransport) -> Vec<String> {
    let joined = |request: &Request| {
        let values = request.headers().get_all("x-heard").iter();
        values
            .map(|value| value.to_str().unwrap())
            .collect::<Vec<_>>()
            .join(" ")
    };
    memory.requests().iter().map(joined).collect()
}

#[tokio::test(start_paused = true)]
async fn before_attempt_can_be_sync_async_or_a_closure() {
    type Row = (fn(&HookedClient) -> Call<()>, [&'static str; 3]);
    let table: [Row; 3] = [
        (HookedClient::sync, ["1", "2", "3"]),
        (HookedClient::later, ["1", "2", "3"]),
        (HookedClient::closure, ["", "", ""]),
    ];
    for (call, expected) in table {
        let memory = MemoryTransport::new([status(503)]);
        call(&hooked(&memory)).await.unwrap_err();
        assert_eq!(heard(&memory), expected);
    }
}

#[client(base_url = "http://memory")]
#[retry(off, before_attempt = number)]
trait Signed {
    #[post("/plain")]
    async fn plain(&self) -> Result<()>;

    #[get("/repeated")]
    #[retry(constant, base = 1ms, attempts = 2)]
    async fn repeated(&self) -> Result<()>;
}

#[tokio::test]
async fn before_attempt_beside_off_changes_the_one_attempt() {
    let memory = MemoryTransport::new([status(503)]);
    let hooked = HookedClient::builder().transport(memory.clone());
    let error = hooked.build().unwrap().once().await.unwrap_err();
    assert_eq!(error.attempts().len(), 1);
    let signed = SignedClient::builder().transport(memory.clone());
    let signed = signed.build().unwrap();
    signed.plain().await.unwrap_err();
    // A method that switches retries on keeps the hook of its trait.
    signed.repeated().await.unwrap_err();
    let requests = memory.requests();
    let heard = requests.iter().map(|request| &request.headers()["x-heard"]);
    assert_eq!(heard.collect::<Vec<_>>(), ["1", "1", "1", "2"]);
}

#[tokio::test(start_paused = true)]
async fn before_attempt_runs_after_the_wait_and_within_the_attempt() {
    let memory = MemoryTransport::new([status(503)]);
    let error = hooked(&memory).later().await.unwrap_err();
    assert_eq!(memory.times(), [10, 120, 230].map(ms));
    assert_eq!(
        error
            .attempts()
            .iter()
            .map(AttemptRecord::duration)
            .collect::<Vec<_>>(),
        [ms(10); 3]
    );
}

#[tokio::test(start_paused = true)]
async fn builder_hooks_run_in_order_and_before_the_method_hook() {
    let memory = MemoryTransport::new([status(503), status(200)]);
    let builder = HookedClient::builder().transport(memory.clone());
    let shared = Arc::new("first".to_owned());
    let builder = builder.before_attempt(async move |request, _| {
        sleep(ms(10)).await;
        append(request, &*shared)
    });
    let builder = builder.before_attempt(async |request, _| append(request, "second"));
    let client = builder.build().unwrap();
    client.sync().await.unwrap();
    client.plain().await.unwrap();
    assert_eq!(
        heard(&memory),
        ["first second 1", "first second 2", "first second"]
    );
}

/// The facts that a hook is told of an attempt.
type Seen = (
    u32,
    Option<u32>,
    bool,
    Duration,
    &'static str,
    Option<&'static str>,
);

#[tokio::test(start_paused = true)]
async fn before_attempt_sees_the_attempt() {
    let (memory, seen) = (
        MemoryTransport::new([status(503).late(ms(7))]),
        Arc::new(Mutex::new(Vec::new())),
    );
    let log: Arc<Mutex<Vec<Seen>>> = Arc::clone(&seen);
    let builder = HookedClient::builder().transport(memory.clone());
    let client = builder.before_attempt(async move |_, attempt| {
        log.lock().unwrap().push((
            attempt.number(),
            attempt.max_attempts(),
            attempt.is_last(),
            attempt.elapsed(),
            attempt.endpoint().name(),
            attempt.context::<&'static str>().copied(),
        ));
        Ok(())
    });
    let client = client.build().unwrap();
    client
        .plain()
        .attempts(2)
        .context("mine")
        .await
        .unwrap_err();
    let unlimited = client.plain().retry(Policy::unlimited);
    unlimited.timeout(ms(50)).context(7).await.unwrap_err();
    assert_eq!(
        *seen.lock().unwrap(),
        [
            (1, Some(2), false, ms(0), "plain", Some("mine")),
            (2, Some(2), true, ms(107), "plain", Some("mine")),
            (1, None, false, ms(0), "plain", None),
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn before_attempt_can_change_all_of_a_request() {
    let memory = MemoryTransport::new([status(503), ok("")]);
    let builder = RetryClient::builder()
        .transport(memory.clone())
        .retry(|_| STEADY);
    let builder = builder.before_attempt(async |request, attempt| {
        request
            .url_mut()
            .set_query(Some(&format!("attempt={}", attempt.number())));
        request.headers_mut().remove("x-removed");
        *request.body_mut() = Some(format!("body {}", attempt.number()).into());
        Ok(())
    });
    let client = builder.build().unwrap();
    client
        .put(URL)
        .header("x-removed", "1")
        .body("first")
        .send()
        .await
        .unwrap();
    let requests = memory.requests();
    assert_eq!(requests.len(), 2);
    for (number, request) in (1..).zip(requests) {
        assert_eq!(request.url().query(), Some(&*format!("attempt={number}")));
        assert_eq!(request.headers().get("x-removed"), None);
        let body = request.body().and_then(|body| body.as_bytes());
        assert_eq!(body, Some(format!("body {number}").as_bytes()));
    }
}
