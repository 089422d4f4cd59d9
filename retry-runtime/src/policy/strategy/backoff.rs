//! Strategies of the user's own.

use std::time::Duration;

use http::{HeaderMap, StatusCode};
use rand::Rng;

/// A strategy of your own: `#[retry(path::to::BACKOFF)]` or [`Strategy::custom`](crate::Strategy::custom).
///
/// The delay that it returns is waited as it is, unless the server's `Retry-After` asks for a longer one.
///
/// ```
/// use std::time::Duration;
/// use retry_runtime::backoff::{Backoff, BackoffContext, Rng};
/// use retry_runtime::{Policy, Strategy};
///
/// /// Waits longer when the server says it is overloaded.
/// struct Patient;
///
/// impl Backoff for Patient {
///     fn delay(&self, wait: &BackoffContext<'_>, _rng: &mut dyn Rng) -> Duration {
///         let overloaded = wait.status().is_some_and(|status| status == 503);
///         Duration::from_secs(if overloaded { 10 } else { 1 }) * (wait.retry() + 1)
///     }
/// }
///
/// static PATIENT: Patient = Patient;
/// let policy = Policy::new(Strategy::custom(&PATIENT));
/// assert_eq!(policy.delay(1, &mut rand::rng()), Duration::from_secs(2));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a strategy",
    label = "does not implement `Backoff`",
    note = "name a const or static of a type that implements `retry_client::backoff::Backoff`, or a strategy such as `exponential`"
)]
pub trait Backoff: Send + Sync {
    /// The delay before the next attempt.
    fn delay(&self, wait: &BackoffContext<'_>, rng: &mut dyn Rng) -> Duration;
}

/// The facts that are known when a delay is computed.
#[derive(Clone, Copy, Debug, Default)]
pub struct BackoffContext<'a> {
    pub(crate) retry: u32,
    pub(crate) elapsed: Duration,
    pub(crate) previous: Option<Duration>,
    pub(crate) status: Option<StatusCode>,
    pub(crate) headers: Option<&'a HeaderMap>,
}

impl<'a> BackoffContext<'a> {
    /// The number of the retry after the delay, counted from 0.
    #[must_use]
    pub fn retry(&self) -> u32 {
        self.retry
    }

    /// The time since the call began.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// The delay before this one, if there was one.
    #[must_use]
    pub fn previous(&self) -> Option<Duration> {
        self.previous
    }

    /// The status of the response that is retried, if there was a response.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.status
    }

    /// The headers of the response that is retried, if there was a response.
    #[must_use]
    pub fn headers(&self) -> Option<&'a HeaderMap> {
        self.headers
    }
}
