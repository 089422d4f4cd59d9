//! The reason why a request may be sent again.

use crate::status_set::StatusSet;

/// The rule by which a request may be sent again, and the reason for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Repeat {
    /// The verb is idempotent ([RFC 9110, section 9.2.2](https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2)).
    Idempotent,
    /// The author declares it, with the reason: `#[idempotent("why")]`.
    Declared(&'static str),
    /// Every attempt of a call carries the same key in this header: `#[idempotency_key]`.
    Key(&'static str),
    /// A request is repeated only after a failure that proves that nothing happened, or one of these statuses.
    Unprocessed(StatusSet),
}
