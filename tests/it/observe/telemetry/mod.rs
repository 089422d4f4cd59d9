//! Telemetry as production sees it, through the exporters that production uses.

mod agreement;
mod fleet;
mod held;
mod levels;
mod metrics;
mod propagation;
mod secrets;
mod spans;

use std::sync::LazyLock;
use std::time::Duration;

use opentelemetry::trace::{SpanId, SpanKind, Status, TracerProvider};
use opentelemetry_sdk::trace::{
    InMemorySpanExporter, InMemorySpanExporterBuilder, SdkTracerProvider, SpanData,
};
use retry_client::{ByteStream, Outcome, Result, Verdict, client};
use tracing::Dispatch;
use tracing::dispatcher::{DefaultGuard, set_default};
use tracing::level_filters::LevelFilter;
use tracing::subscriber::NoSubscriber;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::prelude::*;

#[client(base_url = "http://memory:8080/base")]
#[retry(constant, base = 100ms)]
trait Shop {
    #[get("/things/{id}?kind=tool", none_on = 404)]
    async fn thing(&self, id: &str) -> Result<Option<String>>;

    #[post("/things")]
    async fn create(&self) -> Result<String>;

    #[get("/v2/count", "/v1/count")]
    async fn count(&self) -> Result<String>;

    #[get("/judged")]
    #[retry(when = |_: &Outcome| Verdict::RetryAfter(Duration::from_secs(3)), attempts = 2)]
    async fn judged(&self) -> Result<String>;

    #[get("/stream")]
    async fn stream(&self) -> Result<ByteStream>;
}

/// OpenTelemetry on this thread, for as long as it is kept: all spans of the library end up in memory.
struct Traced {
    exporter: InMemorySpanExporter,
    _provider: SdkTracerProvider,
    _guard: DefaultGuard,
}

impl Traced {
    fn new() -> Self {
        let exporter = InMemorySpanExporterBuilder::new().build();
        let provider = SdkTracerProvider::builder()
            .with_simple_exporter(exporter.clone())
            .build();
        let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("test"));
        let ours = Targets::new().with_target("retry", LevelFilter::TRACE);
        let theirs = ours.with_target("it::", LevelFilter::TRACE);
        let guard = listening(tracing_subscriber::registry().with(layer.with_filter(theirs)));
        Self {
            exporter,
            _provider: provider,
            _guard: guard,
        }
    }

    /// Every span that has ended since this was last asked, in the order of their ends.
    fn taken(&self) -> Vec<SpanData> {
        let spans = self.exporter.get_finished_spans().unwrap();
        self.exporter.reset();
        spans
    }
}

/// Makes this the subscriber of the thread, for as long as the guard is kept.
///
/// While there is but one in the process, tracing asks the first thread that comes to a span whether
/// anybody listens, and takes its word for all threads. So there is always another.
fn listening(subscriber: impl Into<Dispatch>) -> DefaultGuard {
    static ANOTHER: LazyLock<Dispatch> = LazyLock::new(|| Dispatch::new(NoSubscriber::new()));
    LazyLock::force(&ANOTHER);
    set_default(&subscriber.into())
}

/// The value of an attribute of a span.
fn attribute(span: &SpanData, name: &str) -> Option<String> {
    let mut named = span
        .attributes
        .iter()
        .filter(|pair| pair.key.as_str() == name);
    let value = named.next()?.value.to_string();
    assert!(named.next().is_none(), "`{name}` is there twice");
    Some(value)
}

/// An attribute of each.
fn attributes(spans: &[SpanData], name: &str) -> Vec<Option<String>> {
    spans.iter().map(|span| attribute(span, name)).collect()
}

fn some(values: &[&str]) -> Vec<Option<String>> {
    values
        .iter()
        .map(|value| Some((*value).to_owned()))
        .collect()
}

fn names(spans: &[SpanData]) -> Vec<&str> {
    spans.iter().map(|span| &*span.name).collect()
}

/// The events of a span, each with its attributes in the order of their names.
fn events(span: &SpanData) -> Vec<String> {
    let event = |event: &opentelemetry::trace::Event| {
        let ours = |name: &str| {
            !["target", "code.", "thread."]
                .iter()
                .any(|own| name.starts_with(own))
        };
        let told = event
            .attributes
            .iter()
            .filter(|pair| ours(pair.key.as_str()));
        let told = told.map(|pair| format!("{}={}", pair.key, pair.value));
        let mut told = told.collect::<Vec<_>>();
        told.sort();
        format!("{}: {}", event.name, told.join(" "))
    };
    span.events.iter().map(event).collect()
}

fn is_error(span: &SpanData) -> bool {
    matches!(span.status, Status::Error { .. })
}

/// The call and its attempts, apart. There is one call, and all is in it.
fn one_call(spans: Vec<SpanData>) -> (SpanData, Vec<SpanData>) {
    let (mut calls, attempts): (Vec<_>, Vec<_>) = spans
        .into_iter()
        .partition(|span| span.span_kind == SpanKind::Internal);
    assert_eq!(calls.len(), 1, "{calls:?}");
    let call = calls.remove(0);
    for attempt in &attempts {
        assert_eq!(attempt.span_kind, SpanKind::Client);
        assert_eq!(attempt.parent_span_id, call.span_context.span_id());
        assert_eq!(
            attempt.span_context.trace_id(),
            call.span_context.trace_id()
        );
    }
    (call, attempts)
}

/// The parent of a span that has none.
const ROOT: SpanId = SpanId::INVALID;
