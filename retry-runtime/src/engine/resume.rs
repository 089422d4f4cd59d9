//! Going on with a call whose answer stood and whose body broke later: a download, a stream of events.

use http::StatusCode;
use tokio::time::{Instant, timeout_at};

use crate::decode::ResponseSink;
use crate::engine::core::PendingCall;
use crate::engine::retry_loop::{CallState, EVER, after};
use crate::error::{AttemptRecord, Error, ErrorKind, Failure, History};
use crate::telemetry::Trace;
use crate::transport::Trail;

/// Goes on with a call whose body broke after it had begun, as if this had failed its last attempt.
pub(crate) async fn resume(
    call: &PendingCall,
    past: ResumeState,
    failure: Box<Failure>,
    receiver: &mut dyn ResponseSink,
) -> Result<(), Error> {
    let broken = (failure.into(), past.begun);
    let mut course = CallState::after(call, past, Trace::begin(call.spec.endpoint));
    course.broken = Some(Box::new(broken));
    let trace = course.trace.clone();
    trace.over(course.run(receiver)).await
}

/// A call whose answer stood, and may break yet while its body is read.
pub(crate) struct ResumeState {
    started: Instant,
    /// When the last attempt began.
    begun: Instant,
    records: Vec<AttemptRecord>,
    /// How many attempts came before the last progress, and count no longer.
    forgiven: usize,
}

impl ResumeState {
    /// As of now.
    pub(crate) fn of(history: History, forgiven: usize) -> Self {
        let now = Instant::now();
        let last = history.attempts.last().map(AttemptRecord::duration);
        Self {
            started: now.checked_sub(history.elapsed).unwrap_or(now),
            begun: now.checked_sub(last.unwrap_or_default()).unwrap_or(now),
            records: history.attempts,
            forgiven,
        }
    }

    /// Lets the attempts start anew with the one that made progress, and tells how many are forgiven.
    pub(crate) fn forgive(&mut self) -> usize {
        self.forgiven = self.records.len().saturating_sub(1);
        self.forgiven
    }

    /// Forgets what came before the attempt that made progress: with it the call begins anew.
    #[cfg(feature = "sse")]
    pub(crate) fn forget(&mut self) -> usize {
        self.records.drain(..self.records.len().saturating_sub(1));
        self.started = self.begun;
        self.forgiven = 0;
        self.forgiven
    }

    /// How many attempts it knows of.
    #[cfg(feature = "sse")]
    pub(crate) fn sent(&self) -> usize {
        self.records.len()
    }

    /// Bounds what is done with the body by the `timeout` of the call.
    pub(crate) async fn bound<T>(
        &self,
        call: &PendingCall,
        work: impl Future<Output = Result<T, Box<Failure>>>,
    ) -> Result<T, Box<Failure>> {
        let limit = call.spec.policy().timeout_limit().unwrap_or(EVER);
        let worked = timeout_at(after(self.started, limit), work).await;
        worked.unwrap_or_else(|_| Err(Failure::new(ErrorKind::Timeout)))
    }

    /// Tells the observers that the call has come to its end.
    pub(crate) fn finish(self, call: &PendingCall, status: StatusCode) {
        let mut state = CallState::after(call, self, Trace::default());
        state.finished(Some(status), None);
    }
}

impl<'a> CallState<'a> {
    /// Where the last attempt of `past` is the one under way.
    fn after(call: &'a PendingCall, past: ResumeState, trace: Trace) -> Self {
        let policy = call.spec.policy();
        let limit = policy.timeout_limit();
        let counting = past.records.len().saturating_sub(past.forgiven);
        Self {
            call,
            policy,
            started: past.started,
            deadline: limit.map(|limit| after(past.started, limit)),
            number: u32::try_from(counting).unwrap_or(u32::MAX),
            before: u32::try_from(past.forgiven).unwrap_or(u32::MAX),
            records: past.records,
            last: None,
            broken: None,
            held: None,
            is_open: true,
            trace,
            trail: Trail::default(),
        }
    }
}
