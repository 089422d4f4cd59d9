//! Where the loop, which knows no types, puts the value of a call.

use crate::decode::decoder::Continuation;
use crate::decode::decoder::{BodyMode, Decoder, ReceivedResponse};
use crate::error::{ErrorKind, Failure, History};
use crate::response::{Head, Reply};

/// What the loop sees of a decoder.
pub(crate) trait ResponseSink: Send {
    fn body_mode(&self) -> BodyMode;

    fn keeps_history(&self) -> bool;

    /// Whether the call goes on after this answer, once its body has been read.
    fn is_partial(&self) -> bool {
        false
    }

    /// Decodes an answer and keeps the value, if it is what `until` waits for.
    fn receive(&mut self, answer: ReceivedResponse) -> Result<(), Box<Failure>>;

    /// Decodes an answer and keeps the value, whatever `until` thinks of it.
    fn accept(&mut self, answer: ReceivedResponse) -> Result<(), Box<Failure>>;

    /// Puts the history of the call into the value, if it has a place for it.
    fn remember(&mut self, history: History);
}

/// A decoder, and the value once there is one.
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

    /// Hands over what the call was made of to a value that may make it again.
    pub(crate) fn adopt(&mut self, call: Continuation) {
        if let (Some(adopt), Some(value)) = (self.decoder.steps().adopt, &mut self.value) {
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

    fn receive(&mut self, answer: ReceivedResponse) -> Result<(), Box<Failure>> {
        let Some(until) = self.decoder.until else {
            return self.accept(answer);
        };
        let not_ready = Failure::new(ErrorKind::NotReady)
            .with_head(answer.response.status(), answer.response.headers().clone());
        let body = answer.body.clone();
        self.accept(answer)?;
        if self.value.as_ref().is_some_and(until) {
            Ok(())
        } else {
            Err(not_ready.with_body(body))
        }
    }

    fn accept(&mut self, answer: ReceivedResponse) -> Result<(), Box<Failure>> {
        self.value = Some((self.decoder.steps().decode)(answer)?);
        Ok(())
    }

    fn remember(&mut self, history: History) {
        if let Some(value) = &mut self.value {
            (self.decoder.steps().remember)(value, &history);
        }
    }
}

/// A slot that keeps the head of the answer too.
pub(crate) struct ReplySink<T> {
    slot: ValueSink<T>,
    head: Option<Head>,
    history: Option<History>,
    is_partial: bool,
}

impl<T> ReplySink<T> {
    pub(crate) fn new(decoder: Decoder<T>) -> Self {
        Self {
            slot: ValueSink::new(decoder),
            head: None,
            history: None,
            is_partial: false,
        }
    }

    /// For an answer that is not the end of its call.
    #[cfg(feature = "stream")]
    pub(crate) fn of_a_part(decoder: Decoder<T>) -> Self {
        Self {
            is_partial: true,
            ..Self::new(decoder)
        }
    }

    /// Hands over what the call was made of to a value that may make it again.
    pub(crate) fn adopt(&mut self, call: Continuation) {
        self.slot.adopt(call);
    }

    /// Head, history and value, if there was an answer.
    #[cfg(feature = "stream")]
    pub(crate) fn into_parts(self) -> Option<(Head, History, T)> {
        Some((self.head?, self.history?, self.slot.value?))
    }

    pub(crate) fn into_reply(self) -> Option<Reply<T>> {
        let mut reply = Reply::new(self.head?, self.slot.value?);
        *reply.history_mut() = self.history;
        Some(reply)
    }
}

impl<T: Send> ResponseSink for ReplySink<T> {
    fn body_mode(&self) -> BodyMode {
        self.slot.body_mode()
    }

    fn keeps_history(&self) -> bool {
        true
    }

    fn is_partial(&self) -> bool {
        self.is_partial
    }

    fn receive(&mut self, answer: ReceivedResponse) -> Result<(), Box<Failure>> {
        self.head = Some(Head::copied(&answer.response));
        self.slot.receive(answer)
    }

    fn accept(&mut self, answer: ReceivedResponse) -> Result<(), Box<Failure>> {
        self.head = Some(Head::copied(&answer.response));
        self.slot.accept(answer)
    }

    fn remember(&mut self, history: History) {
        self.slot.remember(history.clone());
        self.history = Some(history);
    }
}
