//! An attempt: makes the request and sends it. The rarer kinds are in `watched`, `judged` and `streamed`.

use std::future::ready;
use std::pin::Pin;

use http::{HeaderMap, StatusCode};
use tokio::time::Instant;

use crate::decode::{BodyMode, ResponseSink};
use crate::engine::bearing::Bearing;
use crate::engine::call_state::CallState;
use crate::engine::exchange::Exchange;
use crate::engine::failed_attempt::FailedAttempt;
use crate::engine::flight::Flight;
use crate::error::Failure;
use crate::request::nth;
use crate::telemetry;
use crate::telemetry::AttemptTrace;
use crate::transport::{Lean, Outgoing};

/// An attempt, ready to be awaited.
pub(crate) type AttemptFuture<'a> =
    Pin<Box<dyn Future<Output = Result<StatusCode, Box<FailedAttempt>>> + Send + 'a>>;

impl CallState<'_> {
    /// Performs an attempt.
    ///
    /// Boxed, so that a waiting call does not hold its memory. Out of line, like the rarer kinds, so that the
    /// temporaries of putting it together are not on the stack while it runs: a cache miss costs a call more than
    /// the instructions do.
    #[inline(never)]
    pub(crate) fn attempt<'b>(
        &'b self,
        flight: Flight<'b>,
        sink: &'b mut dyn ResponseSink,
    ) -> AttemptFuture<'b> {
        // From here on the trail is about this attempt; it keeps the instant before which idle
        // connections may be dead.
        flight.trail.begin();
        match self.credentials() {
            Some(credentials) => self.credentialed(credentials, flight, sink),
            None => self.attempt_with(None, flight, sink),
        }
    }

    /// Performs the attempt with a credential, or without one.
    #[inline]
    pub(crate) fn attempt_with<'b>(
        &'b self,
        bearing: Option<&'b Bearing>,
        flight: Flight<'b>,
        sink: &'b mut dyn ResponseSink,
    ) -> AttemptFuture<'b> {
        // Hooks need a `reqwest::Request` with its URL. A call without hooks takes the lean way
        // below.
        if self.call.is_watched() && self.is_shown_to_hooks() {
            return match self.request(flight) {
                Ok(mut request) => {
                    self.announce_deadline(request.headers_mut());
                    self.watched(flight, request, bearing, sink)
                }
                Err(invalid) => Box::pin(ready(Err(invalid.into()))),
            };
        }
        match self.outgoing(flight, sink.body_mode(), bearing) {
            Ok(mut outgoing) => {
                self.announce_deadline(outgoing.headers_mut());
                self.send(flight, outgoing, bearing, sink)
            }
            Err(invalid) => Box::pin(ready(Err(invalid.into()))),
        }
    }

    /// Tells the server how long the call will wait for it, if that is declared. Hooks see the header, and a
    /// signature covers it. It is sent to declared origins only.
    #[inline]
    fn announce_deadline(&self, headers: &mut HeaderMap) {
        if let Some(header) = &self.call.core.deadline_header
            && let Some(left) = self.left(Instant::now())
            && self.is_at_declared_origin()
        {
            headers.insert(header.name.clone(), header.value(left));
        }
    }

    /// The request of this attempt, made without a URL where nobody looks at one.
    fn outgoing(
        &self,
        flight: Flight<'_>,
        body_mode: BodyMode,
        bearing: Option<&Bearing>,
    ) -> Result<Outgoing, Box<Failure>> {
        let Flight { number, place, .. } = flight;
        // A raw response may be asked for its URL, and a redirect is resolved against it.
        if body_mode != BodyMode::Raw
            && !self.call.core.redirects.follow()
            && let Some(origin) = nth(&self.call.core.origins, place)
            && bearing.is_none_or(|bearing| bearing.credential().header_name().is_some())
            && let Some(mut request) = self.call.spec.lean_request(place, number)?
        {
            let origin = origin.clone();
            if let Some(bearing) = bearing {
                bearing.credential().put_header(request.headers_mut());
            }
            return Ok(Outgoing::Lean(Lean { origin, request }));
        }
        let mut request = self.request(flight)?;
        if let Some(bearing) = bearing {
            bearing.put(&mut request);
        }
        Ok(Outgoing::from(request))
    }

    pub(super) fn send<'b>(
        &'b self,
        flight: Flight<'b>,
        mut outgoing: Outgoing,
        bearing: Option<&'b Bearing>,
        sink: &'b mut dyn ResponseSink,
    ) -> AttemptFuture<'b> {
        // Before the exchange takes the request, since the trace context becomes one of its
        // headers.
        let trace = self.traced(flight, &mut outgoing, sink.body_mode());
        let exchange = self.exchange(flight, &outgoing, bearing, sink.body_mode());
        if exchange.body_mode == BodyMode::Streaming {
            return streamed(trace, exchange, outgoing, sink);
        }
        Box::pin(trace.instrument(exchange.perform(outgoing, sink)))
    }

    pub(super) fn exchange<'b>(
        &'b self,
        flight: Flight<'b>,
        outgoing: &Outgoing,
        bearing: Option<&'b Bearing>,
        body_mode: BodyMode,
    ) -> Exchange<'b> {
        Exchange {
            call: self.call,
            trail: flight.trail,
            body_mode,
            ends: flight.ends,
            deadline: self.deadline,
            chain: self.chain(outgoing, bearing),
        }
    }

    /// The span of a request. An attempt counts once, however many redirects it follows.
    pub(super) fn traced(
        &self,
        flight: Flight<'_>,
        outgoing: &mut Outgoing,
        body_mode: BodyMode,
    ) -> AttemptTrace {
        let (metered, is_raw) = (self.call.metered(), body_mode == BodyMode::Raw);
        if self.hop.is_some() || !self.is_shown_to_hooks() {
            return AttemptTrace::default();
        }
        let attempt = (flight.number, flight.place);
        telemetry::attempt(&self.trace, metered, outgoing, attempt, is_raw)
    }
}

/// Performs an attempt whose body is handed out as it arrives. Out of line, as few calls stream.
#[inline(never)]
fn streamed<'a>(
    trace: AttemptTrace,
    exchange: Exchange<'a>,
    outgoing: Outgoing,
    sink: &'a mut dyn ResponseSink,
) -> AttemptFuture<'a> {
    Box::pin(trace.instrument(exchange.stream(outgoing, sink)))
}
