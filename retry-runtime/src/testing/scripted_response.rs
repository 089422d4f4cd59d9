//! Scripted responses.

use std::time::Duration;
use std::{fmt, io};

use bytes::Bytes;
use http::header::RETRY_AFTER;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use reqwest::{Request, Response};
use serde::Serialize;
use tokio::time::sleep;

use crate::client::JSON;
use crate::error::BoxError;
use crate::request::header_pair;
use crate::testing::outcome::{Break, ScriptedHead, ScriptedOutcome};

/// The scripted outcome of a request: a response or a failure.
///
/// It is made by one of the functions of this module, [`status`], [`json`], [`text`], [`bytes()`], [`reset`],
/// [`refused`] or [`timeout`], and used once unless [`times`](Self::times) or [`forever`](Self::forever) says
/// otherwise.
///
/// ```
/// use std::time::Duration;
/// use retry_client::testing::{Stub, json, reset, status};
///
/// let stub = Stub::new();
/// stub.get("/stars").answers([
///     status(503).retry_after(Duration::from_secs(2)).times(2),
///     status(404).json(&"no such thing"),
///     reset(),
///     json(&[1, 2, 3]).cut_body(4),
/// ]);
/// ```
#[derive(Clone, Debug)]
#[must_use = "an answer is given to a route: `.answer(…)`"]
pub struct ScriptedResponse {
    outcome: ScriptedOutcome,
    delay: Duration,
    times: Option<u32>,
}

/// A response with this status and no body.
///
/// # Panics
///
/// If the status is not 101 or between 200 and 999.
#[track_caller]
pub fn status(status: u16) -> ScriptedResponse {
    let is_final = |status: &StatusCode| !status.is_informational() || status.as_u16() == 101;
    let Some(status) = StatusCode::from_u16(status).ok().filter(is_final) else {
        panic!("{status} is not a status that an answer ends with: 101, or 200 to 999");
    };
    ScriptedResponse::of(ScriptedOutcome::Responds(Box::new(ScriptedHead {
        status,
        headers: HeaderMap::new(),
        body: Bytes::new(),
        media_type: None,
        breaks: None,
    })))
}

/// A 200 with a value as JSON.
///
/// # Panics
///
/// If it cannot be JSON.
#[track_caller]
pub fn json<T: Serialize + ?Sized>(value: &T) -> ScriptedResponse {
    status(200).json(value)
}

/// A 200 with text.
pub fn text(text: impl Into<String>) -> ScriptedResponse {
    status(200).text(text)
}

/// A 200 with bytes.
pub fn bytes(bytes: impl Into<Bytes>) -> ScriptedResponse {
    status(200).bytes(bytes)
}

/// The connection is reset before a response: the server may have acted on the request.
pub fn reset() -> ScriptedResponse {
    ScriptedResponse::of(ScriptedOutcome::Fails(io::ErrorKind::ConnectionReset))
}

/// The connection is refused: the request was not sent.
pub fn refused() -> ScriptedResponse {
    ScriptedResponse::of(ScriptedOutcome::Fails(io::ErrorKind::ConnectionRefused))
}

/// There is no response, so that the attempt ends by its `attempt_timeout` or by the `timeout` of the call.
pub fn timeout() -> ScriptedResponse {
    ScriptedResponse::of(ScriptedOutcome::Never)
}

impl ScriptedResponse {
    const fn of(outcome: ScriptedOutcome) -> Self {
        Self {
            outcome,
            delay: Duration::ZERO,
            // Once, so that a test states how often it expects each response. `None` means for ever.
            times: Some(1),
        }
    }

    /// Sends a value as JSON.
    ///
    /// # Panics
    ///
    /// If it cannot be JSON, or there is no response to carry it.
    #[track_caller]
    pub fn json<T: Serialize + ?Sized>(self, value: &T) -> Self {
        match serde_json::to_vec(value) {
            Ok(json) => self.body(json.into(), Some(JSON)),
            Err(error) => panic!("the value cannot be JSON: {error}"),
        }
    }

    /// Sends text, in UTF-8.
    ///
    /// # Panics
    ///
    /// If there is no response to carry it.
    #[track_caller]
    pub fn text(self, text: impl Into<String>) -> Self {
        let media_type = HeaderValue::from_static("text/plain; charset=utf-8");
        self.body(text.into().into(), Some(media_type))
    }

    /// Sends bytes without a `Content-Type`.
    ///
    /// # Panics
    ///
    /// If there is no response to carry them.
    #[track_caller]
    pub fn bytes(self, bytes: impl Into<Bytes>) -> Self {
        self.body(bytes.into(), None)
    }

    #[track_caller]
    fn body(mut self, body: Bytes, media_type: Option<HeaderValue>) -> Self {
        let head = self.head("body");
        (head.body, head.media_type) = (body, media_type);
        self
    }

    /// Adds a header. A `Content-Type` replaces the one that the body would have.
    ///
    /// # Panics
    ///
    /// If it cannot be a header, or there is no response to carry it.
    #[track_caller]
    pub fn header<N, V>(mut self, name: N, value: V) -> Self
    where
        HeaderName: TryFrom<N>,
        HeaderValue: TryFrom<V>,
    {
        match header_pair(name, value) {
            Ok((name, value)) => self.head("header").headers.append(name, value),
            Err(error) => panic!("{error}"),
        };
        self
    }

    /// Asks for a wait with `Retry-After`, rounded up to whole seconds.
    ///
    /// # Panics
    ///
    /// If there is no response to carry it.
    #[track_caller]
    pub fn retry_after(self, wait: Duration) -> Self {
        // RFC 9110, 10.2.3: whole seconds, or a date, which has no fractions either.
        let rounded = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
        self.header(RETRY_AFTER, rounded)
    }

    /// Loses the connection after `at` bytes of the body. The head announces more bytes, even if the body has no more.
    ///
    /// # Panics
    ///
    /// If there is no response with a body.
    #[track_caller]
    pub fn cut_body(self, at: usize) -> Self {
        self.breaks(Break { at, stalls: false })
    }

    /// Goes silent after `at` bytes of the body, otherwise as [`cut_body`](Self::cut_body).
    ///
    /// # Panics
    ///
    /// If there is no response with a body.
    #[track_caller]
    pub fn stall_body(self, at: usize) -> Self {
        self.breaks(Break { at, stalls: true })
    }

    #[track_caller]
    fn breaks(mut self, breaks: Break) -> Self {
        self.head("body").breaks = Some(breaks);
        self
    }

    /// Delays the head, or the failure, by this much virtual time. Default: none.
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Uses it for this many requests in a row. Default: 1.
    ///
    /// # Panics
    ///
    /// If `times` is 0.
    #[track_caller]
    pub fn times(mut self, times: u32) -> Self {
        assert!(times > 0, "an answer is given at least once; leave it out");
        self.times = Some(times);
        self
    }

    /// Uses it for every request from here on. [`verify`](crate::testing::Stub::verify) accepts that there is none.
    pub fn forever(mut self) -> Self {
        self.times = None;
        self
    }

    #[track_caller]
    fn head(&mut self, what: &str) -> &mut ScriptedHead {
        match &mut self.outcome {
            ScriptedOutcome::Responds(head) => head,
            fails => panic!("`{fails}` is not an answer, so it has no {what}"),
        }
    }

    /// The number of uses that are left after `used`; `None` if it is for ever.
    pub(crate) fn left_after(&self, used: u32) -> Option<u32> {
        self.times.map(|times| times.saturating_sub(used))
    }

    /// Plays the outcome for a request.
    pub(crate) async fn play(self, to: &Request) -> Result<Response, BoxError> {
        // A sleep of zero would still wait for the next tick of tokio's clock.
        if !self.delay.is_zero() {
            sleep(self.delay).await;
        }
        self.outcome.come(to).await
    }
}

/// Shows its name in messages: `503 Service Unavailable`, `reset`.
impl fmt::Display for ScriptedResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.outcome.fmt(f)
    }
}
