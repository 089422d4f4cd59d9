//! Responses: reading their bodies, and the types that hand a body or its head to the caller.
//!
//! A body is the largest thing that a server can send, so everything here is bounded, and by what arrives:
//! an announced length may refuse a body, and it never reserves memory for one. A body that arrives in one
//! chunk, as most do, is handed on without a copy.
//!
//! The bodies of failed attempts are read here too, because of the connection they came on. A small rest is
//! read, so that the connection serves the retry; a large one is dropped, which closes it. Whichever it is,
//! it happens before the loop sleeps, and holds it up for no longer than a bound that stands beside it.
//!
//! An HTTP/2 stream that stops early looks like one that ended, so the length that a body reached is
//! compared with the length that was announced. Without that a cut body would be decoded as a whole one.
//!
//! Nothing here decides on a retry or knows a policy: failures are returned, with the status and headers
//! that had arrived. Nothing here may put content into `Debug` or a message, since bodies hold secrets.

mod bounded;
pub(crate) mod built;
mod byte_stream;
pub(crate) mod read;
mod received;
mod reply;
mod unread;

pub(crate) use self::bounded::bound_body;
pub use self::byte_stream::ByteStream;
pub(crate) use self::received::{NO_URL, Response};
pub use self::reply::Head;
pub use self::reply::Reply;
pub(crate) use self::unread::unread;
