//! The byte stream below HTTP: a socket with or without TLS, or with two layers of TLS through a proxy.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use crate::decide::client_certificate_refused;
use crate::response::built::Link;
#[cfg(feature = "http2")]
use crate::transport::built::frames::FrameHeads;
use crate::transport::built::tls::Encrypted;

/// A socket, or TLS over a stream. An enum and not a trait object, so that HTTP is compiled once and
/// its reads and writes are direct calls.
pub(crate) enum Stream {
    Tcp(TcpStream),
    Tls(Box<Encrypted<Stream>>),
}

impl AsyncRead for Stream {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Tcp(stream) => Pin::new(stream).poll_read(context, buffer),
            Self::Tls(stream) => Pin::new(stream).poll_read(context, buffer),
        }
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Tcp(stream) => Pin::new(stream).poll_write(context, bytes),
            Self::Tls(stream) => Pin::new(stream).poll_write(context, bytes),
        }
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Tcp(stream) => Pin::new(stream).poll_write_vectored(context, slices),
            Self::Tls(stream) => Pin::new(stream).poll_write_vectored(context, slices),
        }
    }

    // hyper asks once: it writes head and body as separate slices if the stream takes both in one
    // write, and otherwise copies them together.
    fn is_write_vectored(&self) -> bool {
        match self {
            Self::Tcp(stream) => stream.is_write_vectored(),
            Self::Tls(stream) => stream.is_write_vectored(),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Tcp(stream) => Pin::new(stream).poll_flush(context),
            Self::Tls(stream) => Pin::new(stream).poll_flush(context),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Tcp(stream) => Pin::new(stream).poll_shutdown(context),
            Self::Tls(stream) => Pin::new(stream).poll_shutdown(context),
        }
    }
}

/// A stream that notes on its `Link` when the server has sent something. It is above TLS, so that only bytes
/// of HTTP count.
pub(crate) struct Heard {
    stream: Stream,
    link: Arc<Link>,
    /// Follows the frames of HTTP/2.
    #[cfg(feature = "http2")]
    frames: Option<FrameHeads>,
}

impl Heard {
    pub(crate) fn new(stream: Stream, link: Arc<Link>) -> Self {
        Self {
            stream,
            link,
            #[cfg(feature = "http2")]
            frames: None,
        }
    }

    /// A stream that carries HTTP/2.
    #[cfg(feature = "http2")]
    pub(crate) fn http2(stream: Stream, link: Arc<Link>) -> Self {
        Self {
            frames: Some(FrameHeads::default()),
            ..Self::new(stream, link)
        }
    }
}

impl AsyncRead for Heard {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let before = buffer.filled().len();
        let polled = Pin::new(&mut this.stream).poll_read(context, buffer);
        if buffer.filled().len() > before {
            this.link.hear();
            #[cfg(feature = "http2")]
            if let Some(frames) = &mut this.frames {
                // Before h2 reads the same bytes, so that the link knows when a request learns of
                // it.
                frames.read(&buffer.filled()[before..], |last| this.link.go_away(last));
            }
        }
        if let Poll::Ready(Err(error)) = &polled
            && let Some(why) = client_certificate_refused(error)
        {
            this.link.refuse(why);
        }
        polled
    }
}

impl AsyncWrite for Heard {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.get_mut().stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.get_mut().stream).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(context)
    }
}
