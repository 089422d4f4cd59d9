//! One request and its response: send, judge by the head, read the body, decode.

use std::mem;
use std::pin::{Pin, pin};

use bytes::Bytes;
use http::StatusCode;
use tokio::time::{Instant, Sleep, sleep_until};

use crate::decide::{Phase, diagnose, has_unknown_framing};
use crate::decode::{BodyMode, ReceivedResponse, ResponseSink};
use crate::engine::bearing::{Bearing, Sent};
use crate::engine::chain::ChainSoFar;
use crate::engine::core::PendingCall;
use crate::engine::deadline::{Expired, bounded};
use crate::engine::failed_attempt::{FailedAttempt, Rest};
use crate::error::{BoxError, ErrorKind, Failure};
use crate::response::{Response, bound_body, read};
use crate::transport::{Outgoing, Trail};

/// One request on its way, and everything that decides about its response.
pub(crate) struct Exchange<'a> {
    pub(crate) call: &'a PendingCall,
    pub(crate) trail: &'a Trail,
    pub(crate) body_mode: BodyMode,
    pub(crate) ends: Instant,
    /// The end of the call, if its body is handed out and bound by it.
    pub(crate) body_ends: Option<Instant>,
    /// The requests of the attempt, this one included, where it has to be known which one failed.
    pub(crate) chain: Option<Box<ChainSoFar<'a>>>,
}

impl<'a> Exchange<'a> {
    /// The whole exchange of a call that nobody judges. A response that is an error keeps its body
    /// unread.
    ///
    /// The request is handed to the transport within the future: captured from outside, what is on its way
    /// would take its room twice, and it is much larger than the request.
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
            // One timer for head and body together: an attempt that is done within it has armed it
            // once at most.
            let mut timer = pin!(sleep_until(self.ends));
            let sending = send(self.call, self.trail, self.bearing(), outgoing);
            let mut response = self.accept(bounded(timer.as_mut(), sending).await)?;
            let body = self.wanted_body(timer, &mut response).await?;
            self.hand_over(response, body, sink)
        }
    }

    /// The response, if its status is one to hand out.
    #[inline]
    pub(crate) fn accept(
        &self,
        sent: Result<Result<Response, BoxError>, Expired>,
    ) -> Result<Response, Box<FailedAttempt>> {
        let response = self.head(sent)?;
        if self.means_none(response.status()) || self.stands(response.status()) {
            return Ok(response);
        }
        Err(self.status_failure(response))
    }

    /// The head of a response, which has to be HTTP, and not a redirect that is followed.
    #[inline]
    pub(crate) fn head(
        &self,
        sent: Result<Result<Response, BoxError>, Expired>,
    ) -> Result<Response, Box<FailedAttempt>> {
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
        // hyper passes over the others by itself; what arrives here is a 101 that nobody has asked
        // for, after which the connection would speak another protocol.
        if response.status().is_informational() {
            return Err(self.not_http(response, "an informational status ended it"));
        }
        if has_unknown_framing(response.headers()) {
            return Err(self.not_http(response, "its `transfer-encoding` is not `chunked` alone"));
        }
        let Some(chain) = &self.chain else {
            return Ok(response);
        };
        match chain.redirect(self.call, &response) {
            Some(redirect) => {
                let mut failed = self.status_failure(response);
                failed.redirect = Some(redirect);
                Err(failed)
            }
            None => Ok(response),
        }
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
        let mut failed: Box<FailedAttempt> = diagnose(error, Phase::Head).into();
        failed.is_of_another_url = is_of_another_url;
        failed
    }

    #[cold]
    fn not_http(&self, mut response: Response, why: &'static str) -> Box<FailedAttempt> {
        let (status, headers) = (response.status(), mem::take(response.headers_mut()));
        let failure = Failure::new(ErrorKind::Protocol).because(why);
        let mut failed: Box<FailedAttempt> = failure.with_head(status, headers).into();
        failed.is_of_another_url = self.is_of_another_url(&response);
        failed
    }

    fn status_failure(&self, response: Response) -> Box<FailedAttempt> {
        self.unread(Failure::new(ErrorKind::Status), response)
    }

    /// A failure together with the response that it is about, whose body has not been read.
    // The body is left where it is: most failed attempts are followed by another one, and their
    // bodies are for nobody.
    fn unread(&self, failure: Box<Failure>, mut response: Response) -> Box<FailedAttempt> {
        let headers = mem::take(response.headers_mut());
        let failure = failure.with_head(response.status(), headers);
        let is_of_another_url = self.is_of_another_url(&response);
        let mut failed = FailedAttempt::with_rest(failure, Rest::Unread(response));
        failed.is_of_another_url = is_of_another_url;
        failed
    }

    /// A response whose head the decoder accepts. The body of any other is kept for the error, as that
    /// of a status would be.
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

    /// Tells whether a response is one to hand out. A raw response is, unless its status is to be
    /// retried.
    pub(crate) fn stands(&self, status: StatusCode) -> bool {
        let spec = &self.call.spec;
        match self.body_mode {
            // Whoever wants the raw response wants a 404 too. A status that is retried is handed
            // out at the end.
            BodyMode::Raw => !spec.policy().retries_status(status.as_u16()),
            BodyMode::Streaming
                // It may mean that everything has arrived, which only the download can tell.
                if spec.extras().asks_for_rest && status == StatusCode::RANGE_NOT_SATISFIABLE =>
            {
                true
            }
            BodyMode::Buffered | BodyMode::Drained | BodyMode::Streaming => {
                spec.endpoint.means_success(status.as_u16())
            }
        }
    }

    /// The body as far as it is wanted: nothing of a response that means `None`.
    async fn wanted_body(
        &self,
        timer: Pin<&mut Sleep>,
        response: &mut Response,
    ) -> Result<Bytes, Box<Failure>> {
        let is_absent = self.means_none(response.status());
        let body_mode = if is_absent {
            BodyMode::Drained
        } else {
            self.body_mode
        };
        self.body(timer, response, body_mode).await
    }

    /// The body, or its failure with the head that had arrived. Status and headers are worth more
    /// in an error than in a response that is thrown away.
    pub(crate) async fn body(
        &self,
        timer: Pin<&mut Sleep>,
        response: &mut Response,
        body_mode: BodyMode,
    ) -> Result<Bytes, Box<Failure>> {
        let reading = read_body(self.call, response, body_mode);
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
        sink.receive(ReceivedResponse {
            response: bound_body(response, self.body_ends),
            body,
            absent: self.means_none(status),
            idle: self.call.spec.policy().idle_timeout,
        })?;
        Ok(status)
    }
}

/// Hands a request over at once; what is awaited is the head of its response.
pub(crate) fn send<'a>(
    call: &'a PendingCall,
    trail: &'a Trail,
    bearing: Option<&'a Bearing>,
    mut outgoing: Outgoing,
) -> impl Future<Output = Result<Response, BoxError>> + Send + 'a {
    // Only now, as a hook may have changed the body. RFC 9110, 8.6: a POST without content says so.
    outgoing.announce_emptiness();
    // Of a transport that may follow redirects it has to be known whether it has.
    let url = bearing.filter(|_| call.core.follows_unseen);
    let url = url.and_then(|_| outgoing.url()).cloned();
    let transport = &call.core.transport;
    let sending = transport.send(outgoing, trail, call.renewed.as_ref());
    match bearing {
        None => Sent::plain(sending),
        Some(bearing) => Sent::bearing(sending, bearing, url),
    }
}

async fn read_body(
    call: &PendingCall,
    response: &mut Response,
    body_mode: BodyMode,
) -> Result<Bytes, Box<Failure>> {
    let limit = call.spec.policy().get_max_body();
    match body_mode {
        BodyMode::Buffered => read::whole(response, limit).await,
        BodyMode::Drained => read::discard(response, limit).await.map(|()| Bytes::new()),
        BodyMode::Streaming => read::first(response).await,
        BodyMode::Raw => Ok(Bytes::new()),
    }
}
