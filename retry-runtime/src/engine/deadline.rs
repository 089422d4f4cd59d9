//! A bound on the time that a part of an attempt may take.

use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use pin_project_lite::pin_project;
use tokio::task::unconstrained;
use tokio::time::Sleep;

/// The error of work that took too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Expired;

pin_project! {
    /// Work that is cut off when a timer ends.
    ///
    /// The timer is borrowed, so that an attempt arms one timer once for its head and its body, and still has the head
    /// when the body takes too long. It is not an `async fn`, because that would store its arguments twice.
    pub(crate) struct Bounded<'a, F> {
        #[pin]
        work: F,
        timer: Pin<&'a mut Sleep>,
    }
}

/// Bounds some work by a timer.
pub(crate) fn bounded<F: Future>(timer: Pin<&mut Sleep>, work: F) -> Bounded<'_, F> {
    Bounded { work, timer }
}

impl<F: Future> Future for Bounded<'_, F> {
    type Output = Result<F::Output, Expired>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        // The work comes first, so that a response that has arrived is taken, however late it is.
        // The first poll of the timer arms it, so work that is done at once never arms it.
        if let Poll::Ready(output) = this.work.poll(context) {
            return Poll::Ready(Ok(output));
        }
        // A body that never stops arriving uses up the budget that tokio gives a task per poll. The
        // timer must be polled nevertheless.
        let timer = pin!(unconstrained(this.timer.as_mut()));
        timer.poll(context).map(|()| Err(Expired))
    }
}
