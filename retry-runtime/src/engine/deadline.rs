//! A bound on the time an attempt takes.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use pin_project_lite::pin_project;
use tokio::time::{Instant, Timeout, timeout_at};

use crate::error::{ErrorKind, Failure};

pin_project! {
    /// What runs out of time fails like anything else.
    ///
    /// Not an `async fn`, whose arguments would take their room twice.
    pub(crate) struct Within<F> {
        #[pin]
        bounded: Timeout<F>,
    }
}

pub(crate) fn within<F: Future>(ends: Instant, work: F) -> Within<F> {
    Within {
        bounded: timeout_at(ends, work),
    }
}

impl<T, E: From<Box<Failure>>, F: Future<Output = Result<T, E>>> Future for Within<F> {
    type Output = Result<T, E>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<T, E>> {
        let ended = ready!(self.project().bounded.poll(context));
        Poll::Ready(ended.unwrap_or_else(|_| Err(Failure::new(ErrorKind::Timeout).into())))
    }
}
