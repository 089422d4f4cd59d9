//! Arrivals, observers, spans and metrics: four accounts of the same calls.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Duration;

use metrics::set_default_local_recorder;
use opentelemetry::trace::SpanKind;
use retry_client::{Attempt, CallSummary, Failure, Observer, Strategy};

use super::metrics::{recorder, samples, scraped};
use super::{ShopClient, Traced, events};
use crate::support::script::{close, ms, ok, reset, status};
use crate::support::server::Server;

/// Counts what it is told. Clones share the counts.
#[derive(Clone, Default)]
struct Counts(Arc<[AtomicUsize; 3]>);

impl Observer for Counts {
    fn attempt_started(&self, _: &Attempt) {
        self.0[0].fetch_add(1, Relaxed);
    }

    fn attempt_failed(&self, _: &Attempt, _: &Failure, next: Option<Duration>) {
        self.0[1].fetch_add(usize::from(next.is_some()), Relaxed);
    }

    fn finished(&self, _: &CallSummary) {
        self.0[2].fetch_add(1, Relaxed);
    }
}

#[tokio::test]
async fn spans_metrics_observers_and_server_count_the_same() {
    let (traced, recorder, counts) = (Traced::new(), recorder(), Counts::default());
    let handle = recorder.handle();
    let guard = set_default_local_recorder(&recorder);
    // Of a length that no multiple of the attempts of a call hits, so that calls differ.
    let server = Server::start([
        status(503),
        reset(),
        ok("12345").cut(2),
        status(404),
        ok("yes"),
        close(),
        ok("yes"),
        status(500),
        status(502),
        status(503),
        status(301),
        ok("yes"),
    ])
    .await;
    let shop = ShopClient::builder()
        .base_url(server.url())
        .observe(counts.clone())
        .retry(|policy| policy.strategy(Strategy::constant(ms(1))))
        .build()
        .unwrap();
    let calls = 12;
    for _ in 0..calls / 3 {
        let _ = shop.thing("7").await;
        let _ = shop.create().await;
        let _ = shop.count().await;
    }
    drop(guard);

    let spans = traced.taken();
    let of_kind = |kind: SpanKind| spans.iter().filter(move |span| span.span_kind == kind);
    let waits = of_kind(SpanKind::Internal).flat_map(events);
    let waits = waits
        .filter(|event| event.starts_with("trying again"))
        .count();
    let samples = samples(&scraped(handle).await);
    let sum = |metric: &str| {
        let named = samples.iter().filter(|(name, _)| name.starts_with(metric));
        named
            .map(|(_, value)| value.to_string().parse::<usize>().unwrap())
            .sum::<usize>()
    };
    let [started, repeated, finished] = [0, 1, 2].map(|at: usize| counts.0[at].load(Relaxed));
    let arrivals = server.arrivals().len();
    assert!(arrivals > calls);
    assert_eq!(
        [
            started,
            of_kind(SpanKind::Client).count(),
            sum("retry_client_attempts_total"),
            sum("retry_client_attempt_duration_seconds_count"),
        ],
        [arrivals; 4]
    );
    assert_eq!(
        [
            finished,
            of_kind(SpanKind::Internal).count(),
            sum("retry_client_call_duration_seconds_count"),
        ],
        [calls; 3]
    );
    assert_eq!(
        [
            repeated,
            waits,
            sum("retry_client_retries_total"),
            sum("retry_client_wait_seconds_count")
        ],
        [arrivals - calls; 4]
    );
}
