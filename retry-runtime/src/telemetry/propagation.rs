//! The trace context that an attempt sends to the server.

use http::{HeaderMap, HeaderName, HeaderValue};
use opentelemetry::propagation::Injector;
use opentelemetry::{Context, global};
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt;

/// Writes the context of a span with the global propagator, unless a hook has written one.
pub(crate) fn inject(span: &Span, headers: &mut HeaderMap) {
    // The context of a hook takes precedence, because two contexts would be invalid.
    if headers.contains_key("traceparent") {
        return;
    }
    let context = if span.is_disabled() {
        Context::current()
    } else {
        span.context()
    };
    global::get_text_map_propagator(|propagator| {
        propagator.inject_context(&context, &mut Carrier(headers));
    });
}

struct Carrier<'a>(&'a mut HeaderMap);

impl Injector for Carrier<'_> {
    fn set(&mut self, name: &str, value: String) {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            self.0.entry(name).or_insert(value);
        }
    }
}
