//! `Retry-After`: a floor under the delay, up to a limit.

use std::time::Duration;

use retry_client::{
    Call, DelaySource, Error, GaveUp, Policy, Result, RetryClient, Strategy, client,
};
use tokio::time::Instant;

use crate::support::memory::MemoryTransport;
use crate::support::script::{Step, ms, ok, secs, status};

#[client(base_url = "http://memory")]
#[retry(jitter = none, statuses = [429])]
trait Asking {
    #[get("/eager")]
    async fn eager(&self) -> Result<()>;

    #[get("/spread")]
    #[retry(jitter = full)]
    async fn spread(&self) -> Result<()>;

    #[get("/patient")]
    #[retry(constant, base = 5s)]
    async fn patient(&self) -> Result<()>;

    #[get("/limited")]
    #[retry(constant, base = 0ms, retry_after = 2s)]
    async fn limited(&self) -> Result<()>;

    #[get("/deaf")]
    #[retry(constant, base = 100ms, retry_after = ignore)]
    async fn deaf(&self) -> Result<()>;

    #[get("/hurried", timeout = 10s)]
    #[retry(constant, base = 0ms)]
    async fn hurried(&self) -> Result<()>;

    #[post("/plain")]
    async fn plain(&self) -> Result<()>;

    #[get("/unlisted")]
    #[retry(statuses = [408])]
    async fn unlisted(&self) -> Result<()>;
}

fn asking(code: u16, retry_after: &str) -> Step {
    status(code).header("retry-after", retry_after)
}

/// The two dates are a minute and a half apart, and far from today.
fn asking_by_date(retry_after: &str) -> Step {
    asking(503, retry_after).header("date", "Sun, 06 Nov 1994 08:49:30 GMT")
}

fn client(memory: &MemoryTransport) -> AskingClient {
    AskingClient::builder()
        .transport(memory.clone())
        .build()
        .unwrap()
}

type Method = fn(&AskingClient) -> Call<()>;

/// The delay after a first response, and who set it.
async fn delay(step: &Step, call: impl Fn(&AskingClient) -> Call<()>) -> (Duration, DelaySource) {
    let memory = MemoryTransport::new([step.clone(), ok("")]);
    let reply = call(&client(&memory)).reply().await.unwrap();
    let first = reply.attempts()[0];
    let delay = first.delay().unwrap();
    assert_eq!(memory.times(), [ms(0), delay]);
    (delay, first.delay_source().unwrap())
}

/// The error of a call that ended at once, whatever it was asked to wait.
async fn refusal(step: &Step, call: impl Fn(&AskingClient) -> Call<()>) -> Error {
    let memory = MemoryTransport::new([step.clone(), ok("")]);
    let begun = Instant::now();
    let error = call(&client(&memory)).await.unwrap_err();
    assert_eq!((begun.elapsed(), memory.count()), (Duration::ZERO, 1));
    assert_eq!(error.attempts().len(), 1);
    assert_eq!(error.attempts()[0].delay(), None);
    error
}

#[tokio::test(start_paused = true)]
async fn retry_after_is_a_floor_under_the_delay() {
    use AskingClient as Client;
    use DelaySource::{Server, Strategy};
    type Row = (u16, &'static str, Method, Duration, DelaySource);
    let table: [Row; 10] = [
        (503, "2", Client::eager, secs(2), Server),
        (429, "60", Client::eager, secs(60), Server),
        (503, "4", Client::patient, secs(5), Strategy),
        (503, "6", Client::patient, secs(6), Server),
        (503, "0", Client::patient, secs(5), Strategy),
        (503, "+6", Client::patient, secs(5), Strategy),
        (429, "2", Client::limited, secs(2), Server),
        (503, "3600", Client::deaf, ms(100), Strategy),
        (503, "9", Client::hurried, secs(9), Server),
        (429, "7", Client::plain, secs(7), Server),
    ];
    for (row, (code, text, call, expected, source)) in table.into_iter().enumerate() {
        let step = asking(code, text);
        assert_eq!(delay(&step, call).await, (expected, source), "row {row}");
    }
    let twice = asking(503, "3").header("retry-after", "2");
    assert_eq!(delay(&twice, Client::eager).await, (secs(3), Server));
}

#[tokio::test(start_paused = true)]
async fn calls_that_were_told_the_same_wait_return_at_different_times() {
    let step = asking(503, "1");
    let mut waits = vec![];
    for _ in 0..200 {
        let (wait, source) = delay(&step, AskingClient::spread).await;
        assert_eq!(source, DelaySource::Server);
        waits.push(wait);
    }
    let (first, last) = (waits.iter().min().unwrap(), waits.iter().max().unwrap());
    assert!(
        *first >= secs(1) && *last <= ms(1_100),
        "{first:?} to {last:?}"
    );
    assert!(*last >= *first + ms(50), "{first:?} to {last:?}");
}

#[tokio::test(start_paused = true)]
async fn limits_look_at_the_hint_and_not_at_the_draw_above_it() {
    let (delay, source) = delay(&asking(503, "60"), AskingClient::spread).await;
    assert_eq!(source, DelaySource::Server);
    assert!((secs(60)..=secs(66)).contains(&delay), "{delay:?}");
    for _ in 0..50 {
        let memory = MemoryTransport::new([asking(503, "10"), ok("")]);
        let call = client(&memory).spread().timeout(ms(10_100));
        let delay = call.reply().await.unwrap().attempts()[0].delay().unwrap();
        assert!(delay >= secs(10) && delay < ms(10_100), "{delay:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_wait_in_milliseconds_is_a_floor_too() {
    let step = status(503).header("retry-after-ms", "5500.5");
    let expected = (ms(5_501), DelaySource::Server);
    assert_eq!(delay(&step, AskingClient::patient).await, expected);
    let step = asking(503, "6").header("retry-after-ms", "5500");
    let expected = (secs(6), DelaySource::Server);
    assert_eq!(delay(&step, AskingClient::patient).await, expected);
}

#[tokio::test(start_paused = true)]
async fn the_age_of_a_stored_response_shortens_the_wait_for_a_date() {
    let step = asking_by_date("Sun, 06 Nov 1994 08:49:40 GMT").header("age", "3");
    let expected = (secs(7), DelaySource::Server);
    assert_eq!(delay(&step, AskingClient::patient).await, expected);
}

#[tokio::test(start_paused = true)]
async fn retry_after_of_one_base_url_does_not_delay_the_attempt_at_another() {
    for hint in ["2", "3600"] {
        let memory = MemoryTransport::new([asking(503, hint), ok("")]);
        let client = RetryClient::builder()
            .transport(memory.clone())
            .build()
            .unwrap();
        let urls = ["http://eu.test/", "http://us.test/"];
        let reply = client.get(urls).send().await.unwrap();
        assert_eq!((reply.status().as_u16(), memory.count()), (200, 2));
        assert!(memory.times()[1] <= ms(100), "{:?}", memory.times());
    }
    let policy = Policy::new(Strategy::constant(ms(10))).attempts(3);
    // What the first place asked for binds the attempt that returns to it, less what has passed.
    let memory = MemoryTransport::new([asking(503, "2"), status(503), ok("")]);
    let client = RetryClient::builder()
        .transport(memory.clone())
        .build()
        .unwrap();
    let urls = ["http://eu.test/", "http://us.test/", "http://eu.test/"];
    client.get(urls).retry(policy).send().await.unwrap();
    assert_eq!(memory.times(), [ms(0), ms(10), ms(2_000)]);
    // Another path of one origin is the same place.
    let memory = MemoryTransport::new([asking(503, "2"), ok("")]);
    let client = RetryClient::builder()
        .transport(memory.clone())
        .build()
        .unwrap();
    let urls = ["http://eu.test/a", "http://eu.test/b"];
    client.get(urls).retry(policy).send().await.unwrap();
    assert_eq!(memory.times(), [ms(0), ms(2_000)]);
}

#[tokio::test(start_paused = true)]
async fn error_for_status_keeps_the_wait_that_was_asked_for() {
    let memory = MemoryTransport::new([asking(503, "7")]);
    let client = RetryClient::builder()
        .transport(memory.clone())
        .build()
        .unwrap();
    let reply = client.post("http://memory/").send().await.unwrap();
    let error = reply.error_for_status().unwrap_err();
    assert_eq!(error.retry_after(), Some(secs(7)));
    assert_eq!(error.gave_up(), GaveUp::NotRepeatable);
}

#[tokio::test(start_paused = true)]
async fn a_retry_after_date_counts_from_the_date_header() {
    let table = [
        (
            "Sun, 06 Nov 1994 08:49:37 GMT",
            secs(7),
            DelaySource::Server,
        ),
        (
            "Sunday, 06-Nov-94 08:50:30 GMT",
            secs(60),
            DelaySource::Server,
        ),
        ("Sun Nov  6 08:49:36 1994", secs(6), DelaySource::Server),
        (
            "Sun, 06 Nov 1994 08:49:00 GMT",
            secs(5),
            DelaySource::Strategy,
        ),
        ("soon", secs(5), DelaySource::Strategy),
    ];
    for (date, expected, source) in table {
        let delay = delay(&asking_by_date(date), AskingClient::patient).await;
        assert_eq!(delay, (expected, source), "{date}");
    }
    let error = refusal(
        &asking_by_date("Sun, 06 Nov 1994 08:50:31 GMT"),
        AskingClient::eager,
    )
    .await;
    assert_eq!(error.retry_after(), Some(secs(61)));
}

#[tokio::test(start_paused = true)]
async fn retry_after_beyond_the_limit_ends_the_call_at_once() {
    use AskingClient as Client;
    use GaveUp::{NotRetryable, ServerDelayTooLong, TimeoutWouldPass};
    type Row = (&'static str, Method, Duration, GaveUp);
    const ENDLESS: &str = "99999999999999999999999999";
    let table: [Row; 7] = [
        ("61", Client::eager, secs(61), ServerDelayTooLong),
        ("61", Client::plain, secs(61), ServerDelayTooLong),
        ("3", Client::limited, secs(3), ServerDelayTooLong),
        (ENDLESS, Client::eager, Duration::MAX, ServerDelayTooLong),
        ("10", Client::hurried, secs(10), TimeoutWouldPass),
        ("60", Client::hurried, secs(60), TimeoutWouldPass),
        ("1", Client::unlisted, secs(1), NotRetryable),
    ];
    for (text, call, hint, gave_up) in table {
        let error = refusal(&asking(429, text), call).await;
        assert_eq!(error.retry_after(), Some(hint), "{text}");
        assert_eq!(error.gave_up(), gave_up, "{text}");
        assert_eq!(error.status().unwrap(), 429);
    }
}

#[tokio::test(start_paused = true)]
async fn retry_after_of_the_last_response_is_reported_and_not_waited_for() {
    let rising = [asking(503, "1"), asking(503, "2"), asking(503, "3")];
    for (attempts, gave_up) in [
        (3, GaveUp::AttemptsExhausted),
        (4, GaveUp::ServerDelayTooLong),
    ] {
        let memory = MemoryTransport::new(rising.clone());
        let error = client(&memory)
            .limited()
            .attempts(attempts)
            .await
            .unwrap_err();
        assert_eq!(
            (error.gave_up(), error.retry_after()),
            (gave_up, Some(secs(3)))
        );
        assert_eq!(memory.times(), [secs(0), secs(1), secs(3)]);
        assert_eq!(error.elapsed(), secs(3));
    }
}
