//! Those who wait for a turn, in the order in which they came.
//!
//! Only the head of a queue looks at the clock: what it waits for may change while it waits, and those behind
//! it need not know. A place is given up by dropping it, so a call that is dropped never holds up others.

use std::marker::PhantomData;
use std::sync::Mutex;

use tokio::sync::{Mutex as Head, Notify};
use tokio::time::{Instant, timeout_at};

use crate::guards::lock::Lock;

/// A guard that lets attempts through one after the other, and the queue before it.
#[derive(Debug, Default)]
pub(crate) struct Queue<T, L = Mutex<Queued<T>>> {
    state: L,
    /// Tells the one whose turn is next that its wait may have become another.
    changed: Notify,
    /// Held by the one whose turn is next. Tokio's mutex is fair: it is handed over in order.
    pub(crate) head: Head<()>,
    of: PhantomData<T>,
}

/// A guard, and the turns that those in its queue wait for.
#[derive(Debug, Default)]
pub(crate) struct Queued<T> {
    guard: T,
    turns: u64,
}

/// A place in a queue, given up when it is dropped.
#[derive(Debug)]
#[must_use]
pub(crate) struct Place<'a, T, L: Lock<Queued<T>> = Mutex<Queued<T>>> {
    queue: &'a Queue<T, L>,
    turns: u64,
}

impl<T, L: Lock<Queued<T>>> Queue<T, L> {
    /// Looks at the guard with the turns that are waited for before one more would be asked for.
    pub(crate) fn look<R>(&self, look: impl FnOnce(&mut T, u64) -> R) -> R {
        self.state
            .look(|queued| look(&mut queued.guard, queued.turns))
    }

    /// Queues for so many turns.
    pub(crate) fn join(&self, turns: u32) -> Place<'_, T, L> {
        let turns = u64::from(turns);
        self.state.look(|queued| queued.turns += turns);
        Place { queue: self, turns }
    }

    /// Waits until an instant, or until the guard has been reset.
    pub(crate) async fn until(&self, instant: Instant) {
        let _ = timeout_at(instant, self.changed.notified()).await;
    }
}

impl<T: Default, L: Lock<Queued<T>>> Queue<T, L> {
    /// Lets the guard forget everything. Who waits for it asks anew.
    pub(crate) fn reset(&self) {
        self.look(|guard, _| *guard = T::default());
        // Only the head of the queue waits. If it is just between its look and its wait, the word is kept for it; one
        // that nobody was waiting for lets a later one look once more than it had to.
        self.changed.notify_one();
    }
}

impl<T, L: Lock<Queued<T>>> Drop for Place<'_, T, L> {
    fn drop(&mut self) {
        let given_up = |queued: &mut Queued<T>| {
            queued.turns = queued.turns.saturating_sub(self.turns);
        };
        self.queue.state.look(given_up);
    }
}
