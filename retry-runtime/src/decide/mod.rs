//! The decide layer.

mod decision;
pub(crate) mod retry_after;
mod transport_error;

pub use self::decision::Verdict;
pub(crate) use self::decision::{Next, Situation, decide};
pub(crate) use self::transport_error::{Stage, diagnose};
