//! A queue of calls that wait for a turn, first come, first served.
//!
//! Only the head of a queue looks at the clock: its wait may change meanwhile, and those behind it need not
//! know. A place is given up by dropping it, so a dropped call never holds up others.

use std::marker::PhantomData;
use std::sync::Mutex;

use tokio::sync::{Mutex as Head, Notify};
use tokio::time::{Instant, timeout_at};

use crate::guards::lock::Lock;

/// A guard that lets attempts through one after the other, with its queue.
#[derive(Debug, Default)]
pub(crate) struct Queue<T, L = Mutex<Queued<T>>> {
    state: L,
    /// Wakes the head of the queue, whose wait may have changed.
    changed: Notify,
    /// Held by the head of the queue. Tokio's mutex is fair: it is handed over in order.
    pub(crate) head: Head<()>,
    of: PhantomData<T>,
}

/// A guard, and the number of turns that its queue waits for.
#[derive(Debug, Default)]
pub(crate) struct Queued<T> {
    guard: T,
    turns: u64,
}

/// A place in a queue, given up when it is dropped.
#[derive(Debug)]
#[must_use]
pub(crate) struct QueuePlace<'a, T, L: Lock<Queued<T>> = Mutex<Queued<T>>> {
    queue: &'a Queue<T, L>,
    turns: u64,
}

impl<T, L: Lock<Queued<T>>> Queue<T, L> {
    /// Looks at the guard, and at the number of turns that its queue waits for.
    pub(crate) fn look<R>(&self, look: impl FnOnce(&mut T, u64) -> R) -> R {
        self.state
            .look(|queued| look(&mut queued.guard, queued.turns))
    }

    /// Joins the queue for a number of turns.
    pub(crate) fn join(&self, turns: u32) -> QueuePlace<'_, T, L> {
        let turns = u64::from(turns);
        self.state.look(|queued| queued.turns += turns);
        QueuePlace { queue: self, turns }
    }

    /// Waits until an instant, or until the guard has been reset.
    pub(crate) async fn until(&self, instant: Instant) {
        let _ = timeout_at(instant, self.changed.notified()).await;
    }
}

impl<T: Default, L: Lock<Queued<T>>> Queue<T, L> {
    /// Makes the guard forget everything. The head of the queue asks it anew.
    pub(crate) fn reset(&self) {
        self.look(|guard, _| *guard = T::default());
        // Only the head of the queue waits. If it is between its look and its wait, the notification is stored
        // for it. One that nobody waited for makes a later head look once more than necessary.
        self.changed.notify_one();
    }
}

impl<T, L: Lock<Queued<T>>> Drop for QueuePlace<'_, T, L> {
    fn drop(&mut self) {
        let given_up = |queued: &mut Queued<T>| {
            queued.turns = queued.turns.saturating_sub(self.turns);
        };
        self.queue.state.look(given_up);
    }
}
