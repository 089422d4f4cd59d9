//! The decide layer.

mod causes;
mod decision;
pub(crate) mod retry_after;
mod tls;
mod transport_error;

pub(crate) use self::decision::{Decision, RetryContext, decide};
pub(crate) use self::transport_error::{Phase, diagnose};
