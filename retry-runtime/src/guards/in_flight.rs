//! The number of attempts in flight, where it is bounded.

use std::sync::{Arc, Mutex};

use tokio::sync::Notify;

use crate::guards::lock::Lock;
use crate::guards::queue::{Queue, Queued};

/// The attempts in flight, and the queue of those that wait for one to end.
#[derive(Debug, Default)]
pub(crate) struct InFlight<L = Mutex<Queued<u32>>> {
    pub(crate) queue: Queue<u32, L>,
    ended: Notify,
}

/// One attempt in flight, until it is dropped.
// It owns its share of the count: an attempt that follows a redirect is held by its call, and not by the
// code that let it start.
#[derive(Debug)]
#[must_use]
pub(crate) struct Permit<L: Lock<Queued<u32>> = Mutex<Queued<u32>>>(Arc<InFlight<L>>);

impl<L: Lock<Queued<u32>>> InFlight<L> {
    /// Lets an attempt begin if fewer than `at_most` are in flight, and if the queue is empty or the caller
    /// is its head.
    pub(crate) fn enter(self: &Arc<Self>, at_most: u32, is_head: bool) -> Option<Permit<L>> {
        self.queue.look(|count, queued| {
            // A newcomer must not overtake the queue, even if a place is free at this moment.
            let is_next = is_head || queued == 0;
            (is_next && *count < at_most).then(|| {
                *count += 1;
                Permit(Arc::clone(self))
            })
        })
    }

    /// Tells whether nothing is in flight and nobody waits.
    pub(crate) fn is_at_rest(&self) -> bool {
        self.queue.look(|count, queued| *count == 0 && queued == 0)
    }

    pub(crate) fn count(&self) -> u32 {
        self.queue.look(|count, _| *count)
    }

    /// Waits for an attempt to end. Only the head of the queue does.
    pub(crate) async fn ended(&self) {
        self.ended.notified().await;
    }
}

impl<L: Lock<Queued<u32>>> Drop for Permit<L> {
    fn drop(&mut self) {
        self.0
            .queue
            .look(|count, _| *count = count.saturating_sub(1));
        // After the count has gone down, and outside of its lock. `notify_one` stores one notification
        // for a head that does not wait yet, so none is lost between its look and its wait.
        self.0.ended.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_permit_that_is_dropped_lets_the_next_one_in() {
        let in_flight = Arc::<InFlight>::default();
        let first = in_flight.enter(2, false).unwrap();
        let second = in_flight.enter(2, false).unwrap();
        assert!(in_flight.enter(2, false).is_none());
        drop(first);
        assert_eq!(in_flight.count(), 1);
        let waiting = in_flight.queue.join(1);
        // Who comes now stands behind the one who waits.
        assert!(in_flight.enter(2, false).is_none());
        assert!(in_flight.enter(2, true).is_some());
        drop((waiting, second));
    }
}
