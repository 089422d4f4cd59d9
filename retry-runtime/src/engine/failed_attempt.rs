//! A request that did not end its call: its failure, and what is left of its response.

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
    /// The request that the response asks for, if that is to be sent.
    pub(crate) redirect: Option<Box<Redirect>>,
    /// The fate of the credentials that the response refuses, if the attempt is not to end with it.
    pub(crate) renewal: Option<Renewal>,
    /// The transport has reported it: a wait for credentials or a hook ends before anything is given to one.
    pub(crate) is_reported: bool,
    /// The transport reports another URL than the one that it was given.
    pub(crate) is_of_another_url: bool,
}

/// The response of a failed attempt, beyond what its failure has of it.
#[expect(clippy::large_enum_variant, reason = "what it is part of is boxed")]
pub(crate) enum Rest {
    Absent,
    Unread(Response),
    /// `when` has seen the whole body.
    Buffered(Box<BufferedResponse>),
}

impl FailedAttempt {
    pub(crate) fn with_rest(failure: Box<Failure>, rest: Rest) -> Box<Self> {
        Box::new(Self {
            failure,
            rest,
            verdict: Verdict::Default,
            redirect: None,
            renewal: None,
            is_reported: true,
            is_of_another_url: false,
        })
    }

    /// A failure before anything was given to the transport.
    pub(crate) fn unreported(failure: Box<Failure>) -> Box<Self> {
        let mut failed = Self::with_rest(failure, Rest::Absent);
        failed.is_reported = false;
        failed
    }

    /// A failure that `when` has judged.
    pub(crate) fn judged(failure: Box<Failure>, rest: Rest, verdict: Verdict) -> Box<Self> {
        let mut failed = Self::with_rest(failure, rest);
        failed.verdict = verdict;
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
        // A redirect that is followed is no failure.
        failed.redirect.is_none().then_some(&*failed.failure)
    }
}

impl From<Box<Failure>> for Box<FailedAttempt> {
    fn from(failure: Box<Failure>) -> Self {
        FailedAttempt::with_rest(failure, Rest::Absent)
    }
}
