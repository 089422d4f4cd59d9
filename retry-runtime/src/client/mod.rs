//! The client: what users hold, from the builder to the call.
//!
//! A generated client is a [`Client`] and nothing more: a counted reference to the state that its calls share.
//! Its methods make a call in three steps: the macro names an endpoint, a [`CallBuilder`] takes the arguments,
//! and a [`Call`] pairs the finished spec with a decoder. Only the last step is generic over the type that the
//! user gets, so a method costs the user's compiler a few calls into functions that are compiled here.
//!
//! A call owns everything it needs and sends nothing before it is polled, so it can be changed, spawned or
//! dropped at will. An error about an argument is kept until then, and is returned by `.await`, where a user
//! looks for errors.
//!
//! Downloads that resume after a cut, streams of events that reconnect and lists of several pages send again
//! after a response. So they stand above the loop, and therefore here and not in `response`. Nothing in this
//! folder may decide about retries, sleep or read a clock to wait.

mod builder;
mod call;
mod call_builder;
mod compressed_body;
mod constructor;
#[cfg(feature = "stream")]
pub(crate) mod download;
pub(crate) mod events;
mod guards;
mod kind;
pub(crate) mod pages;
pub(crate) mod retry_client;
mod shared;

pub use self::builder::{ClientBuilder, Declared};
pub use self::call::Call;
pub use self::call_builder::{CallBuilder, HeldPart, PartKind, body, body_in, part};
pub(crate) use self::call_builder::{FORM, JSON};
pub use self::constructor::{Constructor, Constructs, ConstructsNothing, Foreign, Own, PartsOf};
pub use self::guards::Guards;
pub use self::kind::{CallKind, OneResponse, Runs};
pub use self::shared::Client;
