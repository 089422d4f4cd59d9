//! From answers to values.

mod decode;
mod events;
pub(crate) mod read;
mod receive;
mod reply;
mod shape;
mod stream;
mod unread;
mod wrap;

pub use self::decode::Decoder;
pub(crate) use self::decode::{Answer, Wants};
pub use self::events::{Event, JsonLines, Sse};
pub(crate) use self::receive::{Receive, ReplySlot, Slot};
pub use self::reply::Reply;
pub use self::shape::Returns;
pub use self::stream::ByteStream;
pub(crate) use self::unread::unread;
