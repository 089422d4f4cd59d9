//! The wait for a turn.
//!
//! Waiting attempts form a queue, and only its head asks the guard. A wait that is known to be too long is refused
//! at once, so that a caller with a fallback does not lose time here.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use crate::clock::{after, earlier};
use crate::guards::{InFlight, Origins, Permit, Queue};

/// The longest wait for a turn that no guard and no `timeout` bounds.
pub(crate) const LONGEST: Duration = Duration::from_mins(1);

/// The limits on the wait of a call for a turn.
#[derive(Clone, Copy)]
pub(crate) struct Patience<'a> {
    pub(crate) clock: &'a Arc<Origins>,
    /// The end of the call, if it has one.
    pub(crate) deadline: Option<Instant>,
}

/// The refusal of a turn that does not come in time, with the wait that it would take, if that is known.
pub(crate) struct TooLate(pub(crate) Option<Duration>);

impl Patience<'_> {
    /// Waits for a turn in the order of arrival, for `longest` at most, and returns the time at which it was taken. A
    /// wait that would be longer is not begun.
    pub(crate) async fn turn<T>(
        &self,
        queue: &Queue<T>,
        turns: u32,
        longest: Option<Duration>,
        ask: impl Fn(&mut T, u64, Duration) -> Duration,
        take: impl Fn(&mut T, Duration),
    ) -> Result<Duration, TooLate> {
        let now = Instant::now();
        let since = self.clock.since_begun(now);
        let wait = queue.look(|guard, queued| {
            let wait = ask(guard, queued, since);
            // The usual case. Asking and taking are one step, so no other call comes between.
            if wait.is_zero() && queued == 0 {
                take(guard, since);
                return None;
            }
            Some(wait)
        });
        let Some(wait) = wait else { return Ok(since) };
        let longest = longest.unwrap_or(LONGEST);
        let left = self
            .deadline
            .map(|deadline| deadline.saturating_duration_since(now));
        if wait > longest || left.is_some_and(|left| wait >= left) {
            return Err(TooLate(Some(wait)));
        }
        let _place = queue.join(turns);
        // Dropping the future gives up the place and the lock of the head, however the wait ends.
        let ends = earlier(after(now, longest), self.deadline);
        let waited = timeout_at(ends, self.as_head(queue, ask, take)).await;
        waited.map_err(|_| TooLate(None))
    }

    /// Waits for a permit of an attempt in flight, in the order of arrival.
    pub(crate) async fn permit(
        &self,
        in_flight: &Arc<InFlight>,
        at_most: u32,
        longest: Option<Duration>,
    ) -> Option<Permit> {
        if let Some(permit) = in_flight.enter(at_most, false) {
            return Some(permit);
        }
        let longest = longest.unwrap_or(LONGEST);
        if longest.is_zero() {
            return None;
        }
        let _place = in_flight.queue.join(1);
        let ends = earlier(after(Instant::now(), longest), self.deadline);
        let waiting = async {
            let _head = in_flight.queue.head.lock().await;
            loop {
                match in_flight.enter(at_most, true) {
                    Some(permit) => return permit,
                    None => in_flight.ended().await,
                }
            }
        };
        timeout_at(ends, waiting).await.ok()
    }

    /// Waits to be the head of the queue, and then for the turn itself.
    async fn as_head<T>(
        &self,
        queue: &Queue<T>,
        ask: impl Fn(&mut T, u64, Duration) -> Duration,
        take: impl Fn(&mut T, Duration),
    ) -> Duration {
        let _head = queue.head.lock().await;
        loop {
            let now = Instant::now();
            let since = self.clock.since_begun(now);
            let wait = queue.look(|guard, _| {
                let wait = ask(guard, 0, since);
                if wait.is_zero() {
                    take(guard, since);
                }
                wait
            });
            if wait.is_zero() {
                return since;
            }
            // The guard is asked again afterwards, because a 429 of another call may have begun a
            // pause.
            queue.until(after(now, wait)).await;
        }
    }
}
