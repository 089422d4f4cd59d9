//! Quota headers: hints like `Retry-After`, where a response is retried and has none.

use retry_client::{
    DelaySource, Error, GaveUp, Outcome, Reply, Response, Result, StatusCode, Verdict, client,
};

use crate::support::memory::MemoryTransport;
use crate::support::script::{Step, ms, ok, secs, status};

#[client(base_url = "http://memory")]
#[retry(constant, base = 10ms, statuses = [403, 429])]
trait Host {
    #[get("/listed")]
    async fn listed(&self) -> Result<()>;

    #[get("/limited")]
    #[retry(retry_after = 2s)]
    async fn limited(&self) -> Result<()>;

    #[get("/deaf")]
    #[retry(retry_after = ignore)]
    async fn deaf(&self) -> Result<()>;

    #[get("/hurried", timeout = 10s)]
    async fn hurried(&self) -> Result<()>;

    #[get("/spread")]
    #[retry(exponential, base = 1ms)]
    async fn spread(&self) -> Result<()>;

    #[get("/judged")]
    #[retry(when = insist)]
    async fn judged(&self) -> Result<()>;

    #[get("/raw")]
    async fn raw(&self) -> Result<Response>;

    #[get("/polled")]
    #[retry(until = |text: &String| text == "done")]
    async fn polled(&self) -> Result<String>;
}

fn insist(outcome: &Outcome) -> Verdict {
    match outcome.status().map(|status| status.as_u16()) {
        Some(404 | 429) => Verdict::Retry,
        _ => Verdict::Default,
    }
}

fn host(step: Step) -> (MemoryTransport, HostClient) {
    let memory = MemoryTransport::new([step, ok("done")]);
    let builder = HostClient::builder().transport(memory.clone());
    (memory, builder.build().unwrap())
}

/// A response that says that nothing remains for half a minute.
fn exhausted(code: u16) -> Step {
    status(code)
        .header("x-ratelimit-remaining", "0")
        .header("x-ratelimit-reset", "30")
}

fn delay<T>(reply: &Reply<T>) -> (std::time::Duration, DelaySource) {
    let first = reply.attempts()[0];
    (first.delay().unwrap(), first.delay_source().unwrap())
}

#[tokio::test(start_paused = true)]
async fn each_vendors_headers_are_a_floor_under_the_delay() {
    let date = ("date", "Tue, 27 Jan 2026 12:00:00 GMT");
    // 1,769,515,200 is that date.
    let table: &[&[(&'static str, &'static str)]] = &[
        &[("ratelimit", r#""default";r=0;t=30"#)],
        &[("ratelimit", r#""a";r=0;t=30, "b";r=5;t=90"#)],
        &[
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-reset", "1769515230"),
        ],
        &[
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-reset", "1769515230000"),
        ],
        &[("x-ratelimit-reset", "30")],
        &[
            ("x-ratelimit-remaining-requests", "0"),
            ("x-ratelimit-reset-requests", "30s"),
            ("x-ratelimit-remaining-tokens", "7"),
            ("x-ratelimit-reset-tokens", "6m0s"),
        ],
        &[
            ("anthropic-ratelimit-input-tokens-remaining", "0"),
            (
                "anthropic-ratelimit-input-tokens-reset",
                "2026-01-27T12:00:30Z",
            ),
        ],
    ];
    for fields in table {
        let mut step = status(429).header(date.0, date.1);
        for (name, value) in *fields {
            step = step.header(name, *value);
        }
        let (memory, host) = host(step);
        let reply = host.listed().reply().await.unwrap();
        assert_eq!(delay(&reply), (secs(30), DelaySource::Server), "{fields:?}");
        assert_eq!(memory.times(), [ms(0), secs(30)], "{fields:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn retry_after_alone_counts_where_it_is_named() {
    for (hint, expected) in [("2", secs(2)), ("0", ms(10)), ("soon", secs(30))] {
        let (_, host) = host(exhausted(429).header("retry-after", hint));
        let reply = host.listed().reply().await.unwrap();
        assert_eq!(delay(&reply).0, expected, "{hint}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_reset_beside_what_remains_asks_for_nothing() {
    let step = status(403)
        .header("x-ratelimit-remaining", "4999")
        .header("x-ratelimit-reset", "30");
    let (_, host) = host(step);
    let reply = host.listed().reply().await.unwrap();
    assert_eq!(delay(&reply), (ms(10), DelaySource::Strategy));
}

#[tokio::test(start_paused = true)]
async fn the_limits_are_those_of_retry_after() {
    let (memory, client) = host(exhausted(429));
    let error: Error = client.limited().await.unwrap_err();
    assert_eq!(error.gave_up(), GaveUp::ServerDelayTooLong);
    assert_eq!(error.retry_after(), Some(secs(30)));
    assert_eq!(memory.count(), 1);

    let (_, client) = host(exhausted(503));
    let error = client.hurried().await.unwrap_err();
    assert_eq!(error.gave_up(), GaveUp::TimeoutWouldPass);

    let (_, client) = host(exhausted(429));
    let reply = client.deaf().reply().await.unwrap();
    assert_eq!(delay(&reply), (ms(10), DelaySource::Strategy));

    let (_, client) = host(exhausted(429));
    let reply = client.spread().reply().await.unwrap();
    let (delay, source) = delay(&reply);
    assert_eq!(source, DelaySource::Server);
    assert!(delay >= secs(30) && delay <= secs(33), "{delay:?}");
}

#[tokio::test(start_paused = true)]
async fn a_response_that_is_not_retried_gives_no_hint() {
    let (memory, host) = host(exhausted(404));
    let error = host.listed().await.unwrap_err();
    assert_eq!(error.gave_up(), GaveUp::NotRetryable);
    assert_eq!((error.retry_after(), memory.count()), (None, 1));
}

#[tokio::test(start_paused = true)]
async fn every_kind_of_retry_waits_for_the_reset() {
    let (memory, client) = host(exhausted(404));
    client.judged().await.unwrap();
    assert_eq!(memory.times(), [ms(0), secs(30)], "by a verdict");

    let (memory, client) = host(exhausted(429));
    let raw = client.raw().await.unwrap();
    assert_eq!(raw.status(), StatusCode::OK);
    assert_eq!(memory.times(), [ms(0), secs(30)], "of a raw response");

    let queued = ok("queued")
        .header("x-ratelimit-remaining", "0")
        .header("x-ratelimit-reset", "30");
    let (memory, client) = host(queued);
    client.polled().await.unwrap();
    assert_eq!(memory.times(), [ms(0), secs(30)], "of a poll");
}

#[tokio::test(start_paused = true)]
async fn a_server_that_asks_not_to_be_tried_again_is_not() {
    for (value, sent) in [("false", 1), ("False", 1), ("true", 2), ("no", 2)] {
        let (memory, client) = host(status(503).header("x-should-retry", value));
        let error = client.listed().await.err();
        let error = error.map(|error| (error.gave_up(), error.status().unwrap()));
        let refused = (GaveUp::NotRetryable, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(error, (sent == 1).then_some(refused), "{value}");
        assert_eq!(memory.count(), sent, "{value}");
    }
    // `retry_after = ignore` is about waits.
    let (memory, client) = host(status(503).header("x-should-retry", "false"));
    client.deaf().await.unwrap_err();
    assert_eq!(memory.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn the_verdict_of_the_caller_overrides_that_of_the_server() {
    let (memory, client) = host(status(429).header("x-should-retry", "false"));
    client.judged().await.unwrap();
    assert_eq!(memory.count(), 2);

    let (memory, client) = host(status(503).header("x-should-retry", "false"));
    let error = client.judged().await.unwrap_err();
    assert_eq!((error.gave_up(), memory.count()), (GaveUp::NotRetryable, 1));
}
