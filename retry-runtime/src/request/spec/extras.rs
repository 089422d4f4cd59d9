//! Settings and state that few calls have.

use std::time::Duration;

use http::HeaderValue;
use tokio::time::Instant;

use crate::body::{FormPart, Progress};
use crate::endpoint::Repeat;
use crate::error::Failure;
use crate::policy::Policy;
use crate::policy::hooks::Context;

/// The settings and the state that few calls have.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says one thing of its own about the request"
)]
pub(crate) struct Extras {
    /// The first error while encoding. The call ends with it before anything is sent. Methods return calls
    /// and not results, so there is no earlier place for it.
    pub(super) error: Option<Box<Failure>>,
    /// The parts of a multipart body, until it is assembled.
    pub(crate) parts: Vec<FormPart>,
    /// The reason why a request made at run time may be repeated, if one was given.
    pub(crate) reason: Option<Repeat>,
    pub(crate) key: Option<HeaderValue>,
    pub(crate) context: Option<Context>,
    /// The policy of the code, if settings are merged over it.
    pub(crate) code_policy: Option<Box<Policy>>,
    /// The callback that is told how much of the body has been taken.
    pub(crate) progress: Option<Progress>,
    /// The turns of weighed rate limits that each attempt takes.
    pub(crate) cost: Option<u32>,
    /// The shortest delay before each retry that the server asks for.
    pub(crate) least_delay: Option<Duration>,
    /// The deadline of the call that the caller was given.
    pub(crate) deadline: Option<Instant>,
    /// `true` if the `timeout` covers a body that is returned unread.
    pub(crate) timeout_covers_body: bool,
    /// `true` if the rest of a body is asked for: a 416 then means that the body is complete.
    pub(crate) asks_for_rest: bool,
    /// `true` if the body is `None`: headers that are declared about the body are not sent.
    pub(crate) omits_body: bool,
    /// `true` if the caller has changed the policy for this call.
    pub(crate) has_own_policy: bool,
}

/// The extras of a call that has none.
// A static to borrow from: so a reader need not ask first whether there are any.
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

    /// A copy without an error, and without the parts of a body, which have been assembled.
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
