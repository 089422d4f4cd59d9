//! Logs and metrics of the state that a fleet shares.

use std::time::Duration;

use metrics::with_local_recorder;
use retry_client::testing::StubState;
use retry_client::{Quota, Result, client};
use tokio::runtime::Builder;
use tokio::time::sleep;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::fmt::format::FmtSpan;

use super::levels::Log;
use super::metrics::recorder;
use crate::support::memory::MemoryTransport;
use crate::support::script::ok;

#[client(base_url = "http://llm.test")]
#[rate_limit(10 per 1s)]
trait Limited {
    #[get("/x")]
    async fn x(&self) -> Result<String>;
}

/// The state is lost after a response, for two uses, and comes back.
async fn an_outage() {
    let state = StubState::new();
    let builder = LimitedClient::builder().transport(MemoryTransport::new([ok("x")]));
    let client = builder
        .fleet(state.clone(), Quota::key("secret-label"))
        .build()
        .unwrap();
    client.x().await.unwrap();
    state.fail();
    for _ in 0..2 {
        sleep(Duration::from_millis(1_100)).await;
        client.x().await.unwrap();
        client.x().await.unwrap();
    }
    state.recover();
    sleep(Duration::from_secs(3)).await;
    client.x().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn an_outage_is_a_warning_once_and_its_end_is_told() {
    let log = Log::of(LevelFilter::INFO, FmtSpan::NONE, an_outage()).await;
    let lines: Vec<&str> = log.lines().collect();
    assert_eq!(lines.len(), 2, "{log}");
    assert!(lines[0].contains("WARN") && lines[0].contains("shared state out of reach"));
    assert!(lines[0].contains("the state was told to fail") && lines[0].contains("Limited"));
    assert!(lines[1].contains("INFO") && lines[1].contains("shared state is back"));
    assert!(!log.contains("secret-label"));
}

#[test]
fn uses_changes_and_members_are_counted() {
    let recorder = recorder();
    let handle = recorder.handle();
    let runtime = Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build();
    with_local_recorder(&recorder, || runtime.unwrap().block_on(an_outage()));
    let text = handle.render();
    for line in [
        "retry_client_fleet_uses_total{service=\"Limited\",outcome=\"ok\"} 2",
        "retry_client_fleet_uses_total{service=\"Limited\",outcome=\"error\"} 2",
        "retry_client_fleet_changes_total{service=\"Limited\",to=\"share\"} 1",
        "retry_client_fleet_changes_total{service=\"Limited\",to=\"fleet\"} 1",
        "retry_client_fleet_members{service=\"Limited\"} 1",
    ] {
        assert!(text.contains(line), "no {line} in\n{text}");
    }
}
