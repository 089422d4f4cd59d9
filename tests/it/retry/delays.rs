//! The delays between attempts: by strategy, by the server, and what the history says of them.

use std::time::Duration;

use retry_client::backoff::{Backoff, BackoffContext};
use retry_client::{Call, DelaySource, ErrorKind, GaveUp, Result, StatusCode, client};
use tokio::time::Instant;

use crate::support::memory::MemoryTransport;
use crate::support::script::{ms, ok, secs, status};

/// Waits two seconds more each time, and is told all there is to know.
struct Patient;

static PATIENT: Patient = Patient;

impl Backoff for Patient {
    fn delay(&self, wait: &BackoffContext<'_>, _: &mut dyn rand::Rng) -> Duration {
        let retry = wait.retry();
        assert_eq!(wait.previous(), (retry > 0).then_some(secs(2) * retry));
        assert_eq!(wait.elapsed(), secs(1) * retry * (retry + 1));
        assert_eq!(wait.status(), Some(StatusCode::SERVICE_UNAVAILABLE));
        assert!(
            wait.headers()
                .is_some_and(|headers| headers["x-hint"] == "later")
        );
        secs(2) * (retry + 1)
    }
}

const HALF_A_MINUTE: Duration = Duration::from_secs(30);

#[client(base_url = "http://memory")]
#[retry(attempts = 6)]
trait Waiting {
    #[get("/exponential")]
    #[retry(exponential, jitter = none)]
    async fn exponential(&self) -> Result<()>;

    #[get("/exponential/keys")]
    #[retry(exponential, jitter = none, base = 10ms, factor = 3, max = 200ms)]
    async fn exponential_keys(&self) -> Result<()>;

    #[get("/exponential/cap")]
    #[retry(jitter = none, base = 20s)]
    async fn exponential_cap(&self) -> Result<()>;

    #[get("/jitter")]
    #[retry(jitter, spread = 0ms, base = 80ms, factor = 1.5)]
    async fn jitter(&self) -> Result<()>;

    #[get("/jitter/cap")]
    #[retry(jitter, base = 30s, spread = 10s, factor = 1)]
    async fn jitter_cap(&self) -> Result<()>;

    #[get("/random")]
    #[retry(random, min = 70ms, max = 70ms)]
    async fn random(&self) -> Result<()>;

    #[get("/fibonacci")]
    #[retry(fibonacci)]
    async fn fibonacci(&self) -> Result<()>;

    #[get("/fibonacci/cap")]
    #[retry(fibonacci, base = 10ms, max = "40ms")]
    async fn fibonacci_cap(&self) -> Result<()>;

    #[get("/linear")]
    #[retry(linear)]
    async fn linear(&self) -> Result<()>;

    #[get("/linear/cap")]
    #[retry(linear, base = 10s, max = HALF_A_MINUTE)]
    async fn linear_cap(&self) -> Result<()>;

    #[get("/constant")]
    #[retry(constant)]
    async fn constant(&self) -> Result<()>;

    #[get("/constant/base")]
    #[retry(constant, base = 1.5m)]
    async fn constant_base(&self) -> Result<()>;

    #[get("/decorrelated")]
    #[retry(decorrelated, base = 2s, max = 2s)]
    async fn decorrelated(&self) -> Result<()>;

    #[get("/list")]
    #[retry(list(100ms, 1s, 0ms, 1h))]
    async fn list(&self) -> Result<()>;

    #[get("/list/repeats")]
    #[retry(list(100ms, 1s), attempts = 5)]
    async fn list_repeats(&self) -> Result<()>;

    #[get("/custom")]
    #[retry(PATIENT)]
    async fn custom(&self) -> Result<()>;

    #[get("/full")]
    #[retry(exponential)]
    async fn full(&self) -> Result<()>;

    #[get("/equal")]
    #[retry(exponential, jitter = equal)]
    async fn equal(&self) -> Result<()>;

    #[get("/spread")]
    #[retry(jitter)]
    async fn spread(&self) -> Result<()>;

    #[get("/between")]
    #[retry(random)]
    async fn between(&self) -> Result<()>;

    #[get("/decorrelating")]
    #[retry(decorrelated)]
    async fn decorrelating(&self) -> Result<()>;
}

/// The delays of a call of which every attempt fails, as the history and the transport know them.
async fn delays(call: impl FnOnce(&WaitingClient) -> Call<()>) -> Vec<Duration> {
    let memory = MemoryTransport::new([status(503).header("x-hint", "later")]);
    let client = WaitingClient::builder()
        .transport(memory.clone())
        .build()
        .unwrap();
    let begun = Instant::now();
    let error = call(&client).await.unwrap_err();

    let (last, waited) = error.attempts().split_last().unwrap();
    assert_eq!((last.delay(), last.delay_source()), (None, None));
    assert!(
        waited
            .iter()
            .all(|record| record.delay_source() == Some(DelaySource::Strategy))
    );
    let delays = waited
        .iter()
        .map(|record| record.delay().unwrap())
        .collect::<Vec<_>>();

    let times = memory.times();
    let gaps = times.windows(2).map(|pair| pair[1].saturating_sub(pair[0]));
    assert_eq!(
        gaps.collect::<Vec<_>>(),
        delays.iter().copied().map(by_the_clock).collect::<Vec<_>>()
    );
    // Nothing was slept after the last attempt.
    assert_eq!(begun.elapsed(), *times.last().unwrap());
    assert_eq!(error.elapsed(), begun.elapsed());
    assert_eq!(error.gave_up(), GaveUp::AttemptsExhausted);
    delays
}

/// The clock of tokio wakes at whole milliseconds.
fn by_the_clock(delay: Duration) -> Duration {
    ms(u64::try_from(delay.as_nanos().div_ceil(1_000_000)).unwrap())
}

#[tokio::test(start_paused = true)]
async fn every_strategy_waits_as_documented() {
    type Row = (fn(&WaitingClient) -> Call<()>, &'static [u64]);
    let table: &[Row] = &[
        (WaitingClient::exponential, &[100, 200, 400, 800, 1_600]),
        (WaitingClient::exponential_keys, &[10, 30, 90, 200, 200]),
        (
            WaitingClient::exponential_cap,
            &[20_000, 30_000, 30_000, 30_000, 30_000],
        ),
        (WaitingClient::jitter, &[80, 120, 180, 270, 405]),
        (
            WaitingClient::jitter_cap,
            &[30_000, 30_000, 30_000, 30_000, 30_000],
        ),
        (WaitingClient::random, &[70, 70, 70, 70, 70]),
        (
            WaitingClient::fibonacci,
            &[1_000, 2_000, 3_000, 5_000, 8_000],
        ),
        (WaitingClient::fibonacci_cap, &[10, 20, 30, 40, 40]),
        (WaitingClient::linear, &[100, 200, 300, 400, 500]),
        (
            WaitingClient::linear_cap,
            &[10_000, 20_000, 30_000, 30_000, 30_000],
        ),
        (
            WaitingClient::constant,
            &[1_000, 1_000, 1_000, 1_000, 1_000],
        ),
        (
            WaitingClient::constant_base,
            &[90_000, 90_000, 90_000, 90_000, 90_000],
        ),
        (
            WaitingClient::decorrelated,
            &[2_000, 2_000, 2_000, 2_000, 2_000],
        ),
        (WaitingClient::list, &[100, 1_000, 0, 3_600_000]),
        (WaitingClient::list_repeats, &[100, 1_000, 1_000, 1_000]),
        (WaitingClient::custom, &[2_000, 4_000, 6_000, 8_000, 10_000]),
    ];
    for (row, (call, expected)) in table.iter().enumerate() {
        let expected = expected.iter().copied().map(ms).collect::<Vec<_>>();
        assert_eq!(delays(call).await, expected, "row {row}");
    }
}

#[tokio::test(start_paused = true)]
async fn random_delays_stay_within_their_documented_bounds() {
    type Bounds = fn(usize, Option<Duration>) -> (Duration, Duration);
    type Row = (fn(&WaitingClient) -> Call<()>, Bounds);
    let table: &[Row] = &[
        (WaitingClient::full, |i, _| (ms(0), ms(100 << i))),
        (WaitingClient::equal, |i, _| (ms(50 << i), ms(100 << i))),
        (WaitingClient::spread, |i, _| {
            (ms(100 << i), ms(2_000 + (100 << i)))
        }),
        (WaitingClient::between, |_, _| (ms(100), secs(3))),
        (WaitingClient::decorrelating, |_, before| {
            (ms(100), 3 * before.unwrap_or(ms(100)))
        }),
    ];
    for (row, (call, bounds)) in table.iter().enumerate() {
        let mut draws = Vec::new();
        for _ in 0..20 {
            let delays = delays(call).await;
            for (i, delay) in delays.iter().enumerate() {
                let before = i.checked_sub(1).map(|before| delays[before]);
                let (low, high) = bounds(i, before);
                assert!(
                    (low..=high).contains(delay),
                    "row {row}, delay {i}: {delay:?}"
                );
            }
            draws.push(delays[0]);
        }
        draws.dedup();
        assert!(draws.len() > 1, "row {row} draws {draws:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_duration_of_an_attempt_does_not_shorten_the_next_delay() {
    let memory = MemoryTransport::new([status(500).late(ms(30)), status(502), ok("").late(ms(5))]);
    let client = WaitingClient::builder()
        .transport(memory.clone())
        .build()
        .unwrap();
    let reply = client.constant().reply().await.unwrap();
    let history = reply.attempts().iter().map(|record| {
        (
            record.status().unwrap().as_u16(),
            record.outcome(),
            record.duration(),
            record.delay(),
        )
    });
    assert_eq!(
        history.collect::<Vec<_>>(),
        [
            (500, Some(ErrorKind::Status), ms(30), Some(secs(1))),
            (502, Some(ErrorKind::Status), ms(0), Some(secs(1))),
            (200, None, ms(5), None),
        ]
    );
    assert_eq!(memory.times(), [ms(0), ms(1_030), ms(2_030)]);
}
