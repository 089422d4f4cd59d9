//! The parts of a response of the built transport: the body as hyper reads it, its content coding,
//! and the connection that it comes over, which goes back to its pool with the end of the body.
//!
//! They stand in `response/` and not beside the pool, because whatever reads a response has to know
//! them: decoders take bytes out of the body without making a `reqwest::Response` first, which
//! parses a URL. The pool is known as a [`Lender`] only, so nothing here needs anything of the
//! transport.
//!
//! ```text
//! head arrives   → Body { incoming, lease }
//! last byte read → the lease is dropped, the pool has its connection, the retry may use it
//! error in it    → the lease is discarded, the connection closes
//! ```
//!
//! A connection goes back when the end of the body has been read, and not when the body is dropped:
//! a value is often decoded and held for long before its response goes out of scope. A coding is
//! undone while the body is read and never ahead of it, so that limits count decoded bytes.
//!
//! Nothing here may wait for anything but the body, decide what a failure means, or keep a
//! connection that has seen one.

mod body;
mod coding;
#[cfg(any(
    feature = "gzip",
    feature = "brotli",
    feature = "zstd",
    feature = "deflate"
))]
mod decoding;
mod lease;
mod link;

pub(crate) use self::body::Body;
pub(crate) use self::coding::{Coding, accepted, decoded};
pub(crate) use self::lease::{Lease, Lender, Lent};
pub(crate) use self::link::Link;

/// Stands in for the decoders where no coding is known, so that a body reads the same with and without.
#[cfg(not(any(
    feature = "gzip",
    feature = "brotli",
    feature = "zstd",
    feature = "deflate"
)))]
mod decoding {
    use std::io;

    use bytes::Bytes;

    use crate::response::built::coding::Coding;

    // Nothing has the type of the field, which the empty matches prove. It is private, so that rustc does not
    // take the code that makes one for a mistake.
    pub(crate) struct Decoding(Coding);

    impl Decoding {
        pub(crate) fn new(coding: Coding) -> Self {
            Self(coding)
        }

        pub(crate) fn feed(&mut self, _: Bytes) {
            match self.0 {}
        }

        pub(crate) fn next(&mut self) -> io::Result<Option<Bytes>> {
            match self.0 {}
        }

        pub(crate) fn end(&self) -> io::Result<()> {
            match self.0 {}
        }
    }
}
