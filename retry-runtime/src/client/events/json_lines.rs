//! A stream of JSON values, one per line.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::client::events::AsLines;
use crate::decode::{
    AsStream, BodyMode, Continuation, DecodeBody, FromJson, ReceivedResponse, read_json_line,
    without_mark,
};
use crate::engine::PendingCall;
use crate::error::{Error, Failure, History};
use crate::response::{ByteStream, Head};
use crate::sse::{Ends, Lines, TooLong, too_long};

/// A `Stream` of JSON values, one per line (NDJSON, JSON Lines), as they arrive.
///
/// Blank lines are skipped. A line that is not a `T` is an error of kind `Decode`, after which the stream
/// continues with the next line. A failure of the body ends the stream, as in a [`ByteStream`]. A line
/// longer than `max_body` is an error of kind `TooLarge`.
///
/// [`value`](Self::value) reads the stream without a `Stream` extension trait:
///
/// ```no_run
/// # use retry_client::{JsonLines, Result, client};
/// # #[client(base_url = "https://api.example.com")]
/// # trait Api {
/// #     #[get("/changes")]
/// #     async fn changes(&self) -> Result<JsonLines<u64>>;
/// # }
/// # async fn run(api: ApiClient) -> Result<()> {
/// let mut changes = api.changes().await?;
/// while let Some(change) = changes.value().await? {
///     println!("{change}");
/// }
/// # Ok(())
/// # }
/// ```
pub struct JsonLines<T> {
    body: ByteStream,
    lines: Lines,
    number: usize,
    limit: usize,
    values: PhantomData<fn() -> T>,
}

impl<T: FromJson> JsonLines<T> {
    /// The next value; `None` at the end.
    ///
    /// # Errors
    ///
    /// Errors of kind `Decode`, `TooLarge`, `Body` or `Timeout`.
    pub async fn value(&mut self) -> Result<Option<T>, Error> {
        std::future::poll_fn(|context| self.poll_value(context))
            .await
            .transpose()
    }

    fn poll_value(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        loop {
            match self.lines.next(self.limit) {
                Ok(Some(place)) => match self.decode(place) {
                    Some(value) => return Poll::Ready(Some(value)),
                    None => continue,
                },
                Ok(None) => {}
                Err(TooLong) => {
                    let error = self.body.broken(too_long(self.limit));
                    return Poll::Ready(Some(Err(self.end(error))));
                }
            }
            match ready!(self.body.poll_chunk(context)) {
                Some(Ok(chunk)) => self.lines.push(&chunk),
                Some(Err(error)) => return Poll::Ready(Some(Err(self.end(error)))),
                None => {
                    // The last line may lack its line end if the body is complete.
                    let rest = self.lines.rest();
                    return Poll::Ready(self.decode(rest));
                }
            }
        }
    }

    /// Ends the stream with an error, and drops the line that was cut.
    fn end(&mut self, error: Error) -> Error {
        self.body.end();
        self.lines.rest();
        error
    }

    /// The value of a line; `None` for a blank one.
    fn decode(&mut self, place: Range<usize>) -> Option<Result<T, Error>> {
        self.number += 1;
        let line = self.lines.line(place);
        // RFC 8259, 8.1: a parser may ignore a byte order mark, which only the first line can have.
        let line = if self.number == 1 {
            without_mark(line)
        } else {
            line
        };
        let line = line.trim_ascii();
        if line.is_empty() {
            return None;
        }
        let decoded = read_json_line(line);
        Some(decoded.map_err(|failure| {
            let detail = format!("line {}, {}", self.number, failure.detail);
            self.body.broken(failure.because(detail))
        }))
    }
}

impl<T: FromJson> DecodeBody<JsonLines<T>> for AsLines {
    const BODY_MODE: BodyMode = BodyMode::Streaming;
    const RETURNS_AT_HEAD: bool = true;
    const KEEPS_HISTORY: bool = true;
    const ADOPTS: bool = true;

    fn decode(head: &Head, received: ReceivedResponse) -> Result<JsonLines<T>, Box<Failure>> {
        Ok(JsonLines {
            body: AsStream::decode(head, received)?,
            lines: Lines::new(Ends::Lf),
            number: 0,
            limit: usize::MAX,
            values: PhantomData,
        })
    }

    fn remember(lines: &mut JsonLines<T>, history: &History) {
        lines.body.remember(history);
    }

    fn adopt(lines: &mut JsonLines<T>, call: Continuation) {
        let Ok(call) = call.downcast::<PendingCall>() else {
            return;
        };
        // Not in `decode`, which sees a response and no policy.
        lines.limit = call.spec.policy().get_max_body();
    }
}

impl<T: FromJson> Stream for JsonLines<T> {
    type Item = Result<T, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_value(context)
    }
}

/// Shows the state of the body alone: values may be secret.
impl<T> fmt::Debug for JsonLines<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonLines")
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}
