//! From a body to a value.

use std::any::Any;
use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use reqwest::Response;

use crate::decode::from_json::FromJson;
use crate::decode::wrapper::Wrapper;
use crate::error::{BoxError, ErrorKind, Failure, History};
use crate::response::{ByteStream, Head};

/// What a decoder needs of the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BodyMode {
    /// All of it.
    Buffered,
    /// Nothing, but that it was complete.
    Drained,
    /// That nobody has touched it, whatever the status.
    Raw,
    /// That it has begun.
    Streaming,
}

/// An answer that stands, as far as its decoder wanted it read.
pub(crate) struct ReceivedResponse {
    pub(crate) response: Response,
    pub(crate) body: Bytes,
    /// Whether the status is in `none_on`.
    pub(crate) absent: bool,
    /// How long each further part of a body that has only begun may take.
    pub(crate) idle: Option<Duration>,
}

/// How an answer becomes a `T`: plain function pointers, so that a call is generic in nothing else.
pub struct Decoder<T> {
    pub(crate) body_mode: BodyMode,
    /// Whether the history of the call goes into the value.
    pub(crate) keeps_history: bool,
    /// Kept behind one pointer, as every call under way has a decoder.
    steps: fn() -> DecoderFns<T>,
    pub(crate) until: Option<fn(&T) -> bool>,
}

/// What is done with an answer, one after the other.
pub(crate) struct DecoderFns<T> {
    pub(crate) decode: fn(ReceivedResponse) -> Result<T, Box<Failure>>,
    pub(crate) remember: fn(&mut T, &History),
    /// Hands over what the call was made of, for a value that may make it again.
    pub(crate) adopt: Option<fn(&mut T, Continuation)>,
}

/// The call that a value goes on with, opaque to everything below the client.
pub(crate) type Continuation = Box<dyn Any + Send>;

impl<T> DecoderFns<T> {
    fn of<V: 'static, L: DecodeBody<V>, W: Wrapper<V, Whole = T>>() -> Self {
        Self {
            decode: decode::<V, L, W>,
            remember: remember::<V, L, W>,
            adopt: L::ADOPTS.then_some(adopt::<V, L, W>),
        }
    }
}

impl<T> Decoder<T> {
    pub(crate) fn of<V: 'static, L: DecodeBody<V>, W: Wrapper<V, Whole = T>>() -> Self {
        Self {
            body_mode: L::WANTS,
            keeps_history: W::WITH_HEAD || L::KEEPS_HISTORY,
            steps: DecoderFns::of::<V, L, W>,
            until: None,
        }
    }

    pub(crate) fn steps(&self) -> DecoderFns<T> {
        (self.steps)()
    }

    /// Takes only a value of which this holds.
    #[must_use]
    pub fn until(mut self, ready: fn(&T) -> bool) -> Self {
        self.until = Some(ready);
        self
    }
}

fn decode<V: 'static, L: DecodeBody<V>, W: Wrapper<V>>(
    mut answer: ReceivedResponse,
) -> Result<W::Whole, Box<Failure>> {
    let head = W::WITH_HEAD.then(|| Head::of(&mut answer.response, L::WANTS));
    if answer.absent {
        if let Some(whole) = W::absent(head) {
            return Ok(whole);
        }
        return Err(Failure::new(ErrorKind::Status));
    }
    Ok(W::wrap(L::decode(answer)?, head))
}

fn remember<V: 'static, L: DecodeBody<V>, W: Wrapper<V>>(whole: &mut W::Whole, history: &History) {
    if let Some(value) = W::inner(whole).filter(|_| L::KEEPS_HISTORY) {
        L::remember(value, history);
    }
    W::remember(whole, history);
}

fn adopt<V: 'static, L: DecodeBody<V>, W: Wrapper<V>>(whole: &mut W::Whole, call: Continuation) {
    if let Some(value) = W::inner(whole) {
        L::adopt(value, call);
    }
}

impl Head {
    /// Copied from an answer that is handed out itself, else taken.
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

/// Decodes one type.
pub(crate) trait DecodeBody<T> {
    const WANTS: BodyMode;
    /// Whether the value itself tells of the call later on.
    const KEEPS_HISTORY: bool = false;
    /// Whether the value goes on with the call.
    const ADOPTS: bool = false;

    fn decode(answer: ReceivedResponse) -> Result<T, Box<Failure>>;

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
    const WANTS: BodyMode = BodyMode::Buffered;

    fn decode(answer: ReceivedResponse) -> Result<T, Box<Failure>> {
        read_json(&answer.body).map_err(|failure| of_answer(&answer, failure))
    }
}

impl DecodeBody<String> for AsText {
    const WANTS: BodyMode = BodyMode::Buffered;

    fn decode(answer: ReceivedResponse) -> Result<String, Box<Failure>> {
        match std::str::from_utf8(&answer.body) {
            Ok(text) => Ok(text.to_owned()),
            Err(error) => Err(of_answer(&answer, undecodable("not UTF-8", error))),
        }
    }
}

impl DecodeBody<Bytes> for AsBytes {
    const WANTS: BodyMode = BodyMode::Buffered;

    fn decode(answer: ReceivedResponse) -> Result<Bytes, Box<Failure>> {
        Ok(answer.body)
    }
}

impl DecodeBody<Vec<u8>> for AsVec {
    const WANTS: BodyMode = BodyMode::Buffered;

    fn decode(answer: ReceivedResponse) -> Result<Vec<u8>, Box<Failure>> {
        Ok(answer.body.into())
    }
}

impl DecodeBody<()> for AsUnit {
    const WANTS: BodyMode = BodyMode::Drained;

    fn decode(_: ReceivedResponse) -> Result<(), Box<Failure>> {
        Ok(())
    }
}

impl DecodeBody<Response> for AsResponse {
    const WANTS: BodyMode = BodyMode::Raw;

    fn decode(answer: ReceivedResponse) -> Result<Response, Box<Failure>> {
        Ok(answer.response)
    }
}

impl DecodeBody<ByteStream> for AsStream {
    const WANTS: BodyMode = BodyMode::Streaming;
    const KEEPS_HISTORY: bool = true;

    fn decode(answer: ReceivedResponse) -> Result<ByteStream, Box<Failure>> {
        Ok(ByteStream::new(
            answer.body,
            answer.response.into(),
            answer.idle,
        ))
    }

    fn remember(stream: &mut ByteStream, history: &History) {
        stream.remember(history);
    }
}

/// A value from JSON, or where it is not one.
pub(crate) fn read_json<T: FromJson>(json: &[u8]) -> Result<T, Box<Failure>> {
    T::from_json(json).map_err(|error| match T::find_flaw(json) {
        Some(flaw) => undecodable(format!("at `{}`", flaw.path()), flaw.into_inner()),
        None => undecodable("", error),
    })
}

fn undecodable(detail: impl Into<Cow<'static, str>>, error: impl Into<BoxError>) -> Box<Failure> {
    let failure = Failure::new(ErrorKind::Decode).because(detail);
    failure.caused_by(error)
}

/// The failure together with what was to be decoded.
fn of_answer(answer: &ReceivedResponse, failure: Box<Failure>) -> Box<Failure> {
    let (status, headers) = (answer.response.status(), answer.response.headers().clone());
    let body = answer.body.clone();
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
