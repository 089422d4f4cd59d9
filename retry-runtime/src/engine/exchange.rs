//! The exchange of one request and its response: send, judge by the head, read the body, decode.

use std::mem;
use std::pin::{Pin, pin};

use bytes::Bytes;
use futures_util::future::Either;
use http::StatusCode;
use tokio::time::{Instant, Sleep, sleep_until};

use crate::decide::{Phase, diagnose, has_unknown_framing};
use crate::decode::{BodyMode, ReceivedResponse, ResponseSink};
use crate::engine::bearing::Bearing;
use crate::engine::chain::ChainSoFar;
use crate::engine::core::PendingCall;
use crate::engine::deadline::{Expired, bounded};
use crate::engine::failed_attempt::{FailedAttempt, Rest};
use crate::error::{BoxError, ErrorKind, Failure};
use crate::response::{Response, bound_body, read};
use crate::transport::{Outgoing, Trail};

/// One request, and everything that decides how its response is handled.
pub(crate) struct Exchange<'a> {
    pub(crate) call: &'a PendingCall,
    pub(crate) trail: &'a Trail,
    pub(crate) body_mode: BodyMode,
    /// The end of the attempt.
    pub(crate) ends: Instant,
    /// The end of the call, if it has one.
    pub(crate) deadline: Option<Instant>,
    /// The requests of the attempt including this one, where it matters which of them failed.
    pub(crate) chain: Option<Box<ChainSoFar<'a>>>,
}

/// The head of a response, or the reason why there is none.
type Sent = Result<Result<Response, BoxError>, Expired>;

impl<'a> Exchange<'a> {
    /// Performs the exchange of a call without a `when`. The body of a response that is an error stays unread.
    ///
    /// The request is handed to the transport inside the future. A sending future that is captured from outside
    /// would be stored twice, and it is much larger than the request.
    #[expect(
        clippy::manual_async_fn,
        reason = "the arguments of an `async fn` take their room twice"
    )]
    pub(crate) fn perform(
        self,
        outgoing: Outgoing,
        sink: &'a mut dyn ResponseSink,
    ) -> impl Future<Output = Result<StatusCode, Box<FailedAttempt>>> + Send + 'a {
        async move {
            // One timer for head and body together, so that an attempt arms it at most once.
            let mut timer = pin!(sleep_until(self.ends));
            let mut response = self.accept(self.send(timer.as_mut(), outgoing).await)?;
            let body_mode = if self.means_none(response.status()) {
                BodyMode::Drained
            } else {
                self.body_mode
            };
            let body = self.body(timer, &mut response, body_mode).await?;
            self.hand_over(response, body, sink)
        }
    }

    /// Hands the request to the transport at once. The future returns the head of the response, or ends when the
    /// timer does.
    pub(crate) fn send(
        &self,
        timer: Pin<&mut Sleep>,
        mut outgoing: Outgoing,
    ) -> impl Future<Output = Sent> + Send {
        // Only now, because a hook may have changed the body. RFC 9110, 8.6: a POST without content
        // says so.
        outgoing.announce_emptiness();
        let (call, bearing) = (self.call, self.bearing());
        // A transport that may follow redirects has to be asked afterwards whether it did.
        let url = bearing.filter(|_| call.core.follows_unseen);
        let url = url.and_then(|_| outgoing.url()).cloned();
        let transport = &call.core.transport;
        let sending = transport.send(outgoing, self.trail, call.renewed.as_ref());
        let sending = match bearing {
            None => Either::Left(sending),
            // Boxed, because few requests carry a credential.
            Some(bearing) => Either::Right(Box::pin(bearing.watch(sending, url))),
        };
        bounded(timer, sending)
    }

    /// Returns the response if its status is one to hand out.
    #[inline]
    pub(crate) fn accept(&self, sent: Sent) -> Result<Response, Box<FailedAttempt>> {
        let response = self.head(sent)?;
        if self.means_none(response.status()) || self.stands(response.status()) {
            return Ok(response);
        }
        Err(self.status_failure(response))
    }

    /// Returns the response if it is valid HTTP and not a redirect that is followed.
    #[inline]
    pub(crate) fn head(&self, sent: Sent) -> Result<Response, Box<FailedAttempt>> {
        let response = match sent {
            Ok(Ok(response)) => response,
            Ok(Err(error)) => return Err(self.transport_failure(error)),
            Err(Expired) => return Err(self.out_of_time().into()),
        };
        if let Some(renewal) = self.bearing().and_then(Bearing::renewed) {
            let mut failed = self.status_failure(response);
            failed.renewal = Some(renewal);
            return Err(failed);
        }
        // hyper skips other informational responses by itself. A 101 arrives here, though nobody
        // asked for one; after it the connection would speak another protocol.
        if response.status().is_informational() {
            return Err(self.not_http(response, "an informational status ended it"));
        }
        if has_unknown_framing(response.headers()) {
            return Err(self.not_http(response, "its `transfer-encoding` is not `chunked` alone"));
        }
        let Some(chain) = &self.chain else {
            return Ok(response);
        };
        let Some(redirect) = chain.redirect(self.call, &response) else {
            return Ok(response);
        };
        let mut failed = self.status_failure(response);
        failed.redirect = Some(redirect);
        Err(failed)
    }

    pub(crate) fn bearing(&self) -> Option<&'a Bearing> {
        self.chain.as_ref()?.bearing
    }

    #[cold]
    fn out_of_time(&self) -> Box<Failure> {
        match self.bearing() {
            Some(bearing) if bearing.is_waiting() => Bearing::late(),
            _ => Failure::new(ErrorKind::Timeout),
        }
    }

    #[cold]
    fn transport_failure(&self, error: BoxError) -> Box<FailedAttempt> {
        let chain = self.chain.as_deref();
        let is_of_another_url = chain.is_some_and(|chain| chain.is_left_by_error(&*error));
        let failure = diagnose(error, Phase::Head);
        FailedAttempt::with_rest(failure, Rest::Absent, is_of_another_url)
    }

    #[cold]
    fn not_http(&self, mut response: Response, why: &'static str) -> Box<FailedAttempt> {
        let (status, headers) = (response.status(), mem::take(response.headers_mut()));
        let failure = Failure::new(ErrorKind::Protocol).because(why);
        let failure = failure.with_head(status, headers);
        FailedAttempt::with_rest(failure, Rest::Absent, self.is_of_another_url(&response))
    }

    fn status_failure(&self, response: Response) -> Box<FailedAttempt> {
        self.unread(Failure::new(ErrorKind::Status), response)
    }

    /// A failure together with the response that it is about, whose body has not been read.
    // The body stays unread: most failed attempts are followed by another one, and then nobody
    // needs it.
    fn unread(&self, failure: Box<Failure>, mut response: Response) -> Box<FailedAttempt> {
        let headers = mem::take(response.headers_mut());
        let failure = failure.with_head(response.status(), headers);
        let is_of_another_url = self.is_of_another_url(&response);
        FailedAttempt::with_rest(failure, Rest::Unread(response), is_of_another_url)
    }

    /// Returns the response if the decoder accepts its head. The body of any other goes into the error, as it does for
    /// a status that is an error.
    pub(crate) fn checked(
        &self,
        response: Response,
        sink: &dyn ResponseSink,
    ) -> Result<Response, Box<FailedAttempt>> {
        let status = response.status();
        if self.means_none(status) {
            return Ok(response);
        }
        match sink.check(status, response.headers()) {
            Ok(()) => Ok(response),
            Err(failure) => Err(self.unread(failure, response)),
        }
    }

    pub(crate) fn is_of_another_url(&self, response: &Response) -> bool {
        let chain = self.chain.as_deref();
        chain.is_some_and(|chain| response.url().is_some_and(|url| chain.is_left_by(url)))
    }

    pub(crate) fn means_none(&self, status: StatusCode) -> bool {
        self.call.spec.endpoint.means_none(status.as_u16())
    }

    /// Tells whether a response with this status is handed out. A raw response is, unless its status is retried.
    pub(crate) fn stands(&self, status: StatusCode) -> bool {
        let spec = &self.call.spec;
        match self.body_mode {
            // A caller who asks for the raw response wants a 404 too. A status that is retried is
            // handed out after the last attempt.
            BodyMode::Raw => !spec.policy().retries_status(status.as_u16()),
            BodyMode::Streaming
                // It may mean that everything has arrived, and only the download knows that.
                if spec.extras().asks_for_rest && status == StatusCode::RANGE_NOT_SATISFIABLE =>
            {
                true
            }
            BodyMode::Buffered | BodyMode::Drained | BodyMode::Streaming => {
                spec.endpoint.means_success(status.as_u16())
            }
        }
    }

    /// Reads the body. A failure takes over the head that has arrived, because the response is dropped.
    pub(crate) async fn body(
        &self,
        timer: Pin<&mut Sleep>,
        response: &mut Response,
        body_mode: BodyMode,
    ) -> Result<Bytes, Box<Failure>> {
        let limit = self.call.spec.policy().get_max_body();
        let reading = async {
            match body_mode {
                BodyMode::Buffered => read::whole(response, limit).await,
                BodyMode::Drained => read::discard(response, limit).await.map(|()| Bytes::new()),
                BodyMode::Streaming => read::first(response).await,
                BodyMode::Raw => Ok(Bytes::new()),
            }
        };
        let read = bounded(timer, reading).await;
        let read = read.unwrap_or_else(|Expired| Err(Failure::new(ErrorKind::Timeout)));
        read.map_err(|failure| {
            failure.with_head(response.status(), mem::take(response.headers_mut()))
        })
    }

    /// Gives the response to the sink.
    pub(crate) fn hand_over(
        &self,
        response: Response,
        body: Bytes,
        sink: &mut dyn ResponseSink,
    ) -> Result<StatusCode, Box<FailedAttempt>> {
        let status = response.status();
        let spec = &self.call.spec;
        let covers_body = self.body_mode == BodyMode::Raw && spec.extras().timeout_covers_body;
        sink.receive(ReceivedResponse {
            response: bound_body(response, self.deadline.filter(|_| covers_body)),
            body,
            absent: self.means_none(status),
            idle: spec.policy().idle_timeout,
        })?;
        Ok(status)
    }
}
