//! One answer full of events, and the way to the next.

use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use crate::decode::{AsStream, Bare, Decoder, ReplySink};
use crate::engine::{PendingCall, ResumeState, resume};
use crate::error::{Error, ErrorKind, Failure, GaveUp, History};
use crate::request::CallSpec;
use crate::response::ByteStream;

const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// A body of events, and what it takes to have another.
pub(crate) struct Connection {
    pub(crate) body: ByteStream,
    pub(crate) status: StatusCode,
    /// What came before; `None` only until the call is over.
    pub(crate) history: Option<History>,
    pub(crate) call: Option<Box<PendingCall>>,
    pub(crate) has_progressed: bool,
    pub(crate) forgiven: usize,
}

pub(crate) type Connected = Result<Box<Connection>, Option<Error>>;

impl Connection {
    /// Connects again, as the next attempt after a failed one. Without an error it was not to.
    pub(crate) async fn again(
        self: Box<Self>,
        last_id: Option<HeaderValue>,
        failure: Box<Failure>,
        was_lost: bool,
    ) -> Connected {
        let Self {
            body,
            history,
            call,
            has_progressed,
            mut forgiven,
            ..
        } = *self;
        drop(body);
        let (Some(history), Some(mut call)) = (history, call) else {
            return Err(None);
        };
        call.spec.headers.retain(|(name, _)| *name != LAST_EVENT_ID);
        call.spec
            .headers
            .extend(last_id.map(|last_id| (LAST_EVENT_ID, last_id)));
        let mut past = ResumeState::of(history, forgiven);
        if has_progressed {
            forgiven = past.forget();
        }
        let sent = past.sent();
        let mut slot = ReplySink::new(Decoder::of::<ByteStream, AsStream, Bare>());
        if let Err(error) = resume(&call, past, failure, &mut slot).await {
            let is_an_end = !was_lost && error.attempts().len() == sent && ends(&call.spec, &error);
            return Err((!is_an_end).then_some(error));
        }
        let (head, history, body) = slot.into_parts().ok_or(None)?;
        check_type(&head.headers).map_err(|failure| Some(body.broken(failure)))?;
        Ok(Box::new(Self {
            body,
            status: head.status,
            history: Some(history),
            call: Some(call),
            has_progressed: false,
            forgiven,
        }))
    }
}

/// Whether a stream that came to its end is not to be taken up at all.
fn ends(spec: &CallSpec, error: &Error) -> bool {
    match error.gave_up() {
        GaveUp::NotRetryable | GaveUp::NotRepeatable => true,
        GaveUp::AttemptsExhausted => spec.policy().max_attempts() == Some(1),
        _ => false,
    }
}

pub(crate) fn ended() -> Box<Failure> {
    Failure::new(ErrorKind::Body).because("the stream of events came to its end")
}

/// An answer that says it is something else holds no events.
pub(crate) fn check_type(headers: &HeaderMap) -> Result<(), Box<Failure>> {
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
