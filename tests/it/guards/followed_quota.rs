//! `rate_limit(follow)`: what quota headers and raw responses say pauses everybody.

use std::time::Duration;

use retry_client::{Guard, Reply, Response, Result, client};
use tokio::time::sleep;

use crate::support::memory::MemoryTransport;
use crate::support::script::{Step, ms, ok, secs, status};

#[client(base_url = "http://quota.test")]
#[retry(constant, base = 10ms, attempts = 2, statuses = [429])]
#[rate_limit(follow)]
trait Hub {
    #[get("/repos")]
    async fn repos(&self) -> Result<String>;

    #[get("/raw")]
    #[retry(off)]
    async fn raw(&self) -> Result<Response>;

    #[get("/reply")]
    #[retry(off)]
    async fn reply(&self) -> Result<Reply<Response>>;

    #[get("/maybe", none_on = 429)]
    #[retry(off)]
    async fn maybe(&self) -> Result<Option<String>>;

    #[get("/count")]
    #[retry(off)]
    async fn count(&self) -> Result<u32>;

    #[get("/brief")]
    #[retry(retry_after = 5s)]
    async fn brief(&self) -> Result<String>;

    #[get("/deaf")]
    #[retry(retry_after = ignore)]
    async fn deaf(&self) -> Result<String>;
}

fn hub(steps: impl Into<Vec<Step>>) -> (MemoryTransport, HubClient) {
    let memory = MemoryTransport::new(steps.into());
    let builder = HubClient::builder().transport(memory.clone());
    (memory, builder.build().unwrap())
}

fn exhausted(step: Step) -> Step {
    step.header("x-ratelimit-remaining", "0")
        .header("x-ratelimit-reset", "20")
}

fn paused(hub: &HubClient) -> Option<Duration> {
    hub.guards().paused_for()
}

#[tokio::test(start_paused = true)]
async fn a_good_response_that_says_exhausted_pauses_and_paces_nobody() {
    let (memory, hub) = hub([exhausted(ok("x")), ok("x")]);
    hub.repos().await.unwrap();
    assert_eq!(paused(&hub), Some(secs(20)));
    let calls: Vec<_> = (0..3).map(|_| tokio::spawn(hub.repos())).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(memory.times(), [ms(0), secs(20), secs(20), secs(20)]);
    assert_eq!((paused(&hub), hub.guards().rate()), (None, None));
}

#[tokio::test(start_paused = true)]
async fn a_good_response_with_more_to_come_pauses_nobody() {
    let plenty = ok("x")
        .header("x-ratelimit-remaining", "1")
        .header("x-ratelimit-reset", "20");
    let (_, client) = hub([plenty]);
    client.repos().await.unwrap();
    assert_eq!(paused(&client), None);
    let (_, client) = hub([ok("x").header("retry-after", "20")]);
    client.repos().await.unwrap();
    assert_eq!(paused(&client), None);
}

#[tokio::test(start_paused = true)]
async fn a_refusal_with_a_quota_pauses_and_paces() {
    for code in [429, 503] {
        let (memory, hub) = hub([exhausted(status(code)), ok("x")]);
        let first = tokio::spawn(hub.repos());
        sleep(ms(1)).await;
        assert_eq!(paused(&hub), Some(ms(19_999)));
        first.await.unwrap().unwrap();
        assert!(hub.guards().rate().is_some(), "{code}");
        assert_eq!(memory.times(), [ms(0), secs(20)]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_429_that_is_handed_out_pauses_like_one_that_is_an_error() {
    for step in [
        exhausted(status(429)),
        status(429).header("retry-after", "20"),
    ] {
        let (_, client) = hub([step.clone()]);
        assert_eq!(client.raw().await.unwrap().status().as_u16(), 429);
        assert_eq!(paused(&client), Some(secs(20)));

        let (_, client) = hub([step.clone()]);
        assert_eq!(client.reply().await.unwrap().status().as_u16(), 429);
        assert_eq!(paused(&client), Some(secs(20)));

        let (_, client) = hub([step]);
        assert_eq!(client.maybe().await.unwrap(), None);
        assert_eq!(paused(&client), Some(secs(20)));
    }
}

#[tokio::test(start_paused = true)]
async fn the_quota_of_a_response_that_cannot_be_decoded_is_followed() {
    let (_, hub) = hub([exhausted(ok("x"))]);
    hub.count().await.unwrap_err();
    assert_eq!(paused(&hub), Some(secs(20)));
}

#[tokio::test(start_paused = true)]
async fn a_pause_is_cut_to_what_the_call_believes() {
    let (_, client) = hub([exhausted(ok("x"))]);
    client.brief().await.unwrap();
    assert_eq!(paused(&client), Some(secs(5)));
    let (_, client) = hub([exhausted(ok("x"))]);
    client.deaf().await.unwrap();
    assert_eq!(paused(&client), None);
}

#[client(base_url = "http://narrow.test")]
#[rate_limit(follow)]
#[concurrency(1, wait = 0s)]
trait Narrow {
    #[get("/", attempt_timeout = 2m)]
    async fn root(&self) -> Result<String>;
}

#[tokio::test(start_paused = true)]
async fn a_turn_that_another_guard_made_useless_goes_to_the_next_call() {
    let refused = status(429).header("retry-after", "30");
    let memory = MemoryTransport::new([refused, ok("slow").late(secs(19)), ok("x")]);
    let builder = NarrowClient::builder().transport(memory.clone());
    let api = builder.build().unwrap();
    api.root().await.unwrap_err();
    // One turn in 30 s, as nothing was accepted before the pause, and the next 18.5 s later, as the pace grows.
    let slow = tokio::spawn(api.root());
    sleep(ms(1)).await;
    let error = api.root().await.unwrap_err();
    assert_eq!(error.held_back_by(), Some(Guard::Concurrency));
    slow.await.unwrap().unwrap();
    api.root().await.unwrap();
    let times = memory.times();
    assert_eq!(times[..2], [secs(0), secs(30)]);
    assert!(times[2] < secs(50), "{times:?}");
}
