//! Settings and state that few calls have.

use std::time::Duration;

use http::HeaderValue;
use tokio::time::Instant;

use crate::body::{FormPart, Progress};
use crate::endpoint::Repeat;
use crate::error::Failure;
use crate::policy::Policy;
use crate::policy::hooks::Context;

/// Parts that few calls have.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says one thing of its own about the request"
)]
pub(crate) struct Extras {
    /// The first error while encoding; the call ends with it before anything is sent. Methods
    /// return calls and no results, so there is no earlier place for it.
    pub(super) error: Option<Box<Failure>>,
    /// The parts of a multipart body, until it is assembled.
    pub(crate) parts: Vec<FormPart>,
    /// The reason why a request made at run time may be repeated, if one was given.
    pub(crate) reason: Option<Repeat>,
    pub(crate) key: Option<HeaderValue>,
    pub(crate) context: Option<Context>,
    /// The policy that the code has, if settings stand over it.
    pub(crate) code_policy: Option<Box<Policy>>,
    /// Is told how much of the body has been taken.
    pub(crate) progress: Option<Progress>,
    /// Turns of weighed rate limits that each attempt takes.
    pub(crate) cost: Option<u32>,
    /// The least that the server wants to be waited for before each retry.
    pub(crate) least_delay: Option<Duration>,
    /// The end of a call that came in from outside.
    pub(crate) deadline: Option<Instant>,
    /// The `timeout` covers a body that is handed out unread.
    pub(crate) timeout_covers_body: bool,
    /// Set if the rest of a body is asked for: a 416 then means that it is complete.
    pub(crate) asks_for_rest: bool,
    /// Set if the body is an `Option` that is `None`: what is declared about a body is not sent.
    pub(crate) omits_body: bool,
    /// The caller has changed the policy for this call.
    pub(crate) has_own_policy: bool,
}

/// What a call without extras has.
pub(super) static NONE: Extras = Extras::new();

impl Extras {
    pub(super) const fn new() -> Self {
        Self {
            error: None,
            parts: Vec::new(),
            reason: None,
            key: None,
            context: None,
            code_policy: None,
            progress: None,
            cost: None,
            least_delay: None,
            deadline: None,
            timeout_covers_body: false,
            asks_for_rest: false,
            omits_body: false,
            has_own_policy: false,
        }
    }

    /// A copy, which begins without an error. The parts of a body are not in it, as they have been assembled.
    pub(super) fn again(&self) -> Self {
        Self {
            error: None,
            parts: Vec::new(),
            reason: self.reason,
            key: self.key.clone(),
            context: self.context.clone(),
            code_policy: self.code_policy.clone(),
            progress: self.progress.clone(),
            cost: self.cost,
            least_delay: self.least_delay,
            deadline: self.deadline,
            timeout_covers_body: self.timeout_covers_body,
            asks_for_rest: self.asks_for_rest,
            omits_body: self.omits_body,
            has_own_policy: self.has_own_policy,
        }
    }
}
