//! An attempt whose body is handed out as it arrives.

use std::pin::{Pin, pin};

use bytes::Bytes;
use http::StatusCode;
use tokio::time::{Instant, Sleep, sleep_until};

use crate::clock::{EVER, after, earlier};
use crate::decode::{BodyMode, ResponseSink};
use crate::engine::exchange::Exchange;
use crate::engine::failed_attempt::FailedAttempt;
use crate::error::{ErrorKind, Failure};
use crate::response::Response;
use crate::transport::Outgoing;

impl Exchange<'_> {
    /// Performs the exchange of a call whose body is handed out as it arrives.
    pub(crate) async fn stream(
        self,
        outgoing: Outgoing,
        sink: &mut dyn ResponseSink,
    ) -> Result<StatusCode, Box<FailedAttempt>> {
        let mut timer = pin!(sleep_until(self.ends));
        let response = self.accept(self.send(timer.as_mut(), outgoing).await)?;
        let mut response = self.checked(response, sink)?;
        let first = if sink.returns_at_head() && !self.means_none(response.status()) {
            Bytes::new()
        } else {
            self.first_part(timer, &mut response).await?
        };
        self.hand_over(response, first, sink)
    }

    /// Reads the first part of a body that is handed out as it arrives. It may take as long again as the head did.
    /// After that the body is handed out without its first part: a head in time is never a failure, and
    /// `idle_timeout` bounds the silence after it.
    pub(crate) async fn first_part(
        &self,
        mut timer: Pin<&mut Sleep>,
        response: &mut Response,
    ) -> Result<Bytes, Box<Failure>> {
        if self.means_none(response.status()) {
            return self.body(timer, response, BodyMode::Drained).await;
        }
        let policy = self.call.spec.policy();
        let idle = policy.idle_timeout.unwrap_or(EVER);
        let patience = policy.get_attempt_timeout();
        let ends = after(Instant::now(), patience.min(idle));
        timer.as_mut().reset(earlier(ends, self.deadline));
        let head = response.status();
        match self.body(timer, response, BodyMode::Streaming).await {
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
