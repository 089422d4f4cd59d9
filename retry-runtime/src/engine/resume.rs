//! Resumption of a call whose response counted as success but whose body broke off later: a download or a stream
//! of events. It passes through the loop as if its last attempt had failed, so that limits, delays and history are
//! those of one call.
//!
//! ```text
//! attempt 1: 503            a failure, and a wait
//! attempt 2: 200, 40 MB     a success; the call returns, and the caller reads the body
//!            … cut          attempt 2 has failed after all
//! attempt 3: 206, the rest  after the wait of a second retry, under the same deadline
//! ```
//!
//! The call has returned in between, so its state is rebuilt from the history that the value carries. Attempts
//! before one that made progress are forgiven. Otherwise a large download over a bad line would use up its attempts
//! although each of them made progress.

use http::StatusCode;
use tokio::time::{Instant, timeout_at};

use crate::clock::{EVER, after, earlier};
use crate::decode::ResponseSink;
use crate::engine::call_state::CallState;
use crate::engine::core::PendingCall;
use crate::engine::list::RestartedList;
use crate::error::{AttemptRecord, Error, ErrorKind, Failure, History};
use crate::policy::hooks::CallSummary;
use crate::telemetry::Trace;

/// Continues a call whose body broke off, as if its last attempt had failed.
pub(crate) async fn resume(
    call: &mut PendingCall,
    resumed: ResumeState,
    failure: Box<Failure>,
    sink: &mut dyn ResponseSink,
) -> Result<(), Error> {
    let broken_off = (failure.into(), resumed.begun);
    let trace = Trace::begin(call.spec.endpoint);
    let mut state = CallState::resumed(call, resumed, trace.clone());
    state.broken_off = Some(Box::new(broken_off));
    trace.instrument(state.run(sink)).await
}

/// State of a call whose response counted as success, while its body may still break off.
pub(crate) struct ResumeState {
    started: Instant,
    /// The time at which the last attempt began.
    begun: Instant,
    records: Vec<AttemptRecord>,
    /// Attempts before the last progress, which no longer count.
    forgiven: usize,
    /// The list of base URLs as earlier attempts have left it.
    pub(crate) list: Option<RestartedList>,
}

impl ResumeState {
    /// The state after the attempts of a history, the last of which ends now.
    pub(crate) fn of(history: History, forgiven: usize) -> Self {
        let now = Instant::now();
        let last = history.attempts.last().map(AttemptRecord::duration);
        Self {
            // Counted back from now, because a history has durations and no instants.
            started: now.checked_sub(history.elapsed).unwrap_or(now),
            begun: now.checked_sub(last.unwrap_or_default()).unwrap_or(now),
            records: history.attempts,
            forgiven,
            list: None,
        }
    }

    /// Forgives the attempts before the one that made progress, and returns their number.
    pub(crate) fn forgive(&mut self) -> usize {
        self.forgiven = self.records.len().saturating_sub(1);
        self.forgiven
    }

    /// Forgets the attempts before the one that made progress: the call starts again with that one.
    #[cfg(feature = "sse")]
    pub(crate) fn forget(&mut self) -> usize {
        self.list = Some(RestartedList::after(self.place()));
        self.records.drain(..self.records.len().saturating_sub(1));
        // An event starts the call again, so that the `timeout` bounds each reconnect and not a
        // stream that runs for days.
        self.started = self.begun;
        self.forgiven = 0;
        self.forgiven
    }

    /// The entry of the list that the last attempt used.
    #[cfg(feature = "sse")]
    fn place(&self) -> u32 {
        let number = counted(&self.records);
        self.list.map_or(number, |list| list.place_of(number))
    }

    /// Refunds the last retry, because it made progress.
    pub(crate) fn give_back(&mut self, call: &PendingCall) {
        give_back(call, &mut self.records, self.forgiven);
    }

    /// The number of attempts in the records.
    #[cfg(feature = "sse")]
    pub(crate) fn sent(&self) -> usize {
        self.records.len()
    }

    /// Bounds the work on the body by the deadline of the call. If it is dropped while it runs, the observers are told
    /// that the call was cancelled.
    pub(crate) async fn bound<T>(
        &self,
        call: &PendingCall,
        status: StatusCode,
        work: impl Future<Output = Result<T, Box<Failure>>>,
    ) -> Result<T, Box<Failure>> {
        let mut reading = Reading {
            call,
            state: self,
            status,
            is_over: false,
        };
        let ends = after(self.started, EVER);
        let ends = earlier(ends, call.deadline(self.started));
        let worked = timeout_at(ends, work).await;
        reading.is_over = true;
        worked.unwrap_or_else(|_| Err(Failure::new(ErrorKind::Timeout)))
    }

    /// The number of the last attempt, beginning with the one that counts as the first.
    fn number(&self) -> u32 {
        counted(&self.records[self.forgiven.min(self.records.len())..])
    }

    /// Tells the observers that the call has ended.
    pub(crate) fn finish(mut self, call: &mut PendingCall, status: StatusCode) {
        match counted(&self.records) {
            0 | 1 => call.earn(),
            _ => self.give_back(call),
        }
        let mut state = CallState::resumed(call, self, Trace::default());
        state.performed = state.number();
        state.finished(Some(status), None);
    }
}

/// A body that is being read for its call. The call is over only when the body is.
struct Reading<'a> {
    call: &'a PendingCall,
    state: &'a ResumeState,
    status: StatusCode,
    is_over: bool,
}

/// Reports a call that is dropped before its body has been read as cancelled.
impl Drop for Reading<'_> {
    fn drop(&mut self) {
        let observers = &self.call.core.observers;
        if self.is_over || observers.is_empty() {
            return;
        }
        let summary = CallSummary {
            endpoint: self.call.spec.endpoint,
            attempts: u32::try_from(self.state.records.len()).unwrap_or(u32::MAX),
            elapsed: self.state.started.elapsed(),
            status: Some(self.status),
            failed: None,
            is_cancelled: true,
            context: self.call.spec.context(self.state.number()).cloned(),
        };
        observers.tell(|observer| observer.finished(&summary));
    }
}

/// The number of attempts that count: those that were not repeated with other credentials.
fn counted(records: &[AttemptRecord]) -> u32 {
    let counted = records.iter().filter(|record| !record.is_repeated);
    u32::try_from(counted.count()).unwrap_or(u32::MAX)
}

/// Refunds the last attempt of a history, if it is a retry that was paid for.
pub(crate) fn give_back(call: &PendingCall, records: &mut [AttemptRecord], forgiven: usize) {
    let number = counted(&records[forgiven.min(records.len())..]);
    if let [.., before, _] = records {
        call.give_back(before, number);
    }
}

impl<'a> CallState<'a> {
    /// The state in which the last attempt is being performed again, although its record says that it succeeded.
    fn resumed(call: &'a mut PendingCall, resumed: ResumeState, trace: Trace) -> Self {
        let mut state = Self::at(call, resumed.started, trace);
        state.records = resumed.records;
        // The record of the attempt that continues; its failure will be recorded instead.
        state.records.pop();
        let forgiven = resumed.forgiven.min(state.records.len());
        state.performed = counted(&state.records[forgiven..]);
        let all = u32::try_from(state.records.len()).unwrap_or(u32::MAX);
        state.forgiven = all - state.performed;
        state.list = resumed.list;
        state
    }
}
