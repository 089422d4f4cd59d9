//! A future within its span.
//!
//! `tracing`'s own `Instrumented` would do, but for two things: a span that nobody listens to costs
//! nothing here but a discriminant, and the span learns how its future ended, or that it was
//! dropped before.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use pin_project_lite::pin_project;
use tracing::Span;

/// Whatever has a span.
pub(crate) trait HasSpan: Unpin {
    fn span(&self) -> &Span;
}

/// A span that is told how the work within it ended.
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

    /// A future that is dropped before its end was cancelled by whoever awaited it.
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
        // Entered for each poll and not across an await: another task may run on this thread in
        // between, and its events would be told of under this span.
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
