//! Metrics, as Prometheus scrapes them: over a socket, in its text format.

use std::collections::BTreeMap;
use std::fmt::Write;

use metrics::set_default_local_recorder;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle, PrometheusRecorder};
use retry_client::{RetryClient, reqwest};

use super::ShopClient;
use crate::support::ad_hoc::{STEADY, URL, in_memory};
use crate::support::memory::MemoryTransport;
use crate::support::script::{ms, ok, secs, silence, status};
use crate::support::server::Server;

pub(super) fn recorder() -> PrometheusRecorder {
    PrometheusBuilder::new().build_recorder()
}

/// The text that an endpoint serves to whoever scrapes it.
pub(super) async fn scraped(handle: PrometheusHandle) -> String {
    let server = Server::responding(move |_| ok(handle.render())).await;
    let answer = reqwest::get(server.url()).await.unwrap();
    answer.text().await.unwrap()
}

/// The samples by name and labels, without those of quantiles.
pub(super) fn samples(text: &str) -> BTreeMap<String, f64> {
    let lines = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    let samples = lines.map(|line| {
        let (name, value) = line.rsplit_once(' ').expect("a name and a value");
        (name.to_owned(), value.parse().expect("a number"))
    });
    samples
        .filter(|(name, _)| !name.contains("quantile="))
        .collect()
}

/// One sample a line, without the beginning that all names have in common.
fn listed(samples: &BTreeMap<String, f64>) -> String {
    let mut list = String::new();
    for (name, value) in samples {
        let name = name
            .strip_prefix("retry_client_")
            .expect("a metric of ours");
        writeln!(list, "{name} {value}").unwrap();
    }
    list
}

#[tokio::test(start_paused = true)]
async fn a_call_is_counted_and_timed() {
    let recorder = recorder();
    let handle = recorder.handle();
    let guard = set_default_local_recorder(&recorder);
    let memory = MemoryTransport::new([
        status(503).late(ms(250)),
        status(429).header("retry-after", "2"),
        ok("done").late(ms(500)),
    ]);
    let shop = ShopClient::builder()
        .transport(memory.clone())
        .build()
        .unwrap();
    let call = shop.thing("7").retry(|policy| policy.statuses(&[429]));
    call.await.unwrap();
    drop(guard);
    tokio::time::resume();
    assert_eq!(
        listed(&samples(&scraped(handle).await)),
        r#"attempt_duration_seconds_count{service="Shop",endpoint="thing",method="GET",outcome="2xx"} 1
attempt_duration_seconds_count{service="Shop",endpoint="thing",method="GET",outcome="4xx"} 1
attempt_duration_seconds_count{service="Shop",endpoint="thing",method="GET",outcome="5xx"} 1
attempt_duration_seconds_sum{service="Shop",endpoint="thing",method="GET",outcome="2xx"} 0.5
attempt_duration_seconds_sum{service="Shop",endpoint="thing",method="GET",outcome="4xx"} 0
attempt_duration_seconds_sum{service="Shop",endpoint="thing",method="GET",outcome="5xx"} 0.25
attempts_total{service="Shop",endpoint="thing",method="GET"} 3
call_duration_seconds_count{service="Shop",endpoint="thing",method="GET",outcome="2xx"} 1
call_duration_seconds_sum{service="Shop",endpoint="thing",method="GET",outcome="2xx"} 2.85
retries_total{service="Shop",endpoint="thing",method="GET",cause="429"} 1
retries_total{service="Shop",endpoint="thing",method="GET",cause="503"} 1
wait_seconds_count{service="Shop",endpoint="thing",method="GET",source="server"} 1
wait_seconds_count{service="Shop",endpoint="thing",method="GET",source="strategy"} 1
wait_seconds_sum{service="Shop",endpoint="thing",method="GET",source="server"} 2
wait_seconds_sum{service="Shop",endpoint="thing",method="GET",source="strategy"} 0.1
"#
    );
}

/// The samples of one metric once a client has done something.
async fn of(metric: &str, work: impl AsyncFnOnce()) -> Vec<(String, f64)> {
    let recorder = recorder();
    let handle = recorder.handle();
    let guard = set_default_local_recorder(&recorder);
    work().await;
    drop(guard);
    let samples = samples(&handle.render()).into_iter();
    samples
        .filter(|(name, _)| name.starts_with(metric))
        .collect()
}

#[tokio::test(start_paused = true)]
async fn giving_up_is_counted_by_reason_for_errors_and_raw_responses() {
    let counted = of("retry_client_give_ups_total", async || {
        let memory = MemoryTransport::new([status(503)]);
        let shop = ShopClient::builder()
            .transport(memory.clone())
            .build()
            .unwrap();
        shop.create().await.unwrap_err();
        shop.count().await.unwrap_err();
        shop.count().timeout(ms(150)).await.unwrap_err();
        in_memory(&memory, STEADY).get(URL).send().await.unwrap();
    });
    let expected = [
        (
            r#"{service="RetryClient",endpoint="get",method="GET",reason="attempts_exhausted"}"#,
            1.0,
        ),
        (
            r#"{service="Shop",endpoint="count",method="GET",reason="attempts_exhausted"}"#,
            1.0,
        ),
        (
            r#"{service="Shop",endpoint="count",method="GET",reason="timeout_would_pass"}"#,
            1.0,
        ),
        (
            r#"{service="Shop",endpoint="create",method="POST",reason="not_repeatable"}"#,
            1.0,
        ),
    ];
    let expected =
        expected.map(|(labels, count)| (format!("retry_client_give_ups_total{labels}"), count));
    assert_eq!(counted.await, expected);
}

#[tokio::test(start_paused = true)]
async fn a_recorder_that_comes_later_counts_the_calls_from_then_on() {
    let memory = MemoryTransport::new([ok("1"), ok("1"), ok("1")]);
    let shop = ShopClient::builder().transport(memory).build().unwrap();
    shop.count().await.unwrap();
    let expected = [
        (
            r#"retry_client_attempt_duration_seconds_count{service="Shop",endpoint="count",method="GET",outcome="2xx"}"#,
            1.0,
        ),
        (
            r#"retry_client_attempt_duration_seconds_sum{service="Shop",endpoint="count",method="GET",outcome="2xx"}"#,
            0.0,
        ),
        (
            r#"retry_client_attempts_total{service="Shop",endpoint="count",method="GET"}"#,
            1.0,
        ),
    ];
    let expected = expected.map(|(name, count)| (name.to_owned(), count));
    for _ in 0..2 {
        let counted = of("retry_client_attempt", async || {
            shop.count().await.unwrap();
        });
        assert_eq!(counted.await, expected);
    }
}

#[tokio::test(start_paused = true)]
async fn a_dropped_call_counts_its_attempts_and_no_more() {
    let counted = of("retry_client", async || {
        let shop = ShopClient::builder()
            .transport(MemoryTransport::new([silence()]))
            .build()
            .unwrap();
        assert!(tokio::time::timeout(secs(1), shop.count()).await.is_err());
    });
    let attempts = r#"retry_client_attempts_total{service="Shop",endpoint="count",method="GET"}"#;
    assert_eq!(counted.await, [(attempts.to_owned(), 1.0)]);
}

#[tokio::test(start_paused = true)]
async fn a_request_rejected_by_a_hook_counts_no_attempt() {
    let counted = of("retry_client_attempt", async || {
        let builder = RetryClient::builder().transport(MemoryTransport::new([ok("")]));
        let builder = builder.before_attempt(async |_, _| Err("no".into()));
        builder.build().unwrap().get(URL).send().await.unwrap_err();
    });
    assert_eq!(counted.await, []);
}

#[tokio::test(start_paused = true)]
async fn every_metric_is_described() {
    let recorder = recorder();
    let handle = recorder.handle();
    let guard = set_default_local_recorder(&recorder);
    let memory = MemoryTransport::new([status(503)]);
    let shop = ShopClient::builder().transport(memory).build().unwrap();
    shop.count().await.unwrap_err();
    drop(guard);
    let text = handle.render();
    for (name, kind) in [
        ("attempts_total", "counter"),
        ("retries_total", "counter"),
        ("give_ups_total", "counter"),
        ("attempt_duration_seconds", "summary"),
        ("call_duration_seconds", "summary"),
        ("wait_seconds", "summary"),
    ] {
        for line in [
            format!("# HELP retry_client_{name} "),
            format!("# TYPE retry_client_{name} {kind}\n"),
        ] {
            assert_eq!(text.matches(&line).count(), 1, "{line}\n{text}");
        }
    }
}
