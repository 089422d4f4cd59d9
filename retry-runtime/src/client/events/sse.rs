//! A stream of server-sent events that reconnects and resumes after a loss.

use std::any::Any;
use std::fmt;
use std::marker::PhantomData;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use http::{HeaderMap, StatusCode};

use crate::client::events::AsEvents;
use crate::client::events::connection::{Connected, Connection, check_type, ended};
use crate::decode::{
    AsStream, BodyMode, Continuation, DecodeBody, FromJson, ReceivedResponse, read_json,
};
use crate::engine::PendingCall;
use crate::error::{Error, ErrorKind, Failure, History};
use crate::request::Accept;
use crate::response::Head;
use crate::sse::{Arrived, Event, RawEvent, TooLong, too_long};

/// A `Stream` of [server-sent events](https://html.spec.whatwg.org/multipage/server-sent-events.html), each with its
/// data read as JSON. `Sse<String>` returns the data unchanged.
///
/// A lost connection is a failed attempt: the call is made again under the policy of the method, with
/// `Last-Event-ID`, which is the caller's until the server sends another. The server's `retry` is a minimum for the
/// delay, as `Retry-After` is. Every event resets the count of attempts.
///
/// After the end of the body a GET connects again in the same way, after 1 s or more. Any other verb has its complete
/// response then, and the stream ends. `reconnect = always | on_loss | never` on the verb changes that. A 204 ends the
/// stream, and so does an event whose data equals `end = "…"` on the verb. `idle_timeout`, if there is one, bounds the
/// wait for each chunk, and `timeout` bounds each connection attempt.
///
/// An event whose data is not a `T` is an error of kind `Decode`, after which the stream continues with the next
/// event. Every other error ends it. An event longer than `max_body` is an error of kind `TooLarge`.
///
/// [`event`](Self::event) reads the stream without a `Stream` extension trait:
///
/// ```no_run
/// # use retry_client::{Result, Sse, client};
/// # #[client(base_url = "https://api.example.com")]
/// # trait Api {
/// #     #[get("/news")]
/// #     async fn news(&self) -> Result<Sse<String>>;
/// # }
/// # async fn run(api: ApiClient) -> Result<()> {
/// let mut news = api.news().await?;
/// while let Some(event) = news.event().await? {
///     println!("{}", event.data());
/// }
/// # Ok(())
/// # }
/// ```
pub struct Sse<T> {
    state: State,
    arrived: Arrived,
    limit: usize,
    /// The data that ends the stream.
    end: Option<&'static str>,
    values: PhantomData<fn() -> T>,
}

enum State {
    Open(Box<Connection>),
    // Boxed, as the future is large and a stream spends most of its life in `Open`.
    Connecting(Pin<Box<dyn Future<Output = Connected> + Send>>),
    Ended,
}

impl<T: FromJson> Sse<T> {
    /// The next event; `None` at the end.
    ///
    /// # Errors
    ///
    /// Errors of kind `Decode` or `TooLarge`, or the error of the last attempt to connect again.
    pub async fn event(&mut self) -> Result<Option<Event<T>>, Error> {
        std::future::poll_fn(|context| self.poll_event(context))
            .await
            .transpose()
    }

    fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Event<T>, Error>>> {
        loop {
            match &mut self.state {
                State::Open(connection) => {
                    match self.arrived.next(self.limit) {
                        Ok(Some(event)) => {
                            connection.bring_event();
                            if self.end.is_some_and(|end| event.data == end) {
                                self.state = State::Ended;
                                return Poll::Ready(None);
                            }
                            let event = decode(event);
                            let event = event.map_err(|failure| connection.body.broken(failure));
                            return Poll::Ready(Some(event));
                        }
                        Ok(None) => {}
                        Err(TooLong) => {
                            let error = connection.body.broken(too_long(self.limit));
                            self.state = State::Ended;
                            return Poll::Ready(Some(Err(error)));
                        }
                    }
                    match ready!(connection.body.poll_chunk(context)) {
                        Some(Ok(chunk)) => self.arrived.push(&chunk),
                        Some(Err(error)) => {
                            if let Err(error) = self.reconnect_after(error) {
                                return Poll::Ready(Some(Err(error)));
                            }
                        }
                        None => self.reconnect(None),
                    }
                }
                State::Connecting(connecting) => match ready!(connecting.as_mut().poll(context)) {
                    Ok(connection) => self.state = State::Open(connection),
                    Err(error) => {
                        self.state = State::Ended;
                        return Poll::Ready(error.map(Err));
                    }
                },
                State::Ended => return Poll::Ready(None),
            }
        }
    }
}

impl<T> Sse<T> {
    /// Starts to reconnect after an error, or returns the error if the method does not reconnect.
    fn reconnect_after(&mut self, error: Error) -> Result<(), Error> {
        if let State::Open(connection) = &self.state
            && !connection.reconnects(true)
        {
            self.state = State::Ended;
            return Err(error);
        }
        self.reconnect(Some(error));
        Ok(())
    }

    /// Starts to reconnect, after an error or the end of the body.
    fn reconnect(&mut self, error: Option<Error>) {
        let State::Open(mut connection) = mem::replace(&mut self.state, State::Ended) else {
            return;
        };
        // The standard has an incomplete event dropped: the server sends it again.
        self.arrived.begin_again();
        let was_lost = error.is_some();
        if connection.status == StatusCode::NO_CONTENT || !connection.reconnects(was_lost) {
            return;
        }
        let mut failure = error.map_or_else(ended, Error::into_failure);
        // The policy and `when` are to see that the attempt had a response.
        failure.status = Some(connection.status);
        if let Some(call) = &mut connection.call {
            call.spec.extras_mut().least_delay = self.arrived.block.retry();
            if let Some(last_id) = self.arrived.block.last_id() {
                call.spec.set_last_event_id(last_id);
            }
        }
        self.state = State::Connecting(Box::pin(connection.again(failure, was_lost)));
    }
}

/// Takes the data of an event as text for a `String`, otherwise as JSON.
fn decode<T: FromJson>(event: RawEvent) -> Result<Event<T>, Box<Failure>> {
    let RawEvent { name, data, id } = event;
    // Generic code cannot specialize for `T = String`, so it compares type ids; the comparison is compiled
    // away.
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

impl<T: FromJson> DecodeBody<Sse<T>> for AsEvents {
    const BODY_MODE: BodyMode = BodyMode::Streaming;
    const RETURNS_AT_HEAD: bool = true;
    const ACCEPT: Accept = Accept::Events;
    const KEEPS_HISTORY: bool = true;
    const ADOPTS: bool = true;

    fn check(status: StatusCode, headers: &HeaderMap) -> Result<(), Box<Failure>> {
        check_type(status, headers)
    }

    fn decode(head: &Head, received: ReceivedResponse) -> Result<Sse<T>, Box<Failure>> {
        let status = head.status;
        check_type(status, &head.headers)?;
        let connection = Connection {
            body: AsStream::decode(head, received)?,
            status,
            history: None,
            call: None,
            has_brought_events: false,
            discounted: 0,
            list: None,
        };
        Ok(Sse {
            state: State::Open(Box::new(connection)),
            arrived: Arrived::new(),
            limit: usize::MAX,
            end: None,
            values: PhantomData,
        })
    }

    fn remember(events: &mut Sse<T>, history: &History) {
        if let State::Open(connection) = &mut events.state {
            connection.body.remember(history);
            connection.history = Some(history.clone());
        }
    }

    fn adopt(events: &mut Sse<T>, call: Continuation) {
        let Ok(call) = call.downcast::<PendingCall>() else {
            return;
        };
        events.limit = call.spec.policy().get_max_body();
        events.end = call.spec.endpoint.end_of_events();
        if let State::Open(connection) = &mut events.state {
            connection.call = Some(call);
        }
    }
}

impl<T: FromJson> Stream for Sse<T> {
    type Item = Result<Event<T>, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_event(context)
    }
}

/// Shows the state alone: events may be secret.
impl<T> fmt::Debug for Sse<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match self.state {
            State::Open(_) => "open",
            State::Connecting(_) => "connecting",
            State::Ended => "ended",
        };
        f.debug_struct("Sse")
            .field("state", &state)
            .finish_non_exhaustive()
    }
}
