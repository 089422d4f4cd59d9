//! The decode layer.

mod decoder;
mod return_type;
mod sink;
mod wrapper;

#[cfg(feature = "sse")]
pub(crate) use self::decoder::AsStream;
pub use self::decoder::Decoder;
#[cfg(feature = "sse")]
pub(crate) use self::decoder::read_json;
pub(crate) use self::decoder::{Answer, Leaf, Wants};
pub use self::return_type::Returns;
pub(crate) use self::return_type::{FromAnswer, Shape};
pub(crate) use self::sink::{Receive, ReplySlot, Slot};
#[cfg(feature = "sse")]
pub(crate) use self::wrapper::Bare;
pub(crate) use self::wrapper::Wrap;
