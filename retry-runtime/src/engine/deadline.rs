//! A bound on the time that a part of an attempt takes.

use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use pin_project_lite::pin_project;
use tokio::task::unconstrained;
use tokio::time::Sleep;

/// The time was over before the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Expired;

pin_project! {
    /// Work that ends when a timer does, at the latest.
    ///
    /// The timer is borrowed, so that an attempt has one, armed once, for its head and for its body, and
    /// what was learned from the head is still at hand when the body takes too long. Not an
    /// `async fn`, whose arguments would take their room twice.
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
        // The work comes first: a response that is there is taken, however late it is. The timer is
        // armed by its first poll, so work that is done at once never arms it.
        if let Poll::Ready(output) = this.work.poll(context) {
            return Poll::Ready(Ok(output));
        }
        // A body that never stops arriving uses up what tokio lets a task do in one go. The timer
        // has to be heard nevertheless.
        let timer = pin!(unconstrained(this.timer.as_mut()));
        timer.poll(context).map(|()| Err(Expired))
    }
}
