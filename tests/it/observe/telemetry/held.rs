//! Guards in logs and metrics.

use metrics::set_default_local_recorder;
use retry_client::{Result, client};
use tokio::time::sleep;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::fmt::format::FmtSpan;

use super::levels::Log;
use super::metrics::{recorder, samples, scraped};
use crate::support::memory::MemoryTransport;
use crate::support::script::{Step, ms, ok, secs, silence, status};

#[client(base_url = "http://held.test")]
trait Held {
    #[get("/circuit", timeout = 100ms)]
    #[circuit_breaker(of = 5, open = 2s, probes = 1)]
    async fn circuit(&self) -> Result<String>;

    #[get("/paused")]
    #[rate_limit(follow)]
    #[retry(constant, attempts = 2, base = 10ms, statuses = [429])]
    async fn paused(&self) -> Result<String>;

    #[get("/limited")]
    #[rate_limit(1 per 1s, wait = 1s)]
    #[concurrency(1)]
    async fn limited(&self) -> Result<String>;

    #[get("/hedged")]
    #[hedge(after = 50ms)]
    async fn hedged(&self) -> Result<String>;
}

fn held(steps: impl Into<Vec<Step>>) -> HeldClient {
    let memory = MemoryTransport::new(steps.into());
    HeldClient::builder().transport(memory).build().unwrap()
}

/// A circuit that opens, opens again after its probe, and closes.
async fn broken() {
    let api = held([vec![status(500); 6], vec![ok("x")]].concat());
    for _ in 0..8 {
        api.circuit().await.unwrap_err();
    }
    sleep(secs(3)).await;
    api.circuit().await.unwrap_err();
    api.circuit().await.unwrap_err();
    sleep(secs(5)).await;
    api.circuit().await.unwrap();
}

async fn paused() {
    let asks = status(429).header("retry-after", "2");
    let api = held([asks, ok("x")]);
    api.paused().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_log_says_once_that_a_circuit_opens_and_once_that_it_closes() {
    let log = Log::of(LevelFilter::INFO, FmtSpan::NONE, broken()).await;
    // Beside those of the six calls that were sent and failed.
    assert_eq!(log.lines().count(), 8, "{log}");
    let is_of_guard = |line: &&str| !line.contains("gave up");
    let lines: Vec<_> = log.lines().filter(is_of_guard).collect();
    assert_eq!(lines.len(), 2, "{log}");
    assert!(lines[0].contains("WARN"), "{log}");
    assert!(lines[0].contains("circuit open for "), "{log}");
    assert!(lines[0].contains("Held.circuit"), "{log}");
    assert!(lines[1].contains("INFO"), "{log}");
    assert!(lines[1].contains("circuit closed"), "{log}");
    let log = Log::of(LevelFilter::DEBUG, FmtSpan::NONE, broken()).await;
    assert_eq!(log.matches("circuit half-open").count(), 2, "{log}");
    assert_eq!(log.matches("circuit open again").count(), 1, "{log}");
}

#[tokio::test(start_paused = true)]
async fn a_log_says_once_that_a_pause_begins_and_once_that_it_is_over() {
    let log = Log::of(LevelFilter::INFO, FmtSpan::NONE, paused()).await;
    let lines: Vec<_> = log.lines().collect();
    assert_eq!(lines.len(), 2, "{log}");
    assert!(lines[0].contains("WARN"), "{log}");
    assert!(lines[0].contains("paused by the server for 2.0s"), "{log}");
    assert!(lines[1].contains("INFO"), "{log}");
    assert!(lines[1].contains("pause over"), "{log}");
    let short = async {
        let asks = status(429).header("retry-after", "1");
        held([asks, ok("x")]).paused().await.unwrap();
    };
    let log = Log::of(LevelFilter::INFO, FmtSpan::NONE, short).await;
    assert_eq!(log, "");
}

#[tokio::test(start_paused = true)]
async fn holds_and_hedges_are_counted() {
    let recorder = recorder();
    let handle = recorder.handle();
    let guard = set_default_local_recorder(&recorder);
    broken().await;
    paused().await;
    let api = held([ok("x").late(ms(300))]);
    let (first, second, third) = tokio::join!(api.limited(), api.limited(), api.limited());
    assert!(first.is_ok() && second.is_ok() && third.is_err());
    held([silence(), ok("x")]).hedged().await.unwrap();
    held([ok("x").late(ms(80)), silence()])
        .hedged()
        .await
        .unwrap();
    drop(guard);
    tokio::time::resume();
    let samples = samples(&scraped(handle).await);
    let of = |name: &str, endpoint: &str, label: &str| {
        let labels = format!("service=\"Held\",endpoint=\"{endpoint}\",method=\"GET\",{label}");
        let name = format!("retry_client_{name}{{{labels}}}");
        samples
            .get(&name)
            .map_or_else(|| "0".to_owned(), f64::to_string)
    };
    // Three that found it open at first, and one behind the probe that failed.
    let by = "by=\"circuit_breaker\"";
    assert_eq!(of("held_back_total", "circuit", by), "4", "{samples:#?}");
    for (to, count) in [("open", "2"), ("half_open", "2"), ("closed", "1")] {
        let to = format!("to=\"{to}\"");
        assert_eq!(of("circuit_changes_total", "circuit", &to), count, "{to}");
    }
    let by = "by=\"pause\"";
    assert_eq!(of("hold_seconds_count", "paused", by), "0", "{samples:#?}");
    let by = "by=\"rate_limit\"";
    assert_eq!(of("hold_seconds_count", "limited", by), "1", "{samples:#?}");
    assert_eq!(of("hold_seconds_sum", "limited", by), "1", "{samples:#?}");
    assert_eq!(of("held_back_total", "limited", by), "1", "{samples:#?}");
    for outcome in ["won", "lost"] {
        let outcome = format!("outcome=\"{outcome}\"");
        assert_eq!(of("hedges_total", "hedged", &outcome), "1", "{outcome}");
    }
}
