//! An attempt as hooks and observers see it.

use std::any::Any;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::endpoint::Endpoint;

/// A value by which hooks and observers recognise a call.
pub(crate) type Context = Arc<dyn Any + Send + Sync>;

/// An attempt of a call.
#[derive(Clone)]
pub struct Attempt {
    pub(crate) number: u32,
    pub(crate) is_hedge: bool,
    pub(crate) max_attempts: Option<u32>,
    pub(crate) elapsed: Duration,
    pub(crate) endpoint: &'static Endpoint,
    pub(crate) is_same_origin: bool,
    pub(crate) context: Option<Context>,
}

impl Attempt {
    /// The number of the attempt, counted from 1.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.number
    }

    /// Tells whether it is sent while the first attempt is still in flight: `#[hedge]`.
    #[must_use]
    pub fn is_hedge(&self) -> bool {
        self.is_hedge
    }

    /// The largest number of attempts; `None` is unlimited.
    #[must_use]
    pub fn max_attempts(&self) -> Option<u32> {
        self.max_attempts
    }

    /// Tells if no further attempt can follow.
    #[must_use]
    pub fn is_last(&self) -> bool {
        self.max_attempts.is_some_and(|most| self.number >= most)
    }

    /// The time from the start of the call to the start of this attempt.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// The method that was called.
    #[must_use]
    pub fn endpoint(&self) -> &'static Endpoint {
        self.endpoint
    }

    /// Tells if the request goes to an origin that the client declares. A request to a URL from the caller
    /// may go elsewhere, so a hook that adds a token asks this first. A client without a base URL declares
    /// no origin.
    #[must_use]
    pub fn is_same_origin(&self) -> bool {
        self.is_same_origin
    }

    /// The value that the caller attached with `.context(…)`, if it is a `C`.
    #[must_use]
    pub fn context<C: Any>(&self) -> Option<&C> {
        self.context.as_deref()?.downcast_ref()
    }
}

impl fmt::Debug for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attempt")
            .field("number", &self.number)
            .field("max_attempts", &self.max_attempts)
            .field("elapsed", &self.elapsed)
            .field("endpoint", &self.endpoint.label())
            .finish_non_exhaustive()
    }
}
