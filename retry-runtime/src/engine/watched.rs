//! An attempt that is looked at: by hooks and observers before it is sent, by `when` after its response.

use std::pin::pin;

use http::StatusCode;
use reqwest::Request;
use tokio::time::{Instant, sleep_until, timeout_at};

use crate::clock::{EVER, after};
use crate::decode::ResponseSink;
use crate::engine::attempt::AttemptFuture;
use crate::engine::bearing::Bearing;
use crate::engine::call_state::CallState;
use crate::engine::deadline::bounded;
use crate::engine::exchange::Exchange;
use crate::engine::failed_attempt::FailedAttempt;
use crate::engine::flight::Flight;
use crate::engine::judged::{JudgedBody, judge, read_for_judgement};
use crate::error::{ErrorKind, Failure};
use crate::policy::hooks::{Attempt, Classifier};
use crate::transport::Outgoing;
impl CallState<'_> {
    /// An attempt that hooks, observers or `when` look at.
    #[inline(never)]
    pub(super) fn watched<'b>(
        &'b self,
        flight: Flight<'b>,
        request: Request,
        bearing: Option<&'b Bearing>,
        bounds: (Instant, Instant),
        sink: &'b mut dyn ResponseSink,
    ) -> AttemptFuture<'b> {
        Box::pin(self.watch(flight, request, bearing, bounds, sink))
    }

    async fn watch(
        &self,
        flight: Flight<'_>,
        mut request: Request,
        mut bearing: Option<&Bearing>,
        (begun, ends): (Instant, Instant),
        sink: &mut dyn ResponseSink,
    ) -> Result<StatusCode, Box<FailedAttempt>> {
        let info = self.info(flight.number, flight.is_hedge, begun);
        if let Some(bearing) = bearing {
            bearing.put(&mut request);
        }
        let changed = self.changed(request, &info, ends).await;
        let request = changed.map_err(FailedAttempt::unreported)?;
        // A hook has the last word, and may have put something else in its place.
        bearing = bearing.filter(|bearing| bearing.is_in(&request));
        let mut outgoing = Outgoing::from(request);
        let Some(by) = self.policy().when else {
            // Not held across the await: it has an `Arc` of the caller's context, and nobody asks
            // for it again.
            drop(info);
            return self.send(flight, outgoing, bearing, ends, sink).await;
        };
        let trace = self.traced(flight, &mut outgoing, sink.body_mode());
        let exchange = self.exchange(flight, &outgoing, bearing, ends, sink.body_mode());
        trace
            .instrument(self.judged(exchange, outgoing, by, info, sink))
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
