//! An attempt whose body is handed out as it arrives.

use std::pin::{Pin, pin};

use bytes::Bytes;
use http::StatusCode;
use tokio::time::{Instant, Sleep, sleep_until};

use crate::clock::{EVER, after};
use crate::decode::{BodyMode, ResponseSink};
use crate::engine::attempt::AttemptFuture;
use crate::engine::call_state::CallState;
use crate::engine::deadline::bounded;
use crate::engine::exchange::{Exchange, send};
use crate::engine::failed_attempt::FailedAttempt;
use crate::error::{ErrorKind, Failure};
use crate::response::Response;
use crate::telemetry::AttemptTrace;
use crate::transport::Outgoing;
impl CallState<'_> {
    /// An attempt whose body is handed out as it arrives.
    #[inline(never)]
    pub(super) fn streamed<'b>(
        &'b self,
        trace: AttemptTrace,
        exchange: Exchange<'b>,
        outgoing: Outgoing,
        sink: &'b mut dyn ResponseSink,
    ) -> AttemptFuture<'b> {
        Box::pin(trace.instrument(self.stream(exchange, outgoing, sink)))
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
    pub(super) async fn first_part(
        &self,
        exchange: &Exchange<'_>,
        mut timer: Pin<&mut Sleep>,
        response: &mut Response,
    ) -> Result<Bytes, Box<Failure>> {
        if exchange.means_none(response.status()) {
            return exchange.body(timer, response, BodyMode::Drained).await;
        }
        let (policy, now) = (self.policy(), Instant::now());
        let idle = policy.idle_timeout.unwrap_or(EVER);
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
}
