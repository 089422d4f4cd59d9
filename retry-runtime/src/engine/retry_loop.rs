//! The loop. It fixes the order of request, decision, release and wait, and has the only sleep between attempts.

use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;
use tokio::time::{Instant, sleep_until};

use crate::clock::after;
use crate::decide::Decision;
use crate::decode::ResponseSink;
use crate::engine::call_state::CallState;
use crate::engine::core::PendingCall;
use crate::engine::failed_attempt::{FailedAttempt, Rest};
use crate::error::{Error, Failure, GaveUp};
use crate::random::fresh_key;
use crate::response::read;

/// Performs attempts until a response counts as success or a decision ends the call.
#[expect(
    clippy::manual_async_fn,
    reason = "the arguments of an `async fn` take their room twice"
)]
pub(crate) fn run<'a>(
    call: &'a mut PendingCall,
    sink: &'a mut dyn ResponseSink,
) -> impl Future<Output = Result<(), Error>> + Send {
    async move {
        prepare(call)?;
        let mut state = CallState::begin(call);
        let trace = state.trace.clone();
        trace.instrument(state.run(sink)).await
    }
}

/// Reports errors that are known before the first request, and prepares what all attempts share.
pub(crate) fn prepare(call: &mut PendingCall) -> Result<(), Error> {
    if let Some(error) = call.spec.take_error() {
        return Err(Error::unsent(error, call.spec.endpoint));
    }
    if call.core.is_switched_off(call.spec.endpoint) {
        switch_off(call);
    }
    let policy = call.spec.policy();
    if policy.max_attempts().is_none() && policy.get_timeout().is_none() {
        // Const evaluation has checked declarations, but an override at the call may have removed
        // the `timeout`.
        let endless =
            || Failure::build("`attempts = unlimited` needs a `timeout`; add `.timeout(…)`");
        return Err(Error::unsent(endless(), call.spec.endpoint));
    }
    if call.spec.lacks_key() {
        let lacking = || Failure::build("the system has no randomness for an idempotency key");
        let key = fresh_key().ok_or_else(|| Error::unsent(lacking(), call.spec.endpoint))?;
        // One key for the whole call: with another key, the server would take a retry for a new
        // order.
        call.spec.extras_mut().key = Some(key);
    }
    Ok(())
}

#[cold]
fn switch_off(call: &mut PendingCall) {
    call.spec.policy = Some(Box::new(call.spec.policy().switched_off()));
}

/// Boxed, so that a sleeping call does not reserve its memory. Returns the body that was read, if it is kept.
type Releasing = Pin<Box<dyn Future<Output = Option<Bytes>> + Send>>;

/// The step after a request that is not the end of the call.
enum Next {
    GiveUp(Box<FailedAttempt>, GaveUp),
    /// The instant at which the delay is over, and the release of the response before that.
    Wait(Option<Instant>, Option<Releasing>),
}

impl CallState<'_> {
    /// Runs the loop. Each turn performs one request: usually an attempt, otherwise the hop of a redirect.
    #[expect(
        clippy::manual_async_fn,
        reason = "the arguments of an `async fn` take their room twice"
    )]
    pub(crate) fn run<'b>(
        &'b mut self,
        sink: &'b mut dyn ResponseSink,
    ) -> impl Future<Output = Result<(), Error>> + Send + 'b {
        // Each step has a block or a function of its own. Variables that are alive across several
        // awaits would take memory of their own beside the sleep.
        async move {
            let (failed, why, ends) = loop {
                let (failed, begun, ends) = {
                    let now = self.now();
                    let (mut begun, mut ends) = self.bounds(now);
                    self.is_performing = true;
                    let (failed, begun) = match self.broken_off.take() {
                        Some(broken_off) => *broken_off,
                        // The first poll of an attempt may send it, so the time is checked before.
                        None if ends <= now => match self.out_of_time() {
                            Ok(failed) => (failed, begun),
                            Err(error) => return Err(error),
                        },
                        // `spent` comes before the first poll, which may send the retry. From then
                        // on the retry is no longer refunded as unsent.
                        None => match self.spent().in_turn(&mut begun, &mut ends, sink).await {
                            Ok(status) => {
                                self.succeed(status, begun, sink);
                                return Ok(());
                            }
                            Err(failed) => (failed, begun),
                        },
                    };
                    (failed, begun, ends)
                };
                let wake = {
                    let (wake, releasing) = match self.next(failed, (begun, ends)) {
                        Next::GiveUp(failed, why) => break (failed, why, ends),
                        Next::Wait(wake, releasing) => (wake, releasing),
                    };
                    // The release of the connection and its response is part of the delay and comes
                    // before the sleep, so that the sleep holds neither. Otherwise a pool of one
                    // connection would deadlock on an error body that nobody reads, and a thousand
                    // sleeping calls would hold a thousand connections.
                    if let Some(releasing) = releasing {
                        let body = releasing.await;
                        self.keep_body(body);
                    }
                    wake
                };
                // An instant and not a duration, because the release has taken a part of the delay.
                if let Some(wake) = wake {
                    sleep_until(wake).await;
                }
            };
            self.give_up(failed, why, ends, sink).await
        }
    }

    /// Decides what follows a request that is not the end of the call. Out of line, because few calls come here.
    #[inline(never)]
    fn next(&mut self, mut failed: Box<FailedAttempt>, bounds: (Instant, Instant)) -> Next {
        let decision = if let Some(renewal) = failed.renewal.take() {
            self.renewed(renewal, &mut failed, bounds.0)
        } else if let Some(redirect) = failed.redirect.take() {
            self.follow(*redirect, &mut failed.failure, bounds)
        } else {
            self.fail(&mut failed, bounds.0)
        };
        match decision {
            Decision::GiveUp(why) => Next::GiveUp(failed, why),
            Decision::Retry(delay, _) => self.release(failed, delay),
        }
    }

    /// Keeps the parts of a failure that a timeout may still need, and plans the wait and the release of the response.
    fn release(&mut self, failed: Box<FailedAttempt>, delay: Duration) -> Next {
        let FailedAttempt { failure, rest, .. } = *failed;
        // Kept if it may still be needed: by a deadline that cuts the next attempt, or by a guard
        // that refuses it. Copied out of its read buffer, so that a sleeping call does not hold
        // that.
        let is_needed = self.deadline.is_some() || self.policy().is_guarded();
        let keeps = (self.hop.is_none() && is_needed).then(|| self.policy().get_max_body());
        if self.hop.is_none() {
            self.last_failure = keeps.map(|_| failure.detached());
        }
        let now = Instant::now();
        // Half of the remaining time at most, so that there is time left for the next attempt.
        let most = self.left(now).map(|left| left.saturating_sub(delay) / 2);
        let releasing = match rest {
            Rest::Unread(response) => {
                Some(Box::pin(read::release(response, most, keeps)) as Releasing)
            }
            Rest::Buffered(buffered) => {
                self.keep_body(keeps.map(|limit| read::kept_of_released(&buffered.body, limit)));
                None
            }
            Rest::Absent => None,
        };
        Next::Wait((!delay.is_zero()).then(|| after(now, delay)), releasing)
    }

    /// Adds the body that was read to the failure that is kept.
    fn keep_body(&mut self, body: Option<Bytes>) {
        if let (Some(body), Some(last)) = (body, &mut self.last_failure) {
            last.body = body;
        }
    }
}
