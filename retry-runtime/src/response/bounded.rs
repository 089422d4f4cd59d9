//! A body that is handed out and bound by the end of its call.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use pin_project_lite::pin_project;
use reqwest::Body;
use tokio::time::{Instant, Sleep, sleep_until};

use crate::error::BoxError;
use crate::response::Response;

pin_project! {
    struct Bounded {
        #[pin]
        body: Body,
        #[pin]
        timer: Sleep,
    }
}

/// Bounds the body of a response, if there is an end to its call. Reading it past that end is an error,
/// which says that it timed out.
///
/// The timer travels with the body, as the loop has returned by then and polls nothing any more.
pub(crate) fn bound_body(response: Response, ends: Option<Instant>) -> Response {
    let Some(ends) = ends else {
        return response;
    };
    let timer = sleep_until(ends);
    response.map_body(|body| Body::wrap(Bounded { body, timer }))
}

impl http_body::Body for Bounded {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = self.project();
        // The end comes first, as a body that never stops would never be asked for it.
        if this.timer.poll(context).is_ready() {
            let late = io::Error::new(io::ErrorKind::TimedOut, "the `timeout` of the call is over");
            return Poll::Ready(Some(Err(late.into())));
        }
        let frame = this.body.poll_frame(context);
        frame.map(|frame| frame.map(|frame| frame.map_err(BoxError::from)))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
