//! The error of a call: its last failure as it was, and the history that led to it.
//!
//! A caller asks two questions of an error: what went wrong, and may the request have taken effect? A failure answers
//! the first with its [`kind`](ErrorKind) and the second with its [`Delivery`]. They are separate because neither
//! follows from the other: a lost connection may or may not have carried the request, and the loop may repeat a POST
//! only on proof.
//!
//! [`Error`] is the last [`Failure`] beside the [`History`] of the call, never a summary like
//! "retries exhausted" that hides them. It is one word in size, since every `Result` of a client has room for it, and
//! a failure is boxed where it arises, as few calls have one.
//!
//! `Display`, `Debug` and `source()` all end up in logs. So nothing here may show a value: no header, no query, and of
//! a body only the title of a problem document, bounded in length.

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
