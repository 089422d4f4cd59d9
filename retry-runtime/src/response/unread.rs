//! A body whose first part has been read, made readable from its beginning again.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use reqwest::Body;

use crate::response::received::Response;

struct Unread {
    first: Bytes,
    rest: Body,
}

/// Puts the first part of a body back in front of the rest.
pub(crate) fn unread(response: Response, first: Bytes) -> Response {
    response.map_body(|rest| Body::wrap(Unread { first, rest }))
}

impl http_body::Body for Unread {
    type Data = Bytes;
    type Error = reqwest::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, reqwest::Error>>> {
        let this = self.get_mut();
        if this.first.is_empty() {
            return Pin::new(&mut this.rest).poll_frame(context);
        }
        let first = std::mem::take(&mut this.first);
        Poll::Ready(Some(Ok(Frame::data(first))))
    }

    fn is_end_stream(&self) -> bool {
        self.first.is_empty() && self.rest.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let (first, rest) = (self.first.len() as u64, self.rest.size_hint());
        let mut all = SizeHint::new();
        all.set_lower(rest.lower().saturating_add(first));
        if let Some(upper) = rest.upper().and_then(|upper| upper.checked_add(first)) {
            all.set_upper(upper);
        }
        all
    }
}
