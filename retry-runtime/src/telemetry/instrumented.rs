//! A future within its span.
//!
//! It differs from `tracing`'s own `Instrumented` in two ways: a span that nobody listens to costs only a discriminant,
//! and the span learns how its future ended, or that it was dropped before its end.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use pin_project_lite::pin_project;
use tracing::Span;

/// An owner of a span.
pub(crate) trait HasSpan: Unpin {
    fn span(&self) -> &Span;
}

/// A span that learns how the work within it ended.
pub(crate) trait Scope<O>: HasSpan {
    fn end(&self, outcome: &O);
}

pin_project! {
    /// A future that is polled within a span, if anybody listens to it.
    pub(crate) struct Instrumented<S: HasSpan, F> {
        scope: Option<S>,
        #[pin]
        future: F,
    }

    /// Reports a future that is dropped before its end as cancelled.
    impl<S: HasSpan, F> PinnedDrop for Instrumented<S, F> {
        fn drop(this: Pin<&mut Self>) {
            if let Some(scope) = this.project().scope {
                failed(scope.span(), "cancelled");
            }
        }
    }
}

impl<S: HasSpan, F> Instrumented<S, F> {
    pub(crate) fn new(scope: Option<S>, future: F) -> Self {
        Self { scope, future }
    }
}

impl<S: Scope<F::Output>, F: Future> Future for Instrumented<S, F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        // Entered for each poll and not across an await. Another task may run on this thread in
        // between, and its events must not appear under this span.
        let entered = this.scope.as_ref().map(|scope| scope.span().enter());
        let outcome = ready!(this.future.poll(context));
        drop(entered);
        if let Some(scope) = this.scope.take() {
            scope.end(&outcome);
        }
        Poll::Ready(outcome)
    }
}

/// Marks a span as that of a failure.
pub(crate) fn failed(span: &Span, cause: &str) {
    span.record("error.type", cause);
    span.record("otel.status_code", "ERROR");
}
