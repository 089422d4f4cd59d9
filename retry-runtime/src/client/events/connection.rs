//! One response with events, and the reconnection that leads to the next.

use std::time::Duration;

use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use crate::decode::{AsStream, Bare, BodyMode, DecodeBody, Decoder, ReceivedResponse, ReplySink};
use crate::engine::{PendingCall, RestartedList, ResumeState, give_back, prepare, resume};
use crate::error::{Error, ErrorKind, Failure, GaveUp, History};
use crate::request::CallSpec;
use crate::response::{ByteStream, Head};

/// The minimum wait after the end of a body, so that a server that ends every body at once is not asked in a tight
/// loop.
const AFTER_AN_END: Duration = Duration::from_secs(1);

const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// A body of events, and the call that can bring another.
pub(crate) struct Connection {
    pub(crate) body: ByteStream,
    pub(crate) status: StatusCode,
    /// The attempts so far; `None` only until the call is over.
    pub(crate) history: Option<History>,
    pub(crate) call: Option<Box<PendingCall>>,
    pub(crate) has_brought_events: bool,
    pub(crate) discounted: usize,
    /// The position in the list of base URLs, once an event has restarted it.
    pub(crate) list: Option<RestartedList>,
}

pub(crate) type Connected = Result<Box<Connection>, Option<Error>>;

/// The decoder of a further body of a stream.
struct AsBodyOfEvents;

impl DecodeBody<ByteStream> for AsBodyOfEvents {
    const BODY_MODE: BodyMode = BodyMode::Streaming;
    const RETURNS_AT_HEAD: bool = true;
    const KEEPS_HISTORY: bool = true;

    fn check(status: StatusCode, headers: &HeaderMap) -> Result<(), Box<Failure>> {
        check_type(status, headers)
    }

    fn decode(head: &Head, received: ReceivedResponse) -> Result<ByteStream, Box<Failure>> {
        AsStream::decode(head, received)
    }

    fn remember(body: &mut ByteStream, history: &History) {
        body.remember(history);
    }
}

impl CallSpec {
    /// Sends this `Last-Event-ID` in place of the caller's; an empty one is left out.
    pub(crate) fn set_last_event_id(&mut self, id: &str) {
        self.headers.retain(|(name, _)| *name != LAST_EVENT_ID);
        // The standard sends no header for an empty id, by which a server withdraws the last one.
        if !id.is_empty()
            && let Ok(id) = HeaderValue::try_from(id)
        {
            self.headers.push((LAST_EVENT_ID, id));
        }
    }
}

impl Connection {
    /// Tells whether the method wants another connection after a loss, or after the end of the body.
    pub(crate) fn reconnects(&self, was_lost: bool) -> bool {
        let call = self.call.as_ref();
        call.is_some_and(|call| call.spec.endpoint.reconnects(was_lost))
    }

    /// Notes an event. The first one proves that the reconnection succeeded.
    pub(crate) fn bring_event(&mut self) {
        if std::mem::replace(&mut self.has_brought_events, true) {
            return;
        }
        // The retry made progress, so it is refunded to the budget, like one that was never needed.
        if let (Some(call), Some(history)) = (&self.call, &mut self.history) {
            give_back(call, &mut history.attempts, self.discounted);
        }
    }

    /// Reconnects, as the next attempt after a failed one. `Err(None)` means the stream has ended.
    pub(crate) async fn again(self: Box<Self>, failure: Box<Failure>, was_lost: bool) -> Connected {
        let Self {
            body,
            history,
            call,
            has_brought_events,
            mut discounted,
            list,
            ..
        } = *self;
        // Before the wait, so that the old connection is not held during it.
        drop(body);
        let (Some(history), Some(mut call)) = (history, call) else {
            return Err(None);
        };
        // Settings may have changed since the stream was opened, and the kill switch has to reach it.
        prepare(&mut call)?;
        let mut state = ResumeState::of(history, discounted);
        state.list = list;
        if has_brought_events {
            discounted = state.forget();
        }
        let (sent, list) = (state.sent(), state.list);
        let mut sink = ReplySink::of_a_stream(Decoder::of::<ByteStream, AsBodyOfEvents, Bare>());
        if let Err(error) = resume(&mut call, state, failure, &mut sink).await {
            // The end of a body is the end of the stream, and not an error, if the policy allows no other
            // attempt. But only if nothing was sent: a reconnection that was tried and failed is an error.
            let is_an_end = !was_lost && error.attempts().len() == sent && ends(&call.spec, &error);
            return Err((!is_an_end).then_some(error));
        }
        let (head, history, body) = sink.into_parts().ok_or(None)?;
        Ok(Box::new(Self {
            body,
            status: head.status,
            history: Some(history),
            call: Some(call),
            has_brought_events: false,
            discounted,
            list,
        }))
    }
}

/// Tells whether the policy allows no other attempt after the end of a body.
fn ends(spec: &CallSpec, error: &Error) -> bool {
    match error.gave_up() {
        GaveUp::NotRetryable | GaveUp::NotRepeatable | GaveUp::SwitchedOff => true,
        GaveUp::AttemptsExhausted => spec.policy().max_attempts() == Some(1),
        _ => false,
    }
}

/// The failure that the end of a body counts as if the stream reconnects.
pub(crate) fn ended() -> Box<Failure> {
    let mut failure = Failure::new(ErrorKind::Body).because("the stream of events came to its end");
    failure.retry_after = Some(AFTER_AN_END);
    failure
}

/// Refuses a response whose media type is not that of events.
pub(crate) fn check_type(status: StatusCode, headers: &HeaderMap) -> Result<(), Box<Failure>> {
    // A 204 says that there will be no more events, and has no body of any type.
    if status == StatusCode::NO_CONTENT {
        return Ok(());
    }
    let Some(value) = headers.get(CONTENT_TYPE) else {
        return Ok(());
    };
    let value = value.to_str().unwrap_or_default();
    let media_type = value.split(';').next().unwrap_or_default().trim();
    if media_type.eq_ignore_ascii_case("text/event-stream") {
        return Ok(());
    }
    Err(Failure::new(ErrorKind::Decode).because("it is not `text/event-stream`"))
}
