//! A body that is handed out as it arrives.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http_body::Body as _;
use reqwest::Body;
use tokio::time::{Instant, Sleep, sleep};

use crate::body::Progress;
#[cfg(feature = "stream")]
use crate::body::{IntoBody, RequestBody};
use crate::decide::{Phase, diagnose};
#[cfg(feature = "stream")]
use crate::error::BoxError;
use crate::error::{Error, ErrorKind, Failure, History};
use crate::response::read::shortfall;

/// The body of a response as it arrives: a `Stream` of `Result<Bytes>`.
///
/// Retries cover everything up to the first byte. A later failure comes out of the stream as an error
/// of kind `Body` or `Timeout`, after which the stream is over. `max_body` does not bind
/// it; `idle_timeout` bounds the time between two chunks.
///
/// [`chunk`](Self::chunk) reads it without a `Stream` extension trait.
pub struct ByteStream {
    first: Option<Bytes>,
    body: Option<Body>,
    idle: Option<Idle>,
    /// The history of the call, and the instant of its last entry.
    history: Option<(History, Instant)>,
    done: u64,
    /// The length of the body, if the response announces it.
    all: Option<u64>,
    progress: Option<Progress>,
    /// True if the body had a content coding, which has been undone.
    is_decoded: bool,
}

/// The bound on the wait for the next chunk.
struct Idle {
    limit: Duration,
    // Boxed, so that the stream stays `Unpin`: users call `next()` on it without pinning it first.
    timer: Pin<Box<Sleep>>,
}

impl ByteStream {
    pub(crate) fn new(first: Bytes, body: Body, limit: Option<Duration>) -> Self {
        let rest = body.size_hint().exact();
        Self {
            done: 0,
            all: rest.and_then(|rest| rest.checked_add(first.len() as u64)),
            progress: None,
            first: Some(first).filter(|first| !first.is_empty()),
            body: Some(body),
            idle: limit.map(|limit| Idle {
                limit,
                timer: Box::pin(sleep(limit)),
            }),
            history: None,
            is_decoded: false,
        }
    }

    pub(crate) fn decoded(mut self, is_decoded: bool) -> Self {
        self.is_decoded = is_decoded;
        self
    }

    #[cfg(feature = "stream")]
    pub(crate) fn is_decoded(&self) -> bool {
        self.is_decoded
    }

    pub(crate) fn remember(&mut self, history: &History) {
        self.history = Some((history.clone(), Instant::now()));
    }

    /// Calls `tell` with the bytes handed out so far, and the length of the body where it is known.
    #[must_use]
    pub fn on_progress(mut self, tell: impl Fn(u64, Option<u64>) + Send + Sync + 'static) -> Self {
        tell(self.done, self.all);
        self.progress = Some(Arc::new(tell));
        self
    }

    /// The next part of the body; `None` at its end.
    ///
    /// # Errors
    ///
    /// An error of kind `Body` or `Timeout`.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        std::future::poll_fn(|context| self.poll_chunk(context))
            .await
            .transpose()
    }

    /// Ends the stream without reading further.
    #[cfg(feature = "sse")]
    pub(crate) fn end(&mut self) {
        (self.first, self.body) = (None, None);
    }

    pub(crate) fn poll_chunk(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Error>>> {
        let chunk = ready!(self.poll_next_chunk(context));
        if let Some(Ok(bytes)) = &chunk {
            // Counted when it is handed out and not when it arrives: a reader that asks for no more
            // has not had it.
            self.done += bytes.len() as u64;
            if let Some(tell) = &self.progress {
                tell(self.done, self.all);
            }
        }
        Poll::Ready(chunk)
    }

    fn poll_next_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        // The loop has read it: an attempt counts as a success once a first part has come.
        if let Some(first) = self.first.take() {
            return Poll::Ready(Some(Ok(first)));
        }
        let Some(body) = &mut self.body else {
            return Poll::Ready(None);
        };
        let failure = match poll_data(body, context) {
            Poll::Ready(Some(Ok(bytes))) => {
                if let Some(Idle { limit, timer }) = &mut self.idle
                    && let Some(end) = Instant::now().checked_add(*limit)
                {
                    timer.as_mut().reset(end);
                }
                return Poll::Ready(Some(Ok(bytes)));
            }
            Poll::Ready(Some(Err(failure))) => failure,
            Poll::Ready(None) => {
                let Some(failure) = self.all.and_then(|all| shortfall(self.done, all)) else {
                    self.body = None;
                    return Poll::Ready(None);
                };
                failure
            }
            Poll::Pending => {
                let Some(idle) = &mut self.idle else {
                    return Poll::Pending;
                };
                // Only after the body was pending: the time that the reader takes for a chunk is
                // not the server's.
                ready!(idle.timer.as_mut().poll(context));
                Failure::new(ErrorKind::Timeout).because("nothing arrived within `idle_timeout`")
            }
        };
        self.body = None;
        Poll::Ready(Some(Err(self.broken(failure))))
    }

    /// The error of a stream that broke: the last attempt did not succeed after all.
    pub(crate) fn broken(&self, failure: Box<Failure>) -> Error {
        const UNKNOWN: &crate::Endpoint = &crate::Endpoint::unlisted("", "a stream");
        let Some((history, since)) = &self.history else {
            return Error::unsent(failure, UNKNOWN);
        };
        let (mut history, reading) = (history.clone(), since.elapsed());
        history.elapsed = history.elapsed.saturating_add(reading);
        if let Some(last) = history.attempts.last_mut() {
            // The history was written when the attempt still was a success.
            last.kind = Some(failure.kind);
            last.took_longer_by(reading);
        }
        Error::new(failure, history)
    }
}

/// The next data; trailers and empty frames are skipped.
fn poll_data(
    body: &mut Body,
    context: &mut Context<'_>,
) -> Poll<Option<Result<Bytes, Box<Failure>>>> {
    loop {
        let frame = ready!(Pin::new(&mut *body).poll_frame(context));
        return Poll::Ready(match frame {
            Some(Ok(frame)) => match frame.into_data() {
                Ok(bytes) if !bytes.is_empty() => Some(Ok(bytes)),
                Ok(_) | Err(_) => continue,
            },
            Some(Err(error)) => Some(Err(diagnose(error.into(), Phase::Body))),
            None => None,
        });
    }
}

#[cfg(feature = "stream")]
#[diagnostic::do_not_recommend]
impl IntoBody for ByteStream {
    fn into_request_body(self) -> Result<RequestBody, BoxError> {
        Ok(RequestBody::of(Body::wrap_stream(self)))
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_chunk(context)
    }
}

/// Shows nothing of the content, which may be secret.
impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream")
            .field("is_over", &self.body.is_none())
            .finish_non_exhaustive()
    }
}
