//! Decoders: from the body of a response to a value.

use std::any::Any;
use std::fmt;
use std::mem;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::decode::wrapper::Wrapper;
use crate::error::{ErrorKind, Failure, History};
use crate::request::Accept;
use crate::response::{Head, Response};

/// The part of the body that a decoder needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BodyMode {
    /// The whole body, in memory.
    Buffered,
    /// No part of the body, which must have been complete all the same.
    Drained,
    /// No part of the body, whatever the status: the response is handed out unread.
    Raw,
    /// The first bytes; the rest is handed out as it arrives.
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
    /// The media type to ask for.
    pub(crate) accept: &'static Accept,
    pub(crate) returns_at_head: bool,
    /// True if the history of the call goes into the value.
    pub(crate) keeps_history: bool,
    /// One pointer in place of four: every pending call holds a decoder.
    functions: fn() -> DecoderFns<T>,
    pub(crate) until: Option<fn(&T) -> bool>,
    /// True if the request is a HEAD, whose empty body says nothing.
    is_head: bool,
}

/// The functions from a response to a value, in their order.
pub(crate) struct DecoderFns<T> {
    decode: fn(ReceivedResponse, bool) -> Result<T, Box<Failure>>,
    pub(crate) check: fn(StatusCode, &HeaderMap) -> Result<(), Box<Failure>>,
    pub(crate) remember: fn(&mut T, &History),
    /// Hands the call itself to a value that may repeat it.
    pub(crate) adopt: Option<fn(&mut T, Continuation)>,
}

/// The call that a value goes on with, opaque to everything below the client.
pub(crate) type Continuation = Box<dyn Any + Send>;

impl<T> DecoderFns<T> {
    fn of<V: 'static, L: DecodeBody<V>, W: Wrapper<V, Output = T>>() -> Self {
        Self {
            check: L::check,
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
            accept: const { &L::ACCEPT },
            returns_at_head: L::RETURNS_AT_HEAD,
            // Decided when it is compiled: a call whose value keeps no history copies none.
            keeps_history: W::WITH_HEAD || L::KEEPS_HISTORY,
            functions: DecoderFns::of::<V, L, W>,
            until: None,
            is_head: false,
        }
    }

    /// A decoder for the response to a HEAD if `is_head` is true.
    pub(crate) fn of_head(mut self, is_head: bool) -> Self {
        self.is_head = is_head;
        self
    }

    pub(crate) fn decode(&self, received: ReceivedResponse) -> Result<T, Box<Failure>> {
        (self.functions().decode)(received, self.is_head)
    }

    pub(crate) fn functions(&self) -> DecoderFns<T> {
        (self.functions)()
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
    is_head: bool,
) -> Result<W::Output, Box<Failure>> {
    let head = Head::of(&mut received.response, L::BODY_MODE, W::WITH_HEAD);
    if received.absent {
        let absent = W::absent(W::WITH_HEAD.then_some(head));
        return absent.ok_or_else(|| Failure::new(ErrorKind::Status));
    }
    // Before the body is given away to `decode`. Cheap, as it compares lengths before bytes.
    let means_none = !is_head && L::means_none(head.status, &received.body);
    // Then there is no value, whatever the decoder makes of the empty body: `()`, `Vec` and some
    // formats would take it for theirs.
    let is_nothing =
        means_none && (head.status == StatusCode::NO_CONTENT || received.body.is_empty());
    match L::decode(&head, received) {
        Ok(value) if !is_nothing => Ok(W::wrap(value, W::WITH_HEAD.then_some(head))),
        decoded => {
            // Asked only now, so that a type that reads `null` itself keeps it.
            if means_none && let Some(output) = W::absent(W::WITH_HEAD.then(|| head.clone())) {
                return Ok(output);
            }
            let value = decoded.map_err(|failure| {
                let Head { status, headers } = &head;
                failure.with_head(*status, headers.clone())
            })?;
            Ok(W::wrap(value, W::WITH_HEAD.then_some(head)))
        }
    }
}

fn remember<V: 'static, L: DecodeBody<V>, W: Wrapper<V>>(
    output: &mut W::Output,
    history: &History,
) {
    // Constant in each instance, so for most types nothing is left of it.
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
    /// Takes the headers out of a response. Of one that is handed out itself they are copied, if wanted.
    fn of(response: &mut Response, body_mode: BodyMode, is_wanted: bool) -> Self {
        let headers = match body_mode {
            BodyMode::Raw if is_wanted => response.headers().clone(),
            BodyMode::Raw => HeaderMap::new(),
            BodyMode::Buffered | BodyMode::Drained | BodyMode::Streaming => {
                // Taken and not cloned: nobody looks at the response any more.
                mem::take(response.headers_mut())
            }
        };
        Self {
            status: response.status(),
            headers,
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
    /// The media type that can be decoded.
    const ACCEPT: Accept = Accept::Any;
    /// True if a body that is handed out as it arrives is handed out before its first part.
    const RETURNS_AT_HEAD: bool = false;
    /// True if the value needs the history of the call for errors of its own.
    const KEEPS_HISTORY: bool = false;
    /// True if the value continues the call, such as a stream of events that reconnects.
    const ADOPTS: bool = false;

    /// Tells whether a response means `None` where the method returns an `Option`. It counts only
    /// if the body cannot be decoded, or if there is none.
    fn means_none(_: StatusCode, _: &[u8]) -> bool {
        false
    }

    /// Checks the head of a response whose body is handed out as it arrives.
    fn check(_: StatusCode, _: &HeaderMap) -> Result<(), Box<Failure>> {
        Ok(())
    }

    /// Decodes a response. Its headers are in `head`; the response itself has them only in raw mode.
    fn decode(head: &Head, received: ReceivedResponse) -> Result<T, Box<Failure>>;

    fn remember(_: &mut T, _: &History) {}

    fn adopt(_: &mut T, _: Continuation) {}
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
