//! Watching calls: for logs, metrics and tests.

use std::any::Any;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;

use crate::endpoint::Endpoint;
use crate::error::{ErrorKind, Failure, GaveUp};
use crate::policy::hooks::attempt::Attempt;
use crate::policy::hooks::guard_change::GuardChange;

/// Watches the calls of a client: `.observe(…)` on the builder, any number of times.
///
/// A method that is not implemented does nothing. The methods are called from within the call, so they
/// should be quick. A panic in one ends this event for that observer alone.
pub trait Observer: Send + Sync + 'static {
    /// Hears of an attempt that is about to be sent.
    fn attempt_started(&self, attempt: &Attempt) {
        let _ = attempt;
    }

    /// Hears of an attempt that has failed. `next` is the wait before the next one, if there will be one.
    fn attempt_failed(&self, attempt: &Attempt, failure: &Failure, next: Option<Duration>) {
        let _ = (attempt, failure, next);
    }

    /// Hears of a circuit that has opened, half-opened or closed, or of a pause over one second, asked for by
    /// the server, that has begun or ended.
    fn guard_changed(&self, change: &GuardChange) {
        let _ = change;
    }

    /// Hears of a call that is over: it has its value or its error, or it was dropped
    /// ([`is_cancelled`](CallSummary::is_cancelled)). A call dropped before its first poll is not reported.
    ///
    /// A stream is a value: the call is over when it returns the stream, and dropping the stream is not
    /// reported. A stream of events that reconnects reports that as another call. A download is over when its
    /// file is complete.
    fn finished(&self, summary: &CallSummary) {
        let _ = summary;
    }
}

/// The summary of a call that is over.
#[derive(Clone)]
pub struct CallSummary {
    pub(crate) endpoint: &'static Endpoint,
    pub(crate) attempts: u32,
    pub(crate) elapsed: Duration,
    pub(crate) status: Option<StatusCode>,
    pub(crate) failed: Option<(ErrorKind, GaveUp)>,
    pub(crate) is_cancelled: bool,
    pub(crate) context: Option<Arc<dyn Any + Send + Sync>>,
}

impl CallSummary {
    /// The method that was called.
    #[must_use]
    pub fn endpoint(&self) -> &'static Endpoint {
        self.endpoint
    }

    /// The number of times that the request was sent.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// The number of times that the request was sent again.
    #[must_use]
    pub fn retries(&self) -> u32 {
        self.attempts.saturating_sub(1)
    }

    /// The time from the start of the call to its end.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// The status of the last response, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.status
    }

    /// Tells if the call yields a value.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.failed.is_none() && !self.is_cancelled
    }

    /// Tells if the call was dropped before its end: it has neither a value nor an error.
    ///
    /// A request that was in flight may have been acted upon.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.is_cancelled
    }

    /// The kind of the error that the call fails with.
    #[must_use]
    pub fn error(&self) -> Option<ErrorKind> {
        self.failed.map(|(kind, _)| kind)
    }

    /// The reason why a failed call was not tried again.
    #[must_use]
    pub fn gave_up(&self) -> Option<GaveUp> {
        self.failed.map(|(_, why)| why)
    }

    /// The value that the caller attached with `.context(…)`, if it is a `C`.
    #[must_use]
    pub fn context<C: Any>(&self) -> Option<&C> {
        self.context.as_deref()?.downcast_ref()
    }
}

impl fmt::Debug for CallSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallSummary")
            .field("endpoint", &self.endpoint.label())
            .field("attempts", &self.attempts)
            .field("elapsed", &self.elapsed)
            .field("status", &self.status)
            .field("failed", &self.failed)
            .field("is_cancelled", &self.is_cancelled)
            .finish_non_exhaustive()
    }
}

/// The observers of a client.
#[derive(Clone, Default)]
pub(crate) struct Observers(Vec<Arc<dyn Observer>>);

impl Observers {
    pub(crate) fn push(&mut self, observer: Arc<dyn Observer>) {
        self.0.push(observer);
    }

    /// Adds the observers of another client except its last `skipped`.
    pub(crate) fn extend(&mut self, others: &Self, skipped: usize) {
        let kept = others.0.len().saturating_sub(skipped);
        self.0.extend(others.0.iter().take(kept).cloned());
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Tells each observer. A panic does not leave the observer that caused it.
    pub(crate) fn tell(&self, event: impl Fn(&dyn Observer)) {
        for observer in &self.0 {
            // `AssertUnwindSafe`, as nothing of ours is touched inside. An observer that leaves its
            // own state half changed has to deal with that itself.
            let _ = catch_unwind(AssertUnwindSafe(|| event(&**observer)));
        }
    }
}
