//! An attempt that hooks and observers see before it is sent, or that `when` judges after its response.

use reqwest::Request;
use tokio::time::{Instant, timeout_at};

use crate::credentials::Credential;
use crate::decode::ResponseSink;
use crate::engine::attempt::AttemptFuture;
use crate::engine::bearing::Bearing;
use crate::engine::call_state::CallState;
use crate::engine::failed_attempt::FailedAttempt;
use crate::engine::flight::Flight;
use crate::error::{ErrorKind, Failure};
use crate::policy::hooks::Attempt;
use crate::transport::Outgoing;

impl CallState<'_> {
    /// Performs an attempt that hooks, observers or `when` see.
    #[inline(never)]
    pub(super) fn watched<'b>(
        &'b self,
        flight: Flight<'b>,
        mut request: Request,
        mut bearing: Option<&'b Bearing>,
        sink: &'b mut dyn ResponseSink,
    ) -> AttemptFuture<'b> {
        Box::pin(async move {
            let info = self.info(flight.number, flight.is_hedge, flight.begun);
            if let Some(bearing) = bearing {
                bearing.put(&mut request);
            }
            let changed = self.changed(request, &info, flight.ends).await;
            let request = changed.map_err(FailedAttempt::unreported)?;
            // A hook has the last word, and may have replaced the credential.
            let is_in =
                |credential: &Credential| credential.is_in(request.headers(), request.url());
            bearing = bearing.filter(|bearing| is_in(bearing.credential()));
            let mut outgoing = Outgoing::from(request);
            let Some(by) = self.policy().when else {
                // Not held across the await: it has an `Arc` of the caller's context, and nobody
                // asks for it again.
                drop(info);
                return self.send(flight, outgoing, bearing, sink).await;
            };
            let trace = self.traced(flight, &mut outgoing, sink.body_mode());
            let exchange = self.exchange(flight, &outgoing, bearing, sink.body_mode());
            let judged = exchange.judged(outgoing, by, info, sink);
            trace.instrument(judged).await
        })
    }

    /// The request of this attempt, after the hooks have seen it. The time that they take is part of the attempt;
    /// nothing has been sent until they are done.
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
