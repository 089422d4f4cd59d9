//! The body of a response: decoded, and with the connection that it comes over.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Body as _, Frame, SizeHint};
use hyper::body::Incoming;
use tokio::time::{Instant, Sleep, sleep_until};

use crate::error::{BoxError, TimedOut};
use crate::response::built::coding::Coding;
use crate::response::built::decoding::Decoding;
use crate::response::built::lease::Lease;

/// The body of a response. It gives its connection back as soon as its end has been read.
pub(crate) struct Body {
    /// Before the lease, so that it is dropped first: hyper then knows that nobody reads on.
    incoming: Incoming,
    lease: Option<Lease>,
    decoding: Option<Decoding>,
    /// Ends when the whole response has to be there; few requests say so.
    // Boxed: `Sleep` is large and must not move, and this struct is moved into `reqwest::Body`.
    ends: Option<Pin<Box<Sleep>>>,
}

impl Body {
    pub(crate) fn new(incoming: Incoming, lease: Lease) -> Self {
        // A response without a body gives its connection back at once, before anyone has looked at
        // it.
        let lease = (!incoming.is_end_stream()).then_some(lease);
        Self {
            incoming,
            lease,
            decoding: None,
            ends: None,
        }
    }

    /// Bounds the time until its end.
    pub(crate) fn end_at(&mut self, ends: Instant) {
        self.ends = Some(Box::pin(sleep_until(ends)));
    }

    /// The next data, past trailers; `None` at the end.
    pub(crate) fn poll_data(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, BoxError>>> {
        loop {
            match ready!(Pin::new(&mut *self).poll_frame(context)) {
                Some(Ok(frame)) => {
                    if let Ok(bytes) = frame.into_data() {
                        return Poll::Ready(Some(Ok(bytes)));
                    }
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }

    /// Decodes the body as it is read.
    pub(crate) fn decode(&mut self, coding: Coding) {
        self.decoding = Some(Decoding::new(coding));
    }

    /// Tells whether the body is decoded as it is read.
    pub(crate) fn is_decoded(&self) -> bool {
        self.decoding.is_some()
    }

    /// The next bytes as they arrive.
    fn poll_raw(&mut self, context: &mut Context<'_>) -> Poll<Option<hyper::Result<Frame<Bytes>>>> {
        let polled = ready!(Pin::new(&mut self.incoming).poll_frame(context));
        match &polled {
            // Asked after each frame: of a body with a known length the end is known with its last
            // byte. Whoever reads that many bytes and stops would otherwise hold the connection
            // until the body is dropped.
            Some(Ok(_)) if !self.incoming.is_end_stream() => {}
            Some(Err(_)) => {
                if let Some(mut lease) = self.lease.take() {
                    // A response read halfway leaves bytes on the connection that belong to nobody.
                    lease.discard();
                }
            }
            Some(Ok(_)) | None => self.lease = None,
        }
        Poll::Ready(polled)
    }

    fn poll_decoded(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        loop {
            if let Some(decoding) = &mut self.decoding
                && let Some(bytes) = decoding.next()?
            {
                return Poll::Ready(Some(Ok(Frame::data(bytes))));
            }
            match ready!(self.poll_raw(context)).transpose()? {
                None => {
                    // A coded body that ends within a member was cut, though the connection says it
                    // came to its end.
                    let ended = self.decoding.take().map(|decoding| decoding.end());
                    return Poll::Ready(ended.and_then(Result::err).map(|error| Err(error.into())));
                }
                Some(frame) => {
                    // Trailers are nobody's here.
                    if let (Some(decoding), Ok(bytes)) = (&mut self.decoding, frame.into_data()) {
                        decoding.feed(bytes);
                    }
                }
            }
        }
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = self.get_mut();
        if let Some(ends) = &mut this.ends
            && ends.as_mut().poll(context).is_ready()
        {
            return Poll::Ready(Some(Err(TimedOut.into())));
        }
        if this.decoding.is_some() {
            return this.poll_decoded(context);
        }
        this.poll_raw(context).map_err(BoxError::from)
    }

    fn is_end_stream(&self) -> bool {
        if self.decoding.is_some() {
            return false;
        }
        self.incoming.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        if self.decoding.is_some() {
            return SizeHint::default();
        }
        self.incoming.size_hint()
    }
}
