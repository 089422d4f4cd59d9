//! The error of a call: its last failure as it was, and the history that led to it.
//!
//! A caller asks two questions of an error: what went wrong, and may it have taken effect? So a
//! failure carries a [`kind`](ErrorKind), which says the first, and a [`Delivery`], which says the second. They
//! are kept apart because neither follows from the other: a lost connection may or may not have
//! carried the request, and the loop may repeat a POST only on proof.
//!
//! [`Error`] is the last [`Failure`] beside the [`History`] of the call, never a summary like
//! "retries exhausted" that hides them. It is one word in size, since every `Result` of every
//! client carries its room, and failures are boxed from where they arise, as few calls have one.
//!
//! Nothing here shows a value: no header, no query, no part of a body but the bounded title of a
//! problem document. `Display`, `Debug` and `source()` all end up in logs.

mod call_error;
mod connection;
mod delivery;
mod failure;
mod guard;
mod history;
mod kind;
pub(crate) mod problem;

pub use self::call_error::{Error, Result};
pub(crate) use self::connection::{ConnectError, ConnectStage, ExchangeError, TimedOut};
pub(crate) use self::delivery::{Delivery, SourceError};
pub use self::failure::{BoxError, Failure};
pub use self::guard::Guard;
pub use self::history::{AttemptRecord, DelaySource, GaveUp};
pub(crate) use self::history::{Drawn, History};
pub use self::kind::ErrorKind;
#[cfg(feature = "xml")]
pub(crate) use self::problem::decode_labelled_text;
pub(crate) use self::problem::decode_text;
