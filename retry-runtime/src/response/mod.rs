//! From answers to values.

mod byte_stream;
pub(crate) mod read;
mod reply;
mod unread;

pub use self::byte_stream::ByteStream;
pub(crate) use self::reply::Head;
pub use self::reply::Reply;
pub(crate) use self::unread::unread;
