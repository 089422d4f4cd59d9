//! A future within its span.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use pin_project_lite::pin_project;
use tracing::Span;

/// A span, and what it learns of the end of what happens in it.
pub(crate) trait Scope: Unpin {
    type Outcome;

    fn span(&self) -> &Span;

    fn end(&self, outcome: &Self::Outcome);
}

pin_project! {
    /// A future that is polled within a span, if anybody listens to it.
    pub(crate) struct Over<S: Scope, F> {
        scope: Option<S>,
        #[pin]
        future: F,
    }

    /// What is dropped before its end was cancelled by whoever awaited it.
    impl<S: Scope, F> PinnedDrop for Over<S, F> {
        fn drop(this: Pin<&mut Self>) {
            if let Some(scope) = this.project().scope {
                failed(scope.span(), "cancelled");
            }
        }
    }
}

impl<S: Scope, F> Over<S, F> {
    pub(crate) fn new(scope: Option<S>, future: F) -> Self {
        Self { scope, future }
    }
}

impl<S: Scope, F: Future<Output = S::Outcome>> Future for Over<S, F> {
    type Output = S::Outcome;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<S::Outcome> {
        let this = self.project();
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
