//! Every attempt as a span: a call with three attempts, exported through OpenTelemetry to a collector in
//! memory and printed as a tree. The server sees the same spans in `traceparent`.
//!
//! Run with `cargo run --example traces`. It needs no network beyond the loopback interface.

use opentelemetry::global;
use opentelemetry::trace::{SpanId, TracerProvider};
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::{
    InMemorySpanExporter, InMemorySpanExporterBuilder, SdkTracerProvider, SpanData,
};
use retry_client::{BoxError, Result, client};
use tracing::level_filters::LevelFilter;
use tracing::{Instrument, info_span};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::prelude::*;

mod support {
    #[expect(dead_code, reason = "other examples use the rest of it")]
    pub(crate) mod server;
}

use support::server::{Script, Server, Step};

#[client]
#[retry(constant, base = 20ms)]
trait Books {
    #[get("/books/{id}")]
    async fn title(&self, id: u32) -> Result<String>;
}

const SCRIPT: Script = &[(
    "/books/7",
    &[
        Step::Answer(503, "busy"),
        Step::CutShort("\"Emma\""),
        Step::Answer(200, "\"Emma\""),
    ],
)];

/// Setup at the start of an application, which would use its own exporter in place of this one.
fn set_up(collector: &InMemorySpanExporter) -> Result<SdkTracerProvider, BoxError> {
    let provider = SdkTracerProvider::builder()
        .with_simple_exporter(collector.clone())
        .build();
    global::set_text_map_propagator(TraceContextPropagator::new());
    let spans = tracing_opentelemetry::layer().with_tracer(provider.tracer("books"));
    // Waits are events at DEBUG; INFO is enough for the spans.
    let wanted = Targets::new()
        .with_target("traces", LevelFilter::INFO)
        .with_target("retry_client", LevelFilter::DEBUG);
    tracing_subscriber::registry()
        .with(spans.with_filter(wanted))
        .try_init()?;
    Ok(provider)
}

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    let collector = InMemorySpanExporterBuilder::new().build();
    let provider = set_up(&collector)?;
    let server = Server::start(SCRIPT).await?;
    let books = BooksClient::with_base_url(server.url())?;

    let title = books.title(7).instrument(info_span!("reading")).await?;
    assert_eq!(title, "\"Emma\"");

    provider.force_flush()?;
    let spans = collector.get_finished_spans()?;
    let tree = draw(&spans, SpanId::INVALID, "");
    print!("{tree}");

    // The server saw the same attempts, each with its own span.
    let attempts = spans.iter().filter(|span| span.name == "GET /books/{id}");
    let sent = attempts.map(|span| {
        let context = &span.span_context;
        format!("00-{}-{}-01", context.trace_id(), context.span_id())
    });
    let arrivals = server.take_arrivals().await;
    let arrived = arrivals
        .iter()
        .map(|arrival| arrival.header("traceparent").unwrap_or_default());
    assert!(sent.eq(arrived), "{arrivals:?}");
    assert_eq!((arrivals.len(), spans.len()), (3, 5));
    assert_eq!(server.unplayed().await, [""; 0]);
    for told in [
        "=503",
        "=body",
        "(trying again in 20ms)",
        "retry.attempts=3",
    ] {
        assert!(tree.contains(told), "{told}");
    }
    Ok(())
}

/// The children of a span in order, each on its own line.
fn draw(spans: &[SpanData], parent: SpanId, indent: &str) -> String {
    let own = spans
        .iter()
        .find(|span| span.span_context.span_id() == parent);
    let events = own.into_iter().flat_map(|own| own.events.iter());
    let events = events.map(|event| (event.timestamp, format!("({})", event.name), None));
    let children = spans.iter().filter(|span| span.parent_span_id == parent);
    let children = children.map(|span| {
        let id = span.span_context.span_id();
        (span.start_time, title(span), Some(id))
    });
    let mut within = events.chain(children).collect::<Vec<_>>();
    within.sort_by_key(|(time, ..)| *time);

    let (mut drawing, last) = (String::new(), within.len().saturating_sub(1));
    for (at, (_, line, span)) in within.into_iter().enumerate() {
        let (branch, below) = if at == last {
            ("└─ ", "   ")
        } else {
            ("├─ ", "│  ")
        };
        drawing.push_str(&[indent, branch, &line, "\n"].concat());
        if let Some(span) = span {
            drawing += &draw(spans, span, &format!("{indent}{below}"));
        }
    }
    drawing
}

/// `GET /books/{id}  1.3ms  200 body`
fn title(span: &SpanData) -> String {
    let length = span.end_time.duration_since(span.start_time);
    let mut title = format!("{}  {:.1?}", span.name, length.unwrap_or_default());
    for name in ["http.response.status_code", "error.type", "retry.attempts"] {
        let mut named = span.attributes.iter();
        if let Some(found) = named.find(|pair| pair.key.as_str() == name) {
            title.push_str(&["  ", name, "=", &found.value.as_str()].concat());
        }
    }
    title
}
