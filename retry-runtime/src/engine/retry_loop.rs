//! The loop. It has the order of things and nothing else. The only sleep between attempts is in it.

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

/// Performs attempts until a response counts as success or there is no point in going on.
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

/// Finds whatever is wrong before anything is sent, and settles what all attempts share.
pub(crate) fn prepare(call: &mut PendingCall) -> Result<(), Error> {
    if let Some(error) = call.spec.take_error() {
        return Err(Error::unsent(error, call.spec.endpoint));
    }
    if call.core.is_switched_off(call.spec.endpoint) {
        switch_off(call);
    }
    let policy = call.spec.policy();
    if policy.max_attempts().is_none() && policy.get_timeout().is_none() {
        // Const evaluation has checked declarations. An override at the call may have taken the
        // `timeout` away.
        let endless =
            || Failure::build("`attempts = unlimited` needs a `timeout`; add `.timeout(…)`");
        return Err(Error::unsent(endless(), call.spec.endpoint));
    }
    if call.spec.lacks_key() {
        let lacking = || Failure::build("the system has no randomness for an idempotency key");
        let key = fresh_key().ok_or_else(|| Error::unsent(lacking(), call.spec.endpoint))?;
        // Once for the whole call: another key for a retry would be another order for the server.
        call.spec.extras_mut().key = Some(key);
    }
    Ok(())
}

#[cold]
fn switch_off(call: &mut PendingCall) {
    call.spec.policy = Some(Box::new(call.spec.policy().switched_off()));
}

/// Boxed, so that a call asleep does not hold its room. It brings the body that was read, if that is kept.
type Releasing = Pin<Box<dyn Future<Output = Option<Bytes>> + Send>>;

/// The step after a request that is not the end of the call.
enum Next {
    GiveUp(Box<FailedAttempt>, GaveUp),
    /// The instant when the delay is over, and what is to be freed before.
    Wait(Option<Instant>, Option<Releasing>),
}

impl CallState<'_> {
    /// The loop: one request per turn, mostly an attempt, else the request that a redirect asks for.
    #[expect(
        clippy::manual_async_fn,
        reason = "the arguments of an `async fn` take their room twice"
    )]
    pub(crate) fn run<'b>(
        &'b mut self,
        sink: &'b mut dyn ResponseSink,
    ) -> impl Future<Output = Result<(), Error>> + Send + 'b {
        // Every step in a block or a function of its own. What is borrowed in one scope, or alive during
        // two kinds of waits, would have room of its own beside the sleep.
        async move {
            let (failed, why, ends) = loop {
                let (failed, begun, ends) = {
                    let now = self.now();
                    let (mut begun, mut ends) = self.bounds(now);
                    self.is_performing = true;
                    let (failed, begun) = match self.broken_off.take() {
                        Some(broken_off) => *broken_off,
                        // The first poll of an attempt may send it, so the time is looked at before.
                        None if ends <= now => match self.out_of_time() {
                            Ok(failed) => (failed, begun),
                            Err(error) => return Err(error),
                        },
                        // `spent` before the first poll, which may send the retry: from there on it is
                        // not given back unsent.
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
                    // Freeing the connection and what came over it is part of the delay: it comes
                    // before the sleep, so that nothing is held meanwhile. A pool of one would
                    // otherwise deadlock on an error body that nobody reads, and a thousand sleeping
                    // calls would hold a thousand of them.
                    if let Some(releasing) = releasing {
                        let body = releasing.await;
                        self.keep_body(body);
                    }
                    wake
                };
                // An instant and not a length: what the release took is already over.
                if let Some(wake) = wake {
                    sleep_until(wake).await;
                }
            };
            self.give_up(failed, why, ends, sink).await
        }
    }

    /// Decides what comes after a request that is not the end of the call. Out of line, as few calls
    /// come here.
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

    /// Keeps of a failure what a timeout may still need. What is left is the instant when the delay is
    /// over, and the work of freeing the connection of a response, if there was one.
    fn release(&mut self, failed: Box<FailedAttempt>, delay: Duration) -> Next {
        let FailedAttempt { failure, rest, .. } = *failed;
        // Kept where something may still need it: a deadline that cuts the next attempt, or a guard that
        // refuses it. Copied out of the buffer it was read into, which a sleeping call would hold.
        let is_needed = self.deadline.is_some() || self.policy().is_guarded();
        let keeps = (self.hop.is_none() && is_needed).then(|| self.policy().get_max_body());
        if self.hop.is_none() {
            self.last_failure = keeps.map(|_| failure.detached());
        }
        let now = Instant::now();
        // Whatever it takes, there is time left for the attempt behind it.
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

    /// Keeps the body of the failure that is kept.
    fn keep_body(&mut self, body: Option<Bytes>) {
        if let (Some(body), Some(last)) = (body, &mut self.last_failure) {
            last.body = body;
        }
    }
}
