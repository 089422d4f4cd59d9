//! Decoders: from the body of a response to a value.

use std::any::Any;
use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;

use crate::decode::from_json::FromJson;
use crate::decode::wrapper::Wrapper;
use crate::error::{BoxError, ErrorKind, Failure, History};
use crate::response::{ByteStream, Head, Response};

/// The part of the body that a decoder needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BodyMode {
    /// All of it, in memory.
    Buffered,
    /// None of it, but it must have been complete.
    Drained,
    /// None of it, whatever the status: the response is handed out unread.
    Raw,
    /// Its first bytes; the rest is handed out as it arrives.
    Streaming,
}

/// A response that is to be handed out, read as far as its decoder asked for.
pub(crate) struct ReceivedResponse {
    pub(crate) response: Response,
    pub(crate) body: Bytes,
    /// True if the status is in `none_on`.
    pub(crate) absent: bool,
    /// The longest wait for each further part of a body that is streamed.
    pub(crate) idle: Option<Duration>,
}

/// The functions that make a `T` of a response.
///
/// They are plain function pointers, so that the retry loop is compiled once and not for every type.
pub struct Decoder<T> {
    pub(crate) body_mode: BodyMode,
    /// True if the history of the call goes into the value.
    pub(crate) keeps_history: bool,
    /// One pointer in place of three: every pending call holds a decoder.
    steps: fn() -> DecoderFns<T>,
    pub(crate) until: Option<fn(&T) -> bool>,
}

/// The steps from a response to a value, in their order.
pub(crate) struct DecoderFns<T> {
    pub(crate) decode: fn(ReceivedResponse) -> Result<T, Box<Failure>>,
    pub(crate) remember: fn(&mut T, &History),
    /// Hands the call itself to a value that may repeat it.
    pub(crate) adopt: Option<fn(&mut T, Continuation)>,
}

/// The call that a value goes on with, opaque to everything below the client.
pub(crate) type Continuation = Box<dyn Any + Send>;

impl<T> DecoderFns<T> {
    fn of<V: 'static, L: DecodeBody<V>, W: Wrapper<V, Output = T>>() -> Self {
        Self {
            decode: decode::<V, L, W>,
            remember: remember::<V, L, W>,
            adopt: L::ADOPTS.then_some(adopt::<V, L, W>),
        }
    }
}

impl<T> Decoder<T> {
    pub(crate) fn of<V: 'static, L: DecodeBody<V>, W: Wrapper<V, Output = T>>() -> Self {
        Self {
            body_mode: L::BODY_MODE,
            keeps_history: W::WITH_HEAD || L::KEEPS_HISTORY,
            steps: DecoderFns::of::<V, L, W>,
            until: None,
        }
    }

    pub(crate) fn steps(&self) -> DecoderFns<T> {
        (self.steps)()
    }

    /// Accepts only a value for which `ready` returns true.
    #[must_use]
    pub fn until(mut self, ready: fn(&T) -> bool) -> Self {
        self.until = Some(ready);
        self
    }
}

fn decode<V: 'static, L: DecodeBody<V>, W: Wrapper<V>>(
    mut received: ReceivedResponse,
) -> Result<W::Output, Box<Failure>> {
    let head = W::WITH_HEAD.then(|| Head::of(&mut received.response, L::BODY_MODE));
    if received.absent {
        if let Some(output) = W::absent(head) {
            return Ok(output);
        }
        return Err(Failure::new(ErrorKind::Status));
    }
    Ok(W::wrap(L::decode(received)?, head))
}

fn remember<V: 'static, L: DecodeBody<V>, W: Wrapper<V>>(
    output: &mut W::Output,
    history: &History,
) {
    if let Some(value) = W::inner(output).filter(|_| L::KEEPS_HISTORY) {
        L::remember(value, history);
    }
    W::remember(output, history);
}

fn adopt<V: 'static, L: DecodeBody<V>, W: Wrapper<V>>(output: &mut W::Output, call: Continuation) {
    if let Some(value) = W::inner(output) {
        L::adopt(value, call);
    }
}

impl Head {
    /// Copies the headers of a response that is handed out itself, and takes those of any other.
    fn of(response: &mut Response, body_mode: BodyMode) -> Self {
        match body_mode {
            BodyMode::Raw => Self::copied(response),
            BodyMode::Buffered | BodyMode::Drained | BodyMode::Streaming => Self {
                status: response.status(),
                headers: std::mem::take(response.headers_mut()),
            },
        }
    }

    pub(crate) fn copied(response: &Response) -> Self {
        Self {
            status: response.status(),
            headers: response.headers().clone(),
        }
    }
}

/// Decodes the body of a response to one type.
pub(crate) trait DecodeBody<T> {
    const BODY_MODE: BodyMode;
    /// True if the value needs the history of the call for errors of its own.
    const KEEPS_HISTORY: bool = false;
    /// True if the value continues the call, such as a stream of events that reconnects.
    const ADOPTS: bool = false;

    fn decode(received: ReceivedResponse) -> Result<T, Box<Failure>>;

    fn remember(_: &mut T, _: &History) {}

    fn adopt(_: &mut T, _: Continuation) {}
}

pub(crate) struct AsJson;
pub(crate) struct AsText;
pub(crate) struct AsBytes;
pub(crate) struct AsVec;
pub(crate) struct AsUnit;
pub(crate) struct AsResponse;
pub(crate) struct AsStream;

impl<T: FromJson> DecodeBody<T> for AsJson {
    const BODY_MODE: BodyMode = BodyMode::Buffered;

    fn decode(received: ReceivedResponse) -> Result<T, Box<Failure>> {
        read_json(&received.body).map_err(|failure| with_response(&received, failure))
    }
}

impl DecodeBody<String> for AsText {
    const BODY_MODE: BodyMode = BodyMode::Buffered;

    fn decode(received: ReceivedResponse) -> Result<String, Box<Failure>> {
        match std::str::from_utf8(&received.body) {
            Ok(text) => Ok(text.to_owned()),
            Err(error) => Err(with_response(&received, decode_failure("not UTF-8", error))),
        }
    }
}

impl DecodeBody<Bytes> for AsBytes {
    const BODY_MODE: BodyMode = BodyMode::Buffered;

    fn decode(received: ReceivedResponse) -> Result<Bytes, Box<Failure>> {
        Ok(received.body)
    }
}

impl DecodeBody<Vec<u8>> for AsVec {
    const BODY_MODE: BodyMode = BodyMode::Buffered;

    fn decode(received: ReceivedResponse) -> Result<Vec<u8>, Box<Failure>> {
        Ok(received.body.into())
    }
}

impl DecodeBody<()> for AsUnit {
    const BODY_MODE: BodyMode = BodyMode::Drained;

    fn decode(_: ReceivedResponse) -> Result<(), Box<Failure>> {
        Ok(())
    }
}

impl DecodeBody<reqwest::Response> for AsResponse {
    const BODY_MODE: BodyMode = BodyMode::Raw;

    fn decode(received: ReceivedResponse) -> Result<reqwest::Response, Box<Failure>> {
        Ok(received.response.into_reqwest())
    }
}

impl DecodeBody<ByteStream> for AsStream {
    const BODY_MODE: BodyMode = BodyMode::Streaming;
    const KEEPS_HISTORY: bool = true;

    fn decode(received: ReceivedResponse) -> Result<ByteStream, Box<Failure>> {
        Ok(ByteStream::new(
            received.body,
            received.response.into_body(),
            received.idle,
        ))
    }

    fn remember(stream: &mut ByteStream, history: &History) {
        stream.remember(history);
    }
}

/// Reads a value from JSON; the failure names the place.
pub(crate) fn read_json<T: FromJson>(json: &[u8]) -> Result<T, Box<Failure>> {
    T::from_json(json).map_err(|error| match T::find_error(json) {
        Some(wrong) => decode_failure(format!("at `{}`", wrong.path()), wrong.into_inner()),
        None => decode_failure("", error),
    })
}

fn decode_failure(
    detail: impl Into<Cow<'static, str>>,
    error: impl Into<BoxError>,
) -> Box<Failure> {
    let failure = Failure::new(ErrorKind::Decode).because(detail);
    failure.caused_by(error)
}

/// Adds the response that could not be decoded to the failure.
fn with_response(received: &ReceivedResponse, failure: Box<Failure>) -> Box<Failure> {
    let (status, headers) = (
        received.response.status(),
        received.response.headers().clone(),
    );
    let body = received.body.clone();
    failure.with_head(status, headers).with_body(body)
}

impl<T> Clone for Decoder<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Decoder<T> {}

impl<T> fmt::Debug for Decoder<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decoder")
            .field("body_mode", &self.body_mode)
            .finish_non_exhaustive()
    }
}
