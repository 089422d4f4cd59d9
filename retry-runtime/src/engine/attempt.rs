//! An attempt: the request is made, hooks change it, it goes out. The usual kind and the rarer ones.

use std::future::ready;
use std::pin::{Pin, pin};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use reqwest::Request;
use tokio::time::{Instant, Sleep, sleep_until, timeout_at};

use crate::clock::{EVER, after};
use crate::decode::{BodyMode, ResponseSink};
use crate::engine::bearing::Bearing;
use crate::engine::call_state::CallState;
use crate::engine::deadline::bounded;
use crate::engine::exchange::{Exchange, FailedAttempt, send};
use crate::engine::flight::Flight;
use crate::engine::judged::{JudgedBody, judge, read_for_judgement};
use crate::error::{ErrorKind, Failure};
use crate::policy::hooks::{Attempt, Classifier};
use crate::request::nth;
use crate::response::Response;
use crate::telemetry;
use crate::telemetry::AttemptTrace;
use crate::transport::{Lean, Outgoing};

/// An attempt, ready to be awaited.
pub(crate) type AttemptFuture<'a> =
    Pin<Box<dyn Future<Output = Result<StatusCode, Box<FailedAttempt>>> + Send + 'a>>;

impl CallState<'_> {
    /// Boxed, so that a waiting call does not hold its memory. Out of line, as are the rarer kinds, so that
    /// what it takes to put it together is not on the stack while it runs: memory that has left the
    /// cache costs a call more than its instructions do.
    #[inline(never)]
    pub(crate) fn attempt<'b>(
        &'b self,
        flight: Flight<'b>,
        begun: Instant,
        ends: Instant,
        sink: &'b mut dyn ResponseSink,
    ) -> AttemptFuture<'b> {
        // What the trail says from here on is about this attempt; the connections to keep away from
        // stay in it.
        flight.trail.begin();
        match self.credentials() {
            Some(credentials) => self.credentialed(credentials, flight, (begun, ends), sink),
            None => self.attempt_with(None, flight, (begun, ends), sink),
        }
    }

    /// The attempt with a credential, or without one.
    #[inline]
    pub(crate) fn attempt_with<'b>(
        &'b self,
        bearing: Option<&'b Bearing>,
        flight: Flight<'b>,
        (begun, ends): (Instant, Instant),
        sink: &'b mut dyn ResponseSink,
    ) -> AttemptFuture<'b> {
        // Hooks want a `reqwest::Request` with its URL. Whoever has none goes the lean way below.
        if self.call.is_watched() && self.is_shown_to_hooks() {
            return match self.request(flight) {
                Ok(mut request) => {
                    self.announce_deadline(request.headers_mut());
                    self.watched(flight, request, bearing, (begun, ends), sink)
                }
                Err(invalid) => Box::pin(ready(Err(invalid.into()))),
            };
        }
        match self.outgoing(flight, sink.body_mode(), bearing) {
            Ok(mut outgoing) => {
                self.announce_deadline(outgoing.headers_mut());
                self.send(flight, outgoing, bearing, ends, sink)
            }
            Err(invalid) => Box::pin(ready(Err(invalid.into()))),
        }
    }

    /// Tells the server how long the call will wait for it, if that is declared. Hooks see it, and a
    /// signature covers it. The header is the client's own, so it goes to no other origin.
    #[inline]
    fn announce_deadline(&self, headers: &mut HeaderMap) {
        if let Some(header) = &self.call.core.deadline_header
            && let Some(left) = self.left(Instant::now())
            && self.is_at_declared_origin()
        {
            headers.insert(header.name.clone(), header.value(left));
        }
    }

    /// The request of this attempt, made without a URL where nobody is to see one.
    fn outgoing(
        &self,
        flight: Flight<'_>,
        body_mode: BodyMode,
        bearing: Option<&Bearing>,
    ) -> Result<Outgoing, Box<Failure>> {
        let Flight { number, place, .. } = flight;
        // Who gets a raw response may ask for its URL, and so does a redirect.
        if body_mode != BodyMode::Raw
            && !self.call.core.redirects.follow()
            && let Some(origin) = nth(&self.call.core.origins, place)
            && bearing.is_none_or(|bearing| bearing.header_name().is_some())
            && let Some(mut request) = self.call.spec.lean_request(place, number)?
        {
            let origin = origin.clone();
            if let Some(bearing) = bearing {
                bearing.put_header(request.headers_mut());
            }
            return Ok(Outgoing::Lean(Lean { origin, request }));
        }
        let mut request = self.request(flight)?;
        if let Some(bearing) = bearing {
            bearing.put(&mut request);
        }
        Ok(Outgoing::from(request))
    }

    fn send<'b>(
        &'b self,
        flight: Flight<'b>,
        mut outgoing: Outgoing,
        bearing: Option<&'b Bearing>,
        ends: Instant,
        sink: &'b mut dyn ResponseSink,
    ) -> AttemptFuture<'b> {
        // Before the exchange takes the request, since the trace context goes among its headers.
        let trace = self.traced(flight, &mut outgoing, sink.body_mode());
        let exchange = self.exchange(flight, &outgoing, bearing, ends, sink.body_mode());
        if exchange.body_mode == BodyMode::Streaming {
            return self.streamed(trace, exchange, outgoing, sink);
        }
        Box::pin(trace.over(exchange.perform(outgoing, sink)))
    }

    fn exchange<'b>(
        &'b self,
        flight: Flight<'b>,
        outgoing: &Outgoing,
        bearing: Option<&'b Bearing>,
        ends: Instant,
        body_mode: BodyMode,
    ) -> Exchange<'b> {
        let covers_body = body_mode == BodyMode::Raw && self.call.spec.timeout_covers_body();
        Exchange {
            call: self.call,
            trail: flight.trail,
            body_mode,
            ends,
            body_ends: self.deadline.filter(|_| covers_body),
            chain: self.chain(outgoing, bearing),
        }
    }

    /// An attempt whose body is handed out as it arrives.
    #[inline(never)]
    fn streamed<'b>(
        &'b self,
        trace: AttemptTrace,
        exchange: Exchange<'b>,
        outgoing: Outgoing,
        sink: &'b mut dyn ResponseSink,
    ) -> AttemptFuture<'b> {
        Box::pin(trace.over(self.stream(exchange, outgoing, sink)))
    }

    /// An attempt that hooks, observers or `when` look at.
    #[inline(never)]
    fn watched<'b>(
        &'b self,
        flight: Flight<'b>,
        request: Request,
        bearing: Option<&'b Bearing>,
        bounds: (Instant, Instant),
        sink: &'b mut dyn ResponseSink,
    ) -> AttemptFuture<'b> {
        Box::pin(self.watch(flight, request, bearing, bounds, sink))
    }

    /// The span of a request. An attempt counts once, whatever its redirects.
    fn traced(
        &self,
        flight: Flight<'_>,
        outgoing: &mut Outgoing,
        body_mode: BodyMode,
    ) -> AttemptTrace {
        let (endpoint, is_raw) = (self.call.spec.endpoint, body_mode == BodyMode::Raw);
        if self.hop.is_some() || !self.is_shown_to_hooks() {
            return AttemptTrace::default();
        }
        let attempt = (flight.number, flight.place);
        telemetry::attempt(&self.trace, endpoint, outgoing, attempt, is_raw)
    }

    async fn watch(
        &self,
        flight: Flight<'_>,
        mut request: Request,
        mut bearing: Option<&Bearing>,
        (begun, ends): (Instant, Instant),
        sink: &mut dyn ResponseSink,
    ) -> Result<StatusCode, Box<FailedAttempt>> {
        let info = self.info(flight.number, begun);
        if let Some(bearing) = bearing {
            bearing.put(&mut request);
        }
        let changed = self.changed(request, &info, ends).await;
        let request = changed.map_err(FailedAttempt::unreported)?;
        // A hook has the last word, and may have put something else in its place.
        bearing = bearing.filter(|bearing| bearing.is_in(&request));
        let mut outgoing = Outgoing::from(request);
        let Some(by) = self.policy().judge() else {
            // Not held across the await: it has an `Arc` of the caller's context, and nobody asks
            // for it again.
            drop(info);
            return self.send(flight, outgoing, bearing, ends, sink).await;
        };
        let trace = self.traced(flight, &mut outgoing, sink.body_mode());
        let exchange = self.exchange(flight, &outgoing, bearing, ends, sink.body_mode());
        trace
            .over(self.judged(exchange, outgoing, by, info, sink))
            .await
    }

    /// An attempt that `when` judges.
    async fn judged(
        &self,
        exchange: Exchange<'_>,
        outgoing: Outgoing,
        by: &dyn Classifier,
        info: Attempt,
        sink: &mut dyn ResponseSink,
    ) -> Result<StatusCode, Box<FailedAttempt>> {
        let mut timer = pin!(sleep_until(exchange.ends));
        let (body, is_of_another_url) =
            match read_for_judgement(&exchange, timer.as_mut(), outgoing).await {
                Ok(JudgedBody::Streaming(_, mut response)) => {
                    let first = self
                        .first_part(&exchange, timer.as_mut(), &mut response)
                        .await;
                    let is_of_another_url = exchange.is_of_another_url(&response);
                    let body = first.map(|first| JudgedBody::Streaming(first, response));
                    (body, is_of_another_url)
                }
                Ok(JudgedBody::Buffered(buffered, is_of_another_url)) => (
                    Ok(JudgedBody::Buffered(buffered, is_of_another_url)),
                    is_of_another_url,
                ),
                Err(failed) if failed.redirect.is_some() || failed.renewal.is_some() => {
                    return Err(failed);
                }
                Err(failed) => (Err(failed.failure), failed.is_of_another_url),
            };
        // The response is there, so `attempt_timeout` has done its work: how long a judge takes is
        // up to the `timeout` of the call.
        let ends = self.deadline.unwrap_or_else(|| after(Instant::now(), EVER));
        timer.as_mut().reset(ends);
        let judging = judge(&exchange, body, by, info, sink);
        let judged = bounded(timer, judging).await;
        let judged = judged.unwrap_or_else(|_| Err(Failure::new(ErrorKind::Timeout).into()));
        judged.map_err(|mut failed| {
            failed.is_of_another_url = is_of_another_url;
            failed
        })
    }

    async fn stream(
        &self,
        exchange: Exchange<'_>,
        outgoing: Outgoing,
        sink: &mut dyn ResponseSink,
    ) -> Result<StatusCode, Box<FailedAttempt>> {
        let mut timer = pin!(sleep_until(exchange.ends));
        let sent = bounded(
            timer.as_mut(),
            send(exchange.call, exchange.trail, exchange.bearing(), outgoing),
        )
        .await;
        let mut response = exchange.checked(exchange.accept(sent)?, sink)?;
        let first = if sink.returns_at_head() && !exchange.means_none(response.status()) {
            Bytes::new()
        } else {
            self.first_part(&exchange, timer, &mut response).await?
        };
        exchange.hand_over(response, first, sink)
    }

    /// The first part of a body that is handed out as it arrives, waited for as long again as for the
    /// head. One that takes longer is handed out unbegun: a head in time is never a failure, and
    /// silence after it is bounded by `idle_timeout`.
    async fn first_part(
        &self,
        exchange: &Exchange<'_>,
        mut timer: Pin<&mut Sleep>,
        response: &mut Response,
    ) -> Result<Bytes, Box<Failure>> {
        if exchange.means_none(response.status()) {
            return exchange.body(timer, response, BodyMode::Drained).await;
        }
        let (policy, now) = (self.policy(), Instant::now());
        let idle = policy.get_idle_timeout().unwrap_or(EVER);
        let patience = policy.get_attempt_timeout();
        let ends = after(now, patience.min(idle));
        timer
            .as_mut()
            .reset(self.deadline.map_or(ends, |deadline| ends.min(deadline)));
        let head = response.status();
        match exchange.body(timer, response, BodyMode::Streaming).await {
            // The failure had taken the headers along, and the response that is handed out after
            // all needs them.
            Err(failure) if failure.kind == ErrorKind::Timeout && patience < idle => {
                debug_assert_eq!(failure.status, Some(head));
                *response.headers_mut() = failure.headers;
                Ok(Bytes::new())
            }
            first => first,
        }
    }

    /// The request of this attempt, once the hooks have seen it. Time that they take is the attempt's;
    /// while they take it, nothing has been sent.
    async fn changed(
        &self,
        mut request: Request,
        info: &Attempt,
        ends: Instant,
    ) -> Result<Request, Box<Failure>> {
        let hooks = self.call.run_hooks(&mut request, info);
        let run = timeout_at(ends, hooks).await;
        run.unwrap_or_else(|_| {
            let slow = Failure::new(ErrorKind::Timeout).because("`before_attempt` took too long");
            Err(slow.unsent())
        })?;
        if self.hop.is_none() {
            let observers = &self.call.core.observers;
            observers.tell(|observer| observer.attempt_started(info));
        }
        Ok(request)
    }
}
