//! Resuming a call whose response counted as success and whose body broke off later: a download, a
//! stream of events. It goes through the loop as if this had failed its last attempt, so that
//! limits, delays and history are those of one call.
//!
//! ```text
//! attempt 1: 503            a failure, and a wait
//! attempt 2: 200, 40 MB     a success; the call returns, and the caller reads the body
//!            … cut          attempt 2 has failed after all
//! attempt 3: 206, the rest  after the wait of a second retry, under the same deadline
//! ```
//!
//! The call has returned in between, so its state is rebuilt from the history that went with the
//! value. An attempt that has made progress is forgiven: a large download over a bad line would
//! otherwise use up its attempts though each of them has brought it further.

use http::StatusCode;
use tokio::time::{Instant, timeout_at};

use crate::clock::{EVER, after};
use crate::decode::ResponseSink;
use crate::engine::call_state::CallState;
use crate::engine::core::PendingCall;
use crate::engine::list::BegunAnew;
use crate::error::{AttemptRecord, Error, ErrorKind, Failure, History};
use crate::policy::hooks::CallSummary;
use crate::telemetry::Trace;

/// Goes on with a call whose body broke off, as if this had failed its last attempt.
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

/// State of a call whose response counted as success, and may break off yet while its body is read.
pub(crate) struct ResumeState {
    started: Instant,
    /// The beginning of the last attempt.
    begun: Instant,
    records: Vec<AttemptRecord>,
    /// Attempts before the last progress, which count no longer.
    forgiven: usize,
    list: Option<BegunAnew>,
}

impl ResumeState {
    /// The state as of now.
    pub(crate) fn of(history: History, forgiven: usize) -> Self {
        let now = Instant::now();
        let last = history.attempts.last().map(AttemptRecord::duration);
        Self {
            // Counted back from now, as a history has lengths and no instants.
            started: now.checked_sub(history.elapsed).unwrap_or(now),
            begun: now.checked_sub(last.unwrap_or_default()).unwrap_or(now),
            records: history.attempts,
            forgiven,
            list: None,
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
        self.list = Some(BegunAnew::behind(self.place()));
        self.records.drain(..self.records.len().saturating_sub(1));
        // An event is a new beginning, and so the `timeout` bounds each connecting and not a stream
        // of days.
        self.started = self.begun;
        self.forgiven = 0;
        self.forgiven
    }

    /// The entry of the list that the last attempt went to.
    #[cfg(feature = "sse")]
    fn place(&self) -> u32 {
        let counted = self.records.iter().filter(|record| !record.is_repeated);
        let number = u32::try_from(counted.count()).unwrap_or(u32::MAX);
        self.list.map_or(number, |list| list.place_of(number))
    }

    /// The list of base URLs as earlier attempts have left it.
    #[cfg(feature = "sse")]
    pub(crate) fn with_list(mut self, list: Option<BegunAnew>) -> Self {
        self.list = list;
        self
    }

    #[cfg(feature = "sse")]
    pub(crate) fn list(&self) -> Option<BegunAnew> {
        self.list
    }

    /// Gives the last retry back: it made progress.
    pub(crate) fn give_back(&mut self, call: &PendingCall) {
        give_back(call, &mut self.records, self.forgiven);
    }

    /// The number of attempts that it knows of.
    #[cfg(feature = "sse")]
    pub(crate) fn sent(&self) -> usize {
        self.records.len()
    }

    /// Bounds what is done with the body by the deadline of the call.
    /// Dropped while it runs, it tells the observers that the call was.
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
        let deadline = call.deadline(self.started);
        let ends = deadline.unwrap_or_else(|| after(self.started, EVER));
        let worked = timeout_at(ends, work).await;
        reading.is_over = true;
        worked.unwrap_or_else(|_| Err(Failure::new(ErrorKind::Timeout)))
    }

    /// The number of the last attempt, from the one that counts as the first.
    fn number(&self) -> u32 {
        let counted = self.records.iter().skip(self.forgiven);
        let number = counted.filter(|record| !record.is_repeated).count();
        u32::try_from(number).unwrap_or(u32::MAX)
    }

    /// Tells the observers that the call has come to its end.
    pub(crate) fn finish(mut self, call: &mut PendingCall, status: StatusCode) {
        match self
            .records
            .iter()
            .filter(|record| !record.is_repeated)
            .count()
        {
            0 | 1 => call.earn(),
            _ => self.give_back(call),
        }
        let mut state = CallState::resumed(call, self, Trace::default());
        state.performed = state.number();
        state.finished(Some(status), None);
    }
}

/// A body that is being read for the call it belongs to, which is not over before.
struct Reading<'a> {
    call: &'a PendingCall,
    state: &'a ResumeState,
    status: StatusCode,
    is_over: bool,
}

/// Tells of a call that is dropped before its body has been read: it has been cancelled.
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

/// Gives back the last of the attempts that a history knows, if it is a retry that was paid for.
pub(crate) fn give_back(call: &PendingCall, records: &mut [AttemptRecord], forgiven: usize) {
    let counted = records.iter().skip(forgiven);
    let number = counted.filter(|record| !record.is_repeated).count();
    let number = u32::try_from(number).unwrap_or(u32::MAX);
    if let [.., before, _] = records {
        call.give_back(before, number);
    }
}

impl<'a> CallState<'a> {
    /// The state in which the last attempt, a success by its record, is being performed.
    fn resumed(call: &'a mut PendingCall, resumed: ResumeState, trace: Trace) -> Self {
        let mut state = Self::at(call, resumed.started, trace);
        state.records = resumed.records;
        // The record of the attempt that goes on: it will be written anew with its failure.
        state.records.pop();
        let counted = state.records.iter().skip(resumed.forgiven);
        let performed = counted.filter(|record| !record.is_repeated).count();
        let forgiven = state.records.len() - performed;
        state.performed = u32::try_from(performed).unwrap_or(u32::MAX);
        state.forgiven = u32::try_from(forgiven).unwrap_or(u32::MAX);
        state.list = resumed.list;
        state
    }
}
