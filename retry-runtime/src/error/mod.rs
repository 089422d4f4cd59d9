//! The error layer.

mod call_error;
mod connection;
mod failure;
pub(crate) mod problem;

pub(crate) use self::call_error::History;
pub use self::call_error::{AttemptRecord, DelaySource, Error, GaveUp, Result};
pub(crate) use self::connection::{ConnectError, ConnectStage, ExchangeError, TimedOut};
pub use self::failure::{BoxError, ErrorKind, Failure};
pub(crate) use self::failure::{Delivery, SourceError};
pub(crate) use self::problem::decode_text;
