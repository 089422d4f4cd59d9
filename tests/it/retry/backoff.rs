//! `Backoff`: strategies of the user's own.

use std::io;
use std::time::Duration;

use rand::{Rng, RngExt};
use retry_client::backoff::{Backoff, BackoffContext};
use retry_client::{DelaySource, Policy, Result, Strategy, client};
use tokio::time::Instant;

use crate::support::ad_hoc::{URL, in_memory};
use crate::support::fixed_rng::FixedRng;
use crate::support::memory::MemoryTransport;
use crate::support::script::{Step, fails, ms, ok, secs, status};

/// Sends at whole seconds of the call.
struct OnTheSecond;

impl Backoff for OnTheSecond {
    fn delay(&self, wait: &BackoffContext<'_>, _: &mut dyn Rng) -> Duration {
        let next = secs(wait.elapsed().as_secs() + 1);
        next.saturating_sub(wait.elapsed())
    }
}

/// Goes by what the server has said; doubles its own delay where nothing was heard.
struct AsToldBy(&'static str);

impl Backoff for AsToldBy {
    fn delay(&self, wait: &BackoffContext<'_>, _: &mut dyn Rng) -> Duration {
        let told = wait
            .headers()
            .and_then(|headers| headers.get(self.0)?.to_str().ok()?.parse().ok());
        let own = || wait.previous().map_or(ms(1), |previous| previous * 2);
        assert_eq!(wait.headers().is_some(), wait.status().is_some());
        told.map_or_else(own, ms)
    }
}

/// Between one and two seconds, longer with each retry.
struct Drawn;

impl Backoff for Drawn {
    fn delay(&self, wait: &BackoffContext<'_>, rng: &mut dyn Rng) -> Duration {
        secs(u64::from(wait.retry())) + secs(1).mul_f64(1.0 + rng.random::<f64>())
    }
}

mod paced {
    use super::{AsToldBy, OnTheSecond};

    pub(super) static ON_THE_SECOND: OnTheSecond = OnTheSecond;
    pub(super) const TOLD: AsToldBy = AsToldBy("x-pace");
}

#[client(base_url = "http://memory")]
#[retry(attempts = 4)]
trait Paced {
    #[get("/second")]
    #[retry(paced::ON_THE_SECOND)]
    async fn on_the_second(&self) -> Result<()>;

    #[get("/told")]
    #[retry(paced::TOLD, attempts = 5)]
    async fn told(&self) -> Result<()>;
}

fn paced(memory: &MemoryTransport) -> PacedClient {
    PacedClient::builder()
        .transport(memory.clone())
        .build()
        .unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_backoff_sees_how_long_the_call_has_taken() {
    let late = [300, 50, 1_200, 0].map(|late| status(503).late(ms(late)));
    for is_declared in [true, false] {
        let memory = MemoryTransport::new(late.clone());
        if is_declared {
            paced(&memory).on_the_second().await.unwrap_err();
        } else {
            let policy = Policy::new(Strategy::custom(&OnTheSecond)).attempts(4);
            in_memory(&memory, policy).get(URL).send().await.unwrap();
        }
        assert_eq!(memory.times(), [0, 1, 2, 4].map(secs));
    }
}

#[tokio::test(start_paused = true)]
async fn a_backoff_sees_the_last_response_and_the_previous_delay() {
    let told = |pace: &str| -> Step { status(503).header("x-pace", pace) };
    let lost = fails(io::ErrorKind::ConnectionReset);
    let memory = MemoryTransport::new([told("70"), told("soon"), lost, told("5"), ok("")]);
    paced(&memory).told().await.unwrap();
    assert_eq!(memory.times(), [0, 70, 210, 490, 495].map(ms));
}

#[tokio::test(start_paused = true)]
async fn retry_after_is_a_floor_under_the_delay_of_a_backoff() {
    let memory = MemoryTransport::new([
        status(503)
            .header("retry-after", "30")
            .header("x-pace", "5"),
        ok(""),
    ]);
    let reply = paced(&memory).told().reply().await.unwrap();
    let record = reply.attempts()[0];
    assert_eq!(record.delay_source(), Some(DelaySource::Server));
    assert_eq!(memory.times(), [secs(0), secs(30)]);
}

#[test]
fn a_backoff_can_draw_random_numbers() {
    let policy = Policy::new(Strategy::custom(&Drawn));
    let mut draws = FixedRng::new([0.0, 0.5, 0.25]);
    let delays = [0, 1, 2].map(|retry| policy.delay(retry, &mut draws));
    assert_eq!(delays, [1_000, 2_500, 3_250].map(ms));
}

#[tokio::test(start_paused = true)]
async fn only_the_deadline_bounds_a_backoff() {
    /// A backoff with the longest delay there can be.
    struct Endless;

    impl Backoff for Endless {
        fn delay(&self, _: &BackoffContext<'_>, _: &mut dyn Rng) -> Duration {
            Duration::MAX
        }
    }

    let (memory, begun) = (MemoryTransport::new([status(503)]), Instant::now());
    let request = in_memory(&memory, Policy::new(Strategy::custom(&Endless))).get(URL);
    let reply = request.timeout(secs(3_600)).send().await.unwrap();
    assert_eq!(
        (reply.attempts().len(), begun.elapsed()),
        (1, Duration::ZERO)
    );
}
