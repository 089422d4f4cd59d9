//! The parts of a response of the built transport: the body as hyper reads it, its content coding,
//! and the connection that it comes over, which goes back to its pool with the end of the body.
//!
//! The pool is known as a [`Lender`] only: whatever reads responses needs nothing of the transport.

mod body;
mod coding;
mod lease;
mod link;

pub(crate) use self::body::Body;
#[cfg(any(
    feature = "gzip",
    feature = "brotli",
    feature = "zstd",
    feature = "deflate"
))]
pub(crate) use self::coding::decoded;
pub(crate) use self::coding::{Coding, accepted};
pub(crate) use self::lease::{Lease, Lender, Lent};
pub(crate) use self::link::Link;
