//! Attempts that carry a credential, and the consequences of a 401.
//!
//! The wait for a credential is part of the attempt. When the first 401 of a call arrives, the attempt fetches
//! another credential while it holds the response. The result of the fetch decides whether the 401 is the response,
//! which `when`, `statuses` and `none_on` judge like any other, or whether the attempt is repeated. The repetition
//! does not count as another attempt, because the server has refused to act on the first.

use std::mem;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use crate::decide::Decision;
use crate::decode::ResponseSink;
use crate::endpoint::Repeat;
use crate::engine::attempt::AttemptFuture;
use crate::engine::bearing::{Bearing, CallCredentials, OnUnauthorized, Renewal};
use crate::engine::call_state::CallState;
use crate::engine::chain::Hop;
use crate::engine::core::HopOrigin;
use crate::engine::failed_attempt::{FailedAttempt, Rest};
use crate::engine::flight::Flight;
use crate::error::{DelaySource, Drawn, Failure, GaveUp};

impl CallState<'_> {
    /// The credentials of the next request. Only requests to declared origins carry them, and no request does after a
    /// redirect to another origin.
    pub(crate) fn credentials(&self) -> Option<&Arc<CallCredentials>> {
        let credentials = self.call.credentials.as_ref()?;
        let is_meant = self.origin() == HopOrigin::Same && self.is_at_declared_origin();
        (is_meant && self.is_at_shared_origin()).then_some(credentials)
    }

    /// Tells whether credentials that are shared with another client may go to the origin of the request.
    fn is_at_shared_origin(&self) -> bool {
        let Some(urls) = &self.call.core.credential_urls else {
            return true;
        };
        let spec = &self.call.spec;
        let url = spec.target.url(self.place(), &spec.resolved.base_urls, "");
        url.is_ok_and(|url| urls.iter().any(|base| base.same_origin(&url)))
    }

    /// Performs an attempt once it has a credential.
    pub(crate) fn credentialed<'b>(
        &'b self,
        credentials: &'b Arc<CallCredentials>,
        flight: Flight<'b>,
        sink: &'b mut dyn ResponseSink,
    ) -> AttemptFuture<'b> {
        Box::pin(async move {
            // Part of the attempt: a token endpoint that hangs is a failure, as a server that hangs
            // is.
            let issued = match timeout_at(flight.ends, credentials.issue()).await {
                Ok(Ok(issued)) => issued,
                Ok(Err(error)) => {
                    let failure = Failure::without_credentials(error);
                    return Err(FailedAttempt::unreported(failure));
                }
                Err(_) => return Err(FailedAttempt::unreported(Bearing::late())),
            };
            let bearing = Bearing::new(credentials, issued, self.on_unauthorized(credentials));
            let sets = |name| self.call.spec.sets_header(flight.place, name);
            // A call that sets the header itself means it: an anonymous login, for example.
            let is_displaced = bearing.credential().header_name().is_some_and(sets);
            let bearing = (!is_displaced).then_some(&bearing);
            self.attempt_with(bearing, flight, sink).await
        })
    }

    fn on_unauthorized(&self, credentials: &CallCredentials) -> OnUnauthorized {
        let (core, spec) = (&self.call.core, &self.call.spec);
        if credentials.is_renewed() || !self.hop.as_deref().is_none_or(Hop::is_the_call) {
            return OnUnauthorized::Ignore;
        }
        // A POST that was redirected to its own URL looks the same as one that was not redirected.
        let is_unknown =
            core.follows_unseen && matches!(spec.repeat(self.place()), Repeat::Unprocessed(_));
        if spec.is_one_shot() || is_unknown {
            return OnUnauthorized::Invalidate;
        }
        OnUnauthorized::Repeat
    }

    /// Decides what comes after a 401 that led to a fetch: the same attempt again, or the end of the call.
    pub(crate) fn renewed(
        &mut self,
        renewal: Renewal,
        failed: &mut FailedAttempt,
        begun: Instant,
    ) -> Decision {
        match renewal {
            Renewal::Renewed(issued) => {
                let again = Decision::Retry(Duration::ZERO, DelaySource::Server);
                // Recorded like any attempt, but not counted: the server has not acted on it.
                self.record_failure(&failed.failure, begun, again);
                self.forgiven = self.forgiven.saturating_add(1);
                self.mark_repeated();
                if let Some(credentials) = &self.call.credentials {
                    credentials.set_next(Some(issued));
                }
                again
            }
            Renewal::Failed(error) => {
                let end = Decision::GiveUp(GaveUp::NotRetryable);
                self.record_failure(&failed.failure, begun, end);
                self.count_failure();
                failed.failure = Failure::without_credentials(error);
                failed.rest = Rest::Absent;
                end
            }
        }
    }

    /// Marks the last record as that of a repeated attempt. The payment for that attempt covers its repetition.
    fn mark_repeated(&mut self) {
        let mut paid = Drawn::No;
        if let [.., before, _] = &mut *self.records {
            mem::swap(&mut paid, &mut before.drawn);
        }
        if let Some(last) = self.records.last_mut() {
            last.is_repeated = true;
            last.drawn = paid;
        }
    }

    /// The number of attempts that were repeated with another credential.
    pub(crate) fn repetitions(&self) -> u32 {
        let repeated = self.records.iter().filter(|record| record.is_repeated);
        u32::try_from(repeated.count()).unwrap_or(u32::MAX)
    }
}
