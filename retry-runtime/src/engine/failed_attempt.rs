//! A request that did not end its call: its failure, and the rest of its response.

#[cfg(feature = "tracing")]
use http::StatusCode;

use crate::engine::bearing::Renewal;
use crate::engine::chain::Redirect;
use crate::error::Failure;
use crate::policy::hooks::{BufferedResponse, Verdict};
use crate::response::Response;
#[cfg(feature = "tracing")]
use crate::telemetry::AttemptOutcome;

/// A request that did not end its call, with the response whose body is still to be read or dropped.
pub(crate) struct FailedAttempt {
    pub(crate) failure: Box<Failure>,
    pub(crate) rest: Rest,
    pub(crate) verdict: Verdict,
    /// The request that the response redirects to, if it is sent.
    pub(crate) redirect: Option<Box<Redirect>>,
    /// The result of fetching other credentials, if the response is a 401 that has led to a fetch.
    pub(crate) renewal: Option<Renewal>,
    /// True if the transport has reported it; false if a wait for credentials or a hook ended before the transport had
    /// anything.
    pub(crate) is_reported: bool,
    /// True if the transport reports a URL that differs from the one it was given.
    pub(crate) is_of_another_url: bool,
}

/// The response of a failed attempt, apart from the status and headers, which the failure has.
#[allow(clippy::large_enum_variant, reason = "the failed attempt is boxed")]
pub(crate) enum Rest {
    Absent,
    Unread(Response),
    /// `when` has seen the whole body.
    Buffered(Box<BufferedResponse>),
}

impl FailedAttempt {
    pub(crate) fn with_rest(
        failure: Box<Failure>,
        rest: Rest,
        is_of_another_url: bool,
    ) -> Box<Self> {
        Box::new(Self {
            failure,
            rest,
            verdict: Verdict::Default,
            redirect: None,
            renewal: None,
            is_reported: true,
            is_of_another_url,
        })
    }

    /// A failure before the transport was given anything.
    pub(crate) fn unreported(failure: Box<Failure>) -> Box<Self> {
        let mut failed = Box::<Self>::from(failure);
        failed.is_reported = false;
        failed
    }

    /// A failure that `when` has judged.
    pub(crate) fn judged(failure: Box<Failure>, rest: Rest, verdict: Verdict) -> Box<Self> {
        let mut failed = Self::with_rest(failure, rest, false);
        failed.verdict = match verdict {
            // Without a value to accept, the failure is accepted as the end of the call.
            Verdict::Accept => Verdict::Fail,
            other => other,
        };
        failed
    }
}

#[cfg(feature = "tracing")]
impl AttemptOutcome for Result<StatusCode, Box<FailedAttempt>> {
    fn status(&self) -> Option<StatusCode> {
        match self {
            Ok(status) => Some(*status),
            Err(failed) => failed.failure.status,
        }
    }

    fn failure(&self) -> Option<&Failure> {
        let failed = self.as_ref().err()?;
        // A redirect that is followed is not a failure.
        failed.redirect.is_none().then_some(&*failed.failure)
    }
}

impl From<Box<Failure>> for Box<FailedAttempt> {
    fn from(failure: Box<Failure>) -> Self {
        FailedAttempt::with_rest(failure, Rest::Absent, false)
    }
}
