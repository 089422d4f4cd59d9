//! The place for the value of a call: the loop fills it without knowing the type.

use http::{HeaderMap, StatusCode};

use crate::decode::decoder::Continuation;
use crate::decode::decoder::{BodyMode, Decoder, ReceivedResponse};
use crate::error::{ErrorKind, Failure, History};
use crate::response::{Head, Reply};

/// A receiver of responses, as the loop sees it.
// The one trait object of the loop. Everything that depends on the user's type is behind it.
pub(crate) trait ResponseSink: Send {
    fn body_mode(&self) -> BodyMode;

    fn keeps_history(&self) -> bool;

    /// Tells whether a body that is handed out as it arrives is handed out before its first part.
    fn returns_at_head(&self) -> bool;

    /// Checks the head of a response whose body is handed out as it arrives.
    fn check(&self, status: StatusCode, headers: &HeaderMap) -> Result<(), Box<Failure>>;

    /// Tells whether the call continues after this response, once its body has been read.
    fn is_partial(&self) -> bool {
        false
    }

    /// Tells whether the call has ended well once there is a response, whatever becomes of its body.
    fn is_last(&self) -> bool {
        !self.is_partial()
    }

    /// Tells whether other attempts may put a value in place of one that was received.
    fn is_shared(&self) -> bool {
        false
    }

    /// Decodes a response and keeps the value if `until` accepts it.
    fn receive(&mut self, received: ReceivedResponse) -> Result<(), Box<Failure>>;

    /// Decodes a response and keeps the value without asking `until`.
    fn accept(&mut self, received: ReceivedResponse) -> Result<(), Box<Failure>>;

    /// Puts the history of the call into a value that has a place for it.
    fn remember(&mut self, history: History);

    /// Takes the end of an attempt whose response is partial, to be told once its body has been read.
    fn hold(&mut self, _: AttemptEnd) {}
}

/// The end of an attempt, with the failure of its body. Dropped, the attempt ends without a result.
pub(crate) type AttemptEnd = Box<dyn FnOnce(Option<&Failure>) + Send>;

/// A decoder and its value, once there is one.
pub(crate) struct ValueSink<T> {
    decoder: Decoder<T>,
    pub(crate) value: Option<T>,
}

impl<T> ValueSink<T> {
    pub(crate) fn new(decoder: Decoder<T>) -> Self {
        Self {
            decoder,
            value: None,
        }
    }

    /// Hands the call itself to a value that may repeat it.
    pub(crate) fn adopt(&mut self, call: Continuation) {
        if let (Some(adopt), Some(value)) = (self.decoder.functions().adopt, &mut self.value) {
            adopt(value, call);
        }
    }
}

impl<T: Send> ResponseSink for ValueSink<T> {
    fn body_mode(&self) -> BodyMode {
        self.decoder.body_mode
    }

    fn keeps_history(&self) -> bool {
        self.decoder.keeps_history
    }

    fn returns_at_head(&self) -> bool {
        self.decoder.returns_at_head
    }

    fn check(&self, status: StatusCode, headers: &HeaderMap) -> Result<(), Box<Failure>> {
        (self.decoder.functions().check)(status, headers)
    }

    fn receive(&mut self, received: ReceivedResponse) -> Result<(), Box<Failure>> {
        let Some(until) = self.decoder.until else {
            return self.accept(received);
        };
        // Made before the value takes the headers, since the caller may not accept the value. Only
        // calls that have an `until` pay for the copies.
        let not_ready = Failure::new(ErrorKind::NotReady).with_head(
            received.response.status(),
            received.response.headers().clone(),
        );
        let body = received.body.clone();
        self.accept(received)?;
        if self.value.as_ref().is_some_and(until) {
            Ok(())
        } else {
            Err(not_ready.with_body(body))
        }
    }

    fn accept(&mut self, received: ReceivedResponse) -> Result<(), Box<Failure>> {
        self.value = Some(self.decoder.decode(received)?);
        Ok(())
    }

    fn remember(&mut self, history: History) {
        if let Some(value) = &mut self.value {
            (self.decoder.functions().remember)(value, &history);
        }
    }
}

/// A sink that also keeps the head of the response.
pub(crate) struct ReplySink<T> {
    value: ValueSink<T>,
    head: Option<Head>,
    history: Option<History>,
    /// Set if the call continues after the response. In a box, as few calls do.
    part: Option<Box<Option<AttemptEnd>>>,
    is_last: bool,
}

impl<T> ReplySink<T> {
    pub(crate) fn new(decoder: Decoder<T>) -> Self {
        Self {
            value: ValueSink::new(decoder),
            head: None,
            history: None,
            part: None,
            is_last: true,
        }
    }

    /// A sink for a response after which the call continues.
    #[cfg(feature = "stream")]
    pub(crate) fn of_a_part(decoder: Decoder<T>) -> Self {
        Self {
            part: Some(Box::default()),
            is_last: false,
            ..Self::new(decoder)
        }
    }

    /// A sink for a stream that was lost and continues: only what it brings says whether it went well.
    #[cfg(feature = "sse")]
    pub(crate) fn of_a_stream(decoder: Decoder<T>) -> Self {
        Self {
            is_last: false,
            ..Self::new(decoder)
        }
    }

    /// Hands the call itself to a value that may repeat it.
    pub(crate) fn adopt(&mut self, call: Continuation) {
        self.value.adopt(call);
    }

    /// The end of the attempt that brought a partial response, if guards wait for it.
    #[cfg(feature = "stream")]
    pub(crate) fn take_end(&mut self) -> Option<AttemptEnd> {
        self.part.as_mut()?.take()
    }

    /// Head, history and value, if there was a response.
    #[cfg(feature = "stream")]
    pub(crate) fn into_parts(self) -> Option<(Head, History, T)> {
        Some((self.head?, self.history?, self.value.value?))
    }

    pub(crate) fn into_reply(self) -> Option<Reply<T>> {
        let mut reply = Reply::new(self.head?, self.value.value?);
        *reply.history_mut() = self.history;
        Some(reply)
    }
}

impl<T: Send> ResponseSink for ReplySink<T> {
    fn body_mode(&self) -> BodyMode {
        self.value.body_mode()
    }

    fn keeps_history(&self) -> bool {
        true
    }

    fn returns_at_head(&self) -> bool {
        self.value.returns_at_head()
    }

    fn check(&self, status: StatusCode, headers: &HeaderMap) -> Result<(), Box<Failure>> {
        self.value.check(status, headers)
    }

    fn is_partial(&self) -> bool {
        self.part.is_some()
    }

    fn is_last(&self) -> bool {
        self.is_last
    }

    fn receive(&mut self, received: ReceivedResponse) -> Result<(), Box<Failure>> {
        self.head = Some(Head::copied(&received.response));
        self.value.receive(received)
    }

    fn accept(&mut self, received: ReceivedResponse) -> Result<(), Box<Failure>> {
        self.head = Some(Head::copied(&received.response));
        self.value.accept(received)
    }

    fn remember(&mut self, history: History) {
        self.value.remember(history.clone());
        self.history = Some(history);
    }

    fn hold(&mut self, end: AttemptEnd) {
        if let Some(part) = &mut self.part {
            **part = Some(end);
        }
    }
}
