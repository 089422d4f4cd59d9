//! One sink for several attempts in flight.

use std::sync::{Mutex, MutexGuard, PoisonError};

use http::{HeaderMap, StatusCode};

use crate::decode::{BodyMode, ReceivedResponse, ResponseSink};
use crate::error::{Failure, History};

/// The sink of the call.
pub(crate) type CommonSink<'a> = Mutex<&'a mut dyn ResponseSink>;

/// The sink of the call, as each of its attempts sees it.
///
/// The lock is never waited for, since one task polls all attempts and none holds it over an
/// `.await`. It is a `Mutex` and not a `RefCell` because the future of a call is `Send`.
pub(crate) struct SharedSink<'a> {
    pub(crate) sink: &'a CommonSink<'a>,
    pub(crate) body_mode: BodyMode,
}

impl<'a> SharedSink<'a> {
    fn get(&self) -> MutexGuard<'_, &'a mut dyn ResponseSink> {
        self.sink.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ResponseSink for SharedSink<'_> {
    fn body_mode(&self) -> BodyMode {
        self.body_mode
    }

    fn keeps_history(&self) -> bool {
        self.get().keeps_history()
    }

    fn returns_at_head(&self) -> bool {
        self.get().returns_at_head()
    }

    fn check(&self, status: StatusCode, headers: &HeaderMap) -> Result<(), Box<Failure>> {
        self.get().check(status, headers)
    }

    fn is_shared(&self) -> bool {
        true
    }

    fn receive(&mut self, received: ReceivedResponse) -> Result<(), Box<Failure>> {
        self.get().receive(received)
    }

    fn accept(&mut self, received: ReceivedResponse) -> Result<(), Box<Failure>> {
        self.get().accept(received)
    }

    fn remember(&mut self, history: History) {
        self.get().remember(history);
    }
}
