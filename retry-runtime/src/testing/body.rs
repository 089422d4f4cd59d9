//! Bodies in memory: request bodies are read to the end, and response bodies may be cut off.

use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use http_body::{Body as _, Frame, SizeHint};
use reqwest::Body;

/// Reads the body of a request to the end.
pub(crate) async fn read(body: Option<Body>) -> reqwest::Result<Bytes> {
    let Some(mut body) = body else {
        return Ok(Bytes::new());
    };
    let mut whole = BytesMut::new();
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        if let Ok(data) = frame?.into_data() {
            whole.extend_from_slice(&data);
        }
    }
    Ok(whole.freeze())
}

/// The body of a response, which may end before its announced length.
#[derive(Debug)]
pub(crate) struct Arriving {
    pub(crate) comes: Bytes,
    /// The number of bytes that were announced and have not arrived yet.
    pub(crate) left: usize,
    /// True if an early end means silence, and not a lost connection.
    pub(crate) stalls: bool,
}

impl http_body::Body for Arriving {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        // All at once: the position of a cut counts bytes and not frames.
        let comes = std::mem::take(&mut self.comes);
        if !comes.is_empty() {
            self.left = self.left.saturating_sub(comes.len());
            return Poll::Ready(Some(Ok(Frame::data(comes))));
        }
        match self.left {
            0 => Poll::Ready(None),
            _ if self.stalls => Poll::Pending,
            _ => {
                self.left = 0;
                Poll::Ready(Some(Err(io::ErrorKind::UnexpectedEof.into())))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.comes.is_empty() && self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left as u64)
    }
}
