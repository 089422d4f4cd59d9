//! The content of a log at each level.

use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;
use std::sync::{Arc, Mutex};

use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::prelude::*;

use retry_client::{LiveSettings, Settings};

use super::{ShopClient, listening};
use crate::support::memory::MemoryTransport;
use crate::support::script::status;

/// A log in memory. Clones share it.
#[derive(Clone, Default)]
pub(super) struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// Writes what this library says at this level, spans with their ends, while `told` runs.
    pub(super) async fn of(level: LevelFilter, spans: FmtSpan, told: impl Future) -> String {
        let log = Self::default();
        let writer = log.clone();
        let layer = tracing_subscriber::fmt::layer()
            .with_span_events(spans)
            .with_ansi(false)
            .with_writer(move || writer.clone());
        let ours = Targets::new().with_target("retry", level);
        let guard = listening(tracing_subscriber::registry().with(layer.with_filter(ours)));
        told.await;
        drop(guard);
        let bytes = log.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap()
    }
}

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A call with three attempts that fails.
async fn failing() {
    let memory = MemoryTransport::new([status(503)]);
    let builder = ShopClient::builder().transport(memory.clone());
    builder.build().unwrap().count().await.unwrap_err();
    assert_eq!(memory.count(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_failed_call_logs_one_line_and_its_waits_at_debug() {
    for (level, lines) in [
        (LevelFilter::ERROR, 0),
        (LevelFilter::WARN, 1),
        (LevelFilter::INFO, 1),
        (LevelFilter::DEBUG, 3),
        (LevelFilter::TRACE, 3),
    ] {
        let log = Log::of(level, FmtSpan::NONE, failing()).await;
        assert_eq!(log.lines().count(), lines, "{level}\n{log}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_log_line_of_a_failed_call_needs_no_context() {
    let log = Log::of(LevelFilter::WARN, FmtSpan::NONE, failing()).await;
    let (_, line) = log.trim_end().split_once("WARN ").unwrap();
    assert_eq!(
        line,
        "retry_client: gave up retry.endpoint=Shop.count retry.attempts=3 \
         retry.gave_up=\"attempts_exhausted\" error.type=\"503\""
    );
}

#[tokio::test]
async fn settings_that_no_client_has_taken_up_are_warned_of_at_build_and_at_replace() {
    let settings = |json| serde_json::from_str::<Settings>(json).unwrap();
    let log = Log::of(LevelFilter::WARN, FmtSpan::NONE, async {
        let live = LiveSettings::new(settings(r#"{"Shop": {"cuont": {}}, "Shpo": {}}"#));
        let memory = MemoryTransport::new([status(503)]);
        let builder = ShopClient::builder().transport(memory).settings(&live);
        let shop = builder.build().unwrap();
        live.replace(settings(r#"{"Shpo": {}}"#)).unwrap();
        drop(shop);
    });
    let log = log.await;
    let names: Vec<_> = log
        .lines()
        .map(|line| line.split_once("retry.settings=").unwrap().1)
        .collect();
    // At build the client's own table alone, as another's may have no client yet; then all.
    assert_eq!(names, [r#""Shop.cuont""#, r#""Shpo""#], "{log}");
}

/// Looks at the settings whenever it hears of them, and counts how often that was.
struct Curious(LiveSettings, Arc<AtomicUsize>);

impl<S: tracing::Subscriber> tracing_subscriber::Layer<S> for Curious {
    fn on_event(&self, _: &tracing::Event<'_>, _: tracing_subscriber::layer::Context<'_, S>) {
        assert_eq!(self.0.unmatched().count(), 1);
        self.1.fetch_add(1, SeqCst);
    }
}

#[test]
fn a_subscriber_may_read_the_settings_that_it_is_told_of() {
    let settings = serde_json::from_str::<Settings>(r#"{"Shpo": {}}"#).unwrap();
    let live = LiveSettings::new(Settings::default());
    let ours = Targets::new().with_target("retry", LevelFilter::WARN);
    let looks = Arc::new(AtomicUsize::new(0));
    let layer = Curious(live.clone(), Arc::clone(&looks)).with_filter(ours);
    let _guard = listening(tracing_subscriber::registry().with(layer));
    live.replace(settings).unwrap();
    assert_eq!(looks.load(SeqCst), 1);
}
