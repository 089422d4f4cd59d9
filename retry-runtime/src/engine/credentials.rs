//! Attempts that carry a credential, and what a 401 to one of them leads to.
//!
//! The wait for a credential is part of the attempt. When the first 401 of a call arrives, the attempt goes on
//! with a fetch and keeps the response meanwhile: only what the fetch brings tells whether the 401 is the
//! response, which `when`, `statuses` and `none_on` judge like any other, or whether the attempt is repeated.
//! The repetition does not count: the server has refused to act on the first one.

use std::mem;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use crate::decide::Decision;
use crate::decode::ResponseSink;
use crate::endpoint::Repeat;
use crate::engine::attempt::AttemptFuture;
use crate::engine::bearing::{Bearing, CallCredentials, Renewal, Right};
use crate::engine::call_state::CallState;
use crate::engine::chain::Hop;
use crate::engine::core::HopOrigin;
use crate::engine::failed_attempt::{FailedAttempt, Rest};
use crate::engine::flight::Flight;
use crate::error::{DelaySource, Drawn, Failure, GaveUp};

impl CallState<'_> {
    /// The credentials of the request that comes next: only one to a declared origin carries any, and none once
    /// redirects have led elsewhere.
    pub(crate) fn credentials(&self) -> Option<&Arc<CallCredentials>> {
        let credentials = self.call.credentials.as_ref()?;
        let is_meant = self.origin() == HopOrigin::Same && self.is_at_declared_origin();
        (is_meant && self.is_at_shared_origin()).then_some(credentials)
    }

    /// Tells whether credentials that are another client's are meant for the request too.
    fn is_at_shared_origin(&self) -> bool {
        let Some(urls) = &self.call.core.credential_urls else {
            return true;
        };
        let spec = &self.call.spec;
        let url = spec.target.url(self.place(), &spec.resolved.base_urls, "");
        url.is_ok_and(|url| urls.iter().any(|base| base.same_origin(&url)))
    }

    /// An attempt that carries a credential, once there is one.
    pub(crate) fn credentialed<'b>(
        &'b self,
        credentials: &'b Arc<CallCredentials>,
        flight: Flight<'b>,
        bounds: (Instant, Instant),
        sink: &'b mut dyn ResponseSink,
    ) -> AttemptFuture<'b> {
        Box::pin(async move {
            // The wait is the attempt's. A token endpoint that hangs is a failure like a server
            // that does.
            let issued = match timeout_at(bounds.1, credentials.issue()).await {
                Ok(Ok(issued)) => issued,
                Ok(Err(error)) => {
                    let failure = Failure::without_credentials(error);
                    return Err(FailedAttempt::unreported(failure));
                }
                Err(_) => return Err(FailedAttempt::unreported(Bearing::late())),
            };
            let bearing = Bearing::new(credentials, issued, self.right(credentials));
            let sets = |name| self.call.spec.sets_header(flight.place, name);
            // A call that sets the header itself has meant it, an anonymous one to a login, say.
            let is_displaced = bearing.header_name().is_some_and(sets);
            let bearing = (!is_displaced).then_some(&bearing);
            self.attempt_with(bearing, flight, bounds, sink).await
        })
    }

    fn right(&self, credentials: &CallCredentials) -> Right {
        let (core, spec) = (&self.call.core, &self.call.spec);
        if credentials.is_renewed() || !self.hop.as_deref().is_none_or(Hop::is_the_call) {
            return Right::Nothing;
        }
        // A POST that is redirected to its own URL cannot be told from one that is not.
        let is_unknown =
            core.follows_unseen && matches!(spec.repeat(self.place()), Repeat::Unprocessed(_));
        if spec.is_one_shot() || is_unknown {
            return Right::Note;
        }
        Right::Repeat
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
                let counted = (self.performed, self.dropped);
                self.record_failure(&failed.failure, begun, again);
                // Recorded like any attempt, and counted like none: `record_failure` has counted
                // it.
                (self.performed, self.dropped) = counted;
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
                failed.failure = Failure::without_credentials(error);
                failed.rest = Rest::Absent;
                end
            }
        }
    }

    /// Marks the last record as that of an attempt that is repeated. What was paid for that attempt has been
    /// paid for its repetition.
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
