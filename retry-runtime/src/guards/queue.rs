//! Those who wait for a turn, in the order in which they came.
//!
//! Only the head of a queue looks at the clock: what it waits for may change while it waits, and those behind
//! it need not know. A place is given up by dropping it, so a call that is dropped never holds up others.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::{Mutex as Head, Notify};
use tokio::time::{Instant, timeout_at};

/// A guard that lets attempts through one after the other, and the queue before it.
#[derive(Debug, Default)]
pub(crate) struct Queue<T> {
    state: Mutex<State<T>>,
    /// Tells the one whose turn is next that its wait may have become another.
    changed: Notify,
    /// Held by the one whose turn is next. Tokio's mutex is fair: it is handed over in order.
    pub(crate) head: Head<()>,
}

#[derive(Debug, Default)]
struct State<T> {
    guard: T,
    /// Turns that those in the queue wait for.
    queued: u64,
}

/// A place in a queue, given up when it is dropped.
#[derive(Debug)]
#[must_use]
pub(crate) struct Place<'a, T> {
    queue: &'a Queue<T>,
    turns: u64,
}

impl<T> Queue<T> {
    /// Looks at the guard with the turns that are waited for before one more would be asked for.
    pub(crate) fn look<R>(&self, look: impl FnOnce(&mut T, u64) -> R) -> R {
        let mut state = self.lock();
        let queued = state.queued;
        // A closure and no guard object, so that the lock cannot be held across an await.
        look(&mut state.guard, queued)
    }

    /// Queues for so many turns.
    pub(crate) fn join(&self, turns: u32) -> Place<'_, T> {
        let turns = u64::from(turns);
        self.lock().queued += turns;
        Place { queue: self, turns }
    }

    /// Waits until an instant, or until the guard has been reset.
    pub(crate) async fn until(&self, instant: Instant) {
        let _ = timeout_at(instant, self.changed.notified()).await;
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: Default> Queue<T> {
    /// Lets the guard forget everything. Who waits for it asks anew.
    pub(crate) fn reset(&self) {
        self.lock().guard = T::default();
        // Only the head of the queue waits. If it is just between its look and its wait, the word is kept for it; one
        // that nobody was waiting for lets a later one look once more than it had to.
        self.changed.notify_one();
    }
}

impl<T> Drop for Place<'_, T> {
    fn drop(&mut self) {
        let mut state = self.queue.lock();
        state.queued = state.queued.saturating_sub(self.turns);
    }
}
