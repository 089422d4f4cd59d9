//! A sink that notes what responses say about the server's quota, for calls that follow it.

use std::time::Duration;

use http::{HeaderMap, StatusCode};

use crate::clock;
use crate::decide::{QuotaWord, quota_word};
use crate::decode::{AttemptEnd, BodyMode, ReceivedResponse, ResponseSink};
use crate::error::{Failure, History};

/// A sink around another one. Good responses pass through it before the decoder takes their headers.
pub(crate) struct Listening<'a> {
    sink: &'a mut dyn ResponseSink,
    follows: bool,
    /// The longest wait that is accepted from a server.
    limit: Option<Duration>,
    /// The word of the last response that was handed out.
    pub(crate) heard: Option<QuotaWord>,
}

impl<'a> Listening<'a> {
    pub(crate) fn new(
        sink: &'a mut dyn ResponseSink,
        follows: bool,
        limit: Option<Duration>,
    ) -> Self {
        Self {
            sink,
            follows,
            limit,
            heard: None,
        }
    }

    // Here and not in the loop, because a decoder takes the headers and the loop sees only a
    // status.
    fn hear(&mut self, received: &ReceivedResponse) {
        if self.follows {
            let response = &received.response;
            let word = quota_word(
                response.status(),
                response.headers(),
                self.limit,
                clock::now,
            );
            self.heard = Some(word);
        }
    }
}

impl ResponseSink for Listening<'_> {
    fn body_mode(&self) -> BodyMode {
        self.sink.body_mode()
    }

    fn keeps_history(&self) -> bool {
        self.sink.keeps_history()
    }

    fn returns_at_head(&self) -> bool {
        self.sink.returns_at_head()
    }

    fn check(&self, status: StatusCode, headers: &HeaderMap) -> Result<(), Box<Failure>> {
        self.sink.check(status, headers)
    }

    fn is_partial(&self) -> bool {
        self.sink.is_partial()
    }

    fn is_last(&self) -> bool {
        self.sink.is_last()
    }

    fn is_shared(&self) -> bool {
        self.sink.is_shared()
    }

    fn receive(&mut self, received: ReceivedResponse) -> Result<(), Box<Failure>> {
        self.hear(&received);
        self.sink.receive(received)
    }

    fn accept(&mut self, received: ReceivedResponse) -> Result<(), Box<Failure>> {
        self.hear(&received);
        self.sink.accept(received)
    }

    fn remember(&mut self, history: History) {
        self.sink.remember(history);
    }

    fn hold(&mut self, end: AttemptEnd) {
        self.sink.hold(end);
    }
}
