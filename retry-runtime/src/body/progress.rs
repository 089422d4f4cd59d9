//! Progress of a body: a callback that gets the bytes sent so far, and their total if it is known.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Body as _, Frame, SizeHint};
use reqwest::Body;

/// The callback that gets the bytes sent so far, and their total if it is known.
pub(crate) type Progress = Arc<dyn Fn(u64, Option<u64>) + Send + Sync>;

/// A body that reports how much of it has been taken.
pub(crate) struct Counted {
    body: Body,
    done: u64,
    all: Option<u64>,
    progress: Progress,
}

impl Counted {
    /// The same body with its progress reported, beginning with 0 bytes.
    pub(crate) fn body(body: Body, progress: Progress) -> Body {
        let all = body.size_hint().exact();
        progress(0, all);
        Body::wrap(Self {
            body,
            done: 0,
            all,
            progress,
        })
    }
}

impl http_body::Body for Counted {
    type Data = Bytes;
    type Error = reqwest::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, reqwest::Error>>> {
        let this = self.get_mut();
        let frame = ready!(Pin::new(&mut this.body).poll_frame(context));
        if let Some(Ok(frame)) = &frame
            && let Some(data) = frame.data_ref()
        {
            this.done += data.len() as u64;
            // Counted when hyper takes a chunk, before it is written: a few chunks ahead of the network.
            (this.progress)(this.done, this.all);
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
