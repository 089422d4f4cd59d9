//! Server-sent events that are taken up again where they were lost.

use std::any::Any;
use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use super::AsEvents;
use super::block::{Block, RawEvent};
use super::lines::{Lines, too_long};
use crate::error::{Error, GaveUp, History};
use crate::failure::{ErrorKind, Failure};
use crate::request::Plan;
use crate::response::decode::{Answer, AsStream, Decoder, Leaf, Wants, read_json};
use crate::response::receive::ReplySlot;
use crate::response::shape::FromAnswer;
use crate::response::{ByteStream, wrap::Bare};
use crate::run::{Past, resume};

const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// A `Stream` of server-sent events, each with its data read as JSON. `Sse<String>` takes the data as
/// it is.
///
/// When the connection is lost or ends, the call is made again under the policy of the method, with
/// `Last-Event-ID`; the server's `retry` is a floor under the delay, as `Retry-After` is. Every event
/// lets the attempts start anew. An answer of 204 ends the stream, and so does the end of the body
/// where the method may not be repeated. Between two chunks it waits for `idle_timeout`, if there is
/// one; `timeout` bounds each connecting.
///
/// An event whose data is not a `T` is an error of kind `Decode`, and the stream goes on behind it;
/// every other error is its end. An event longer than `max_body` is an error of kind `TooLarge`.
///
/// Without a `Stream` extension at hand, [`event`](Self::event) does.
pub struct Sse<T> {
    state: State,
    lines: Lines,
    block: Block,
    limit: usize,
    values: PhantomData<fn() -> T>,
}

/// One server-sent event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event<T> {
    name: String,
    id: String,
    data: T,
}

enum State {
    Open(Box<Connection>),
    Connecting(Pin<Box<dyn Future<Output = Connected> + Send>>),
    Over,
}

/// A body of events, and what it takes to have another.
struct Connection {
    body: ByteStream,
    status: StatusCode,
    /// What came before; `None` only until the call is over.
    history: Option<History>,
    plan: Option<Box<Plan>>,
    has_progressed: bool,
    forgiven: usize,
}

type Connected = Result<Box<Connection>, Option<Error>>;

impl<T> Event<T> {
    /// Its type: `message`, unless the server says otherwise.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The id that stands for everything up to this event; empty if the server gave none.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Its data.
    pub fn data(&self) -> &T {
        &self.data
    }

    /// Its data, without the rest.
    pub fn into_data(self) -> T {
        self.data
    }
}

impl<T: FromAnswer> Sse<T> {
    /// The next event; `None` at the end.
    ///
    /// # Errors
    ///
    /// Of kind `Decode` or `TooLarge`, or that of the last attempt to connect again.
    pub async fn event(&mut self) -> Result<Option<Event<T>>, Error> {
        std::future::poll_fn(|context| self.poll_event(context))
            .await
            .transpose()
    }

    fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Event<T>, Error>>> {
        loop {
            match &mut self.state {
                State::Open(connection) => {
                    while let Some(line) = self.lines.next() {
                        if let Some(event) = self.block.feed(&line) {
                            connection.has_progressed = true;
                            let event = decode(event);
                            let event = event.map_err(|failure| connection.body.broken(failure));
                            return Poll::Ready(Some(event));
                        }
                    }
                    if self.lines.pending() + self.block.pending() > self.limit {
                        let error = connection.body.broken(too_long(self.limit));
                        self.state = State::Over;
                        return Poll::Ready(Some(Err(error)));
                    }
                    match ready!(connection.body.poll_chunk(context)) {
                        Some(Ok(chunk)) => self.lines.push(&chunk),
                        Some(Err(error)) => self.lose(Some(error)),
                        None => self.lose(None),
                    }
                }
                State::Connecting(connecting) => match ready!(connecting.as_mut().poll(context)) {
                    Ok(connection) => self.state = State::Open(connection),
                    Err(error) => {
                        self.state = State::Over;
                        return Poll::Ready(error.map(Err));
                    }
                },
                State::Over => return Poll::Ready(None),
            }
        }
    }
}

impl<T> Sse<T> {
    /// Begins to connect again, after an error or the end of the body.
    fn lose(&mut self, error: Option<Error>) {
        let State::Open(mut connection) = std::mem::replace(&mut self.state, State::Over) else {
            return;
        };
        self.block.begin_again();
        self.lines = lines();
        if connection.status == StatusCode::NO_CONTENT {
            return;
        }
        let was_lost = error.is_some();
        let failure = error.map_or_else(ended, Error::into_failure);
        let failure = Failure {
            status: Some(connection.status),
            ..failure
        };
        if let Some(plan) = &mut connection.plan {
            plan.least_delay = self.block.retry();
        }
        let last_id = HeaderValue::try_from(self.block.last_id()).ok();
        let last_id = last_id.filter(|id| !id.is_empty());
        self.state = State::Connecting(Box::pin(connection.again(last_id, failure, was_lost)));
    }
}

impl Connection {
    async fn again(
        self: Box<Self>,
        last_id: Option<HeaderValue>,
        failure: Failure,
        was_lost: bool,
    ) -> Connected {
        let Self {
            body,
            history,
            plan,
            has_progressed,
            mut forgiven,
            ..
        } = *self;
        drop(body);
        let (Some(history), Some(mut plan)) = (history, plan) else {
            return Err(None);
        };
        plan.headers.retain(|(name, _)| *name != LAST_EVENT_ID);
        plan.headers
            .extend(last_id.map(|last_id| (LAST_EVENT_ID, last_id)));
        let mut past = Past::of(history, forgiven);
        if has_progressed {
            forgiven = past.forget();
        }
        let sent = past.sent();
        let mut slot = ReplySlot::new(Decoder::of::<ByteStream, AsStream, Bare>());
        if let Err(error) = resume(&plan, past, failure, &mut slot).await {
            let is_an_end = !was_lost && error.attempts().len() == sent && ends(&plan, &error);
            return Err((!is_an_end).then_some(error));
        }
        let (head, history, body) = slot.into_parts().ok_or(None)?;
        check_type(&head.headers).map_err(|failure| Some(body.broken(failure)))?;
        Ok(Box::new(Self {
            body,
            status: head.status,
            history: Some(history),
            plan: Some(plan),
            has_progressed: false,
            forgiven,
        }))
    }
}

/// Whether a stream that came to its end is not to be taken up at all.
fn ends(plan: &Plan, error: &Error) -> bool {
    match error.gave_up() {
        GaveUp::NotRetryable | GaveUp::NotRepeatable => true,
        GaveUp::AttemptsExhausted => plan.policy().max_attempts() == Some(1),
        _ => false,
    }
}

fn ended() -> Failure {
    Failure {
        detail: "the stream of events came to its end".into(),
        ..Failure::new(ErrorKind::Body)
    }
}

/// Data as it is for a `String`, else as JSON.
fn decode<T: FromAnswer>(event: RawEvent) -> Result<Event<T>, Failure> {
    let RawEvent { name, data, id } = event;
    let mut text = None::<T>;
    let data = match (&mut text as &mut dyn Any).downcast_mut::<Option<String>>() {
        Some(place) => {
            *place = Some(data);
            None
        }
        None => Some(read_json(data.as_bytes())?),
    };
    match text.or(data) {
        Some(data) => Ok(Event { name, id, data }),
        None => Err(Failure::new(ErrorKind::Decode)),
    }
}

fn lines() -> Lines {
    Lines::new(b"\r\n")
}

/// An answer that says it is something else holds no events.
fn check_type(headers: &HeaderMap) -> Result<(), Failure> {
    let Some(value) = headers.get(CONTENT_TYPE) else {
        return Ok(());
    };
    let value = value.to_str().unwrap_or_default();
    let media_type = value.split(';').next().unwrap_or_default().trim();
    if media_type.eq_ignore_ascii_case("text/event-stream") {
        return Ok(());
    }
    Err(Failure {
        detail: "it is not `text/event-stream`".into(),
        ..Failure::new(ErrorKind::Decode)
    })
}

impl<T: FromAnswer> Leaf<Sse<T>> for AsEvents {
    const WANTS: Wants = Wants::Begun;
    const KEEPS_HISTORY: bool = true;
    const ADOPTS: bool = true;

    fn decode(answer: Answer) -> Result<Sse<T>, Failure> {
        let (status, headers) = (answer.response.status(), answer.response.headers());
        if status != StatusCode::NO_CONTENT {
            check_type(headers).map_err(|failure| failure.with_head(status, headers.clone()))?;
        }
        let connection = Connection {
            body: AsStream::decode(answer)?,
            status,
            history: None,
            plan: None,
            has_progressed: false,
            forgiven: 0,
        };
        Ok(Sse {
            state: State::Open(Box::new(connection)),
            lines: lines(),
            block: Block::default(),
            limit: usize::MAX,
            values: PhantomData,
        })
    }

    fn remember(events: &mut Sse<T>, history: &History) {
        if let State::Open(connection) = &mut events.state {
            connection.body.remember(history);
            connection.history = Some(history.clone());
        }
    }

    fn adopt(events: &mut Sse<T>, plan: Box<Plan>) {
        events.limit = plan.policy().max_body_limit();
        if let State::Open(connection) = &mut events.state {
            connection.plan = Some(plan);
        }
    }
}

impl<T: FromAnswer> Stream for Sse<T> {
    type Item = Result<Event<T>, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_event(context)
    }
}

/// Nothing of the content, which may be secret.
impl<T> fmt::Debug for Sse<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match self.state {
            State::Open(_) => "open",
            State::Connecting(_) => "connecting",
            State::Over => "over",
        };
        f.debug_struct("Sse")
            .field("state", &state)
            .finish_non_exhaustive()
    }
}
