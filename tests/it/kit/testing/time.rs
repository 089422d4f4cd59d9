//! Virtual time, and waits that are exact.

use std::time::Duration;

use retry_client::testing::{Sent, Stub, status, text, timeout};
use retry_client::{DelaySource, ErrorKind, GaveUp, RetryClient, client};
use tokio::time::Instant;

use super::{ShopClient, panics_with};
use crate::support::script::{ms, secs};

#[tokio::test]
async fn waits_have_their_full_length_and_take_no_real_time() {
    #[expect(clippy::disallowed_types, reason = "no time passes outside")]
    let outside = std::time::Instant::now();
    let stub = Stub::new();
    let began = Instant::now();
    let busy = status(503).retry_after(ms(59_001)).times(2);
    stub.get("/articles/1")
        .answers([busy, status(500), text("")]);
    stub.client::<ShopClient>().article(1).await.unwrap();
    // The stub draws the highest: a tenth above the hint.
    assert_eq!(stub.waits(), [secs(66), secs(66), ms(400)]);
    assert_eq!(began.elapsed(), ms(132_400));
    assert!(outside.elapsed() < secs(60));
}

#[tokio::test]
async fn attempts_end_at_their_timeout_to_the_nanosecond() {
    let stub = Stub::new();
    stub.get("/articles/1").answers([
        status(503).delay(ms(70)),
        timeout(),
        text("late").delay(secs(31)),
        timeout(),
    ]);
    let shop: ShopClient = stub.client();
    let error = shop.article(1).await.unwrap_err();
    let told = error.attempts().iter();
    let told = told.map(|attempt| (attempt.outcome(), attempt.duration(), attempt.delay()));
    let struck = |delay| (Some(ErrorKind::Timeout), secs(30), delay);
    assert_eq!(
        told.collect::<Vec<_>>(),
        [
            (Some(ErrorKind::Status), ms(70), Some(ms(100))),
            struck(Some(ms(200))),
            struck(Some(ms(400))),
            struck(None),
        ]
    );
    assert_eq!(error.elapsed(), ms(90_770));
    assert_eq!(
        error.attempts()[0].delay_source(),
        Some(DelaySource::Strategy)
    );
    let at = stub.requests();
    let at = at.iter().map(Sent::at);
    assert_eq!(at.collect::<Vec<_>>(), [0, 170, 30_370, 60_770].map(ms));
}

#[tokio::test]
async fn the_timeouts_of_calls_and_requests_hold() {
    let stub = Stub::new();
    stub.get("/articles/1").answer(timeout().forever());
    let shop: ShopClient = stub.client();
    let error = shop.article(1).timeout(ms(750)).await.unwrap_err();
    assert_eq!(error.elapsed(), ms(750));
    assert_eq!(error.gave_up(), GaveUp::TimeoutWouldPass);

    let own = ShopClient::builder()
        .transport(stub.clone())
        .before_attempt(async |request, _| {
            *request.timeout_mut() = Some(ms(5));
            Ok(())
        })
        .build()
        .unwrap();
    let error = own.article(1).no_retry().await.unwrap_err();
    assert_eq!((error.kind(), error.elapsed()), (ErrorKind::Timeout, ms(5)));
}

#[client(base_url = "http://dice.test")]
#[retry(exponential, attempts = 5)]
trait Dice {
    #[get("/roll")]
    async fn roll(&self) -> retry_client::Result<()>;
}

async fn rolled(stub: Stub) -> Vec<Duration> {
    stub.on(DiceClient::ROLL, ())
        .answers([status(503).times(5)]);
    let dice: DiceClient = stub.client();
    dice.roll().await.unwrap_err();
    stub.verify();
    stub.waits()
}

#[tokio::test]
async fn a_seed_fixes_the_waits_and_another_seed_changes_them() {
    let nanos = |waits: Vec<Duration>| waits.iter().map(Duration::as_nanos).collect::<Vec<_>>();
    let seven = nanos(rolled(Stub::new().seed(7)).await);
    assert_eq!(seven, SEVEN);
    assert_eq!(nanos(rolled(Stub::new().seed(7)).await), SEVEN);
    assert_ne!(nanos(rolled(Stub::new().seed(8)).await), SEVEN);
    assert_eq!(rolled(Stub::new()).await, [100, 200, 400, 800].map(ms));
}

/// The numbers that the seed 7 gives, with every version.
const SEVEN: [u128; 4] = [38_982_975, 3_357_658, 360_304_273, 466_344_235];

#[test]
fn a_stub_made_outside_a_runtime_pauses_the_clock_of_each_runtime() {
    let stub = Stub::new();
    stub.get("/articles/1").answer(timeout().forever());
    let shop: ShopClient = stub.client();
    for _ in 0..2 {
        let runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = { runtime }.enable_time().build().unwrap();
        let call = async { shop.article(1).no_retry().await };
        let error = runtime.block_on(call).unwrap_err();
        assert_eq!(error.elapsed(), secs(30));
    }
    assert_eq!(stub.requests()[0].at(), ms(0));
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_is_already_paused_stays_paused() {
    let stub = Stub::default();
    let _another = Stub::new();
    tokio::time::sleep(secs(3)).await;
    stub.get("/articles/1").answer(text("a"));
    stub.client::<ShopClient>().article(1).await.unwrap();
    assert_eq!(stub.requests()[0].at(), secs(3));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_multi_threaded_runtime_is_rejected_with_the_way_out() {
    let told = panics_with(|| drop(Stub::new()));
    assert!(
        told.contains("leave `flavor = \"multi_thread\"` out"),
        "{told}"
    );
}

#[tokio::test]
async fn waits_of_all_calls_are_listed_in_the_order_they_begin() {
    let stub = Stub::new();
    for (path, late) in [("/a", 5), ("/b", 3)] {
        let busy = status(503).delay(ms(late));
        stub.get(path).answers([busy.clone(), busy, status(204)]);
    }
    let client: RetryClient = stub.client();
    let [a, b] = ["a", "b"].map(|path| client.get(format!("http://x.test/{path}")).send());
    let (a, b) = tokio::join!(a, b);
    assert_eq!(
        (a.unwrap().attempts().len(), b.unwrap().attempts().len()),
        (3, 3)
    );
    // The stub draws the highest: a tenth above the hint.
    assert_eq!(stub.waits(), [100, 100, 200, 200].map(ms));
    stub.verify();
}

#[test]
fn a_response_must_be_given_at_least_once() {
    assert_eq!(
        panics_with(|| panic!("{}", status(200).times(0))),
        "an answer is given at least once; leave it out"
    );
}
