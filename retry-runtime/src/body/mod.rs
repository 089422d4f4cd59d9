//! Request bodies that can be sent again.
//!
//! reqwest's `Body` is consumed by sending it: a retry of a stream would send it empty and report
//! success. [`RequestBody`] therefore keeps the source of a body (bytes, files, a function) and
//! makes a `Body` of it for each attempt. Bytes are shared, so a retry copies nothing. Files are
//! opened anew and must keep their length. A body that can be sent once only is taken out by the first
//! attempt, and methods that retry do not accept it ([`Replay`]).
//!
//! The length of a body is always known if its source allows it, since hyper frames a body by it. Files
//! and multipart forms are streamed in constant memory all the same (`pieces`).
//!
//! Nothing in here touches headers other than `content-type`, `content-encoding` and the
//! `content-length: 0` of an empty body.

#[cfg(not(feature = "stream"))]
mod absent_files;
mod compress;
mod encode;
mod factory;
mod gzip;
mod multipart;
mod part;
mod pieces;
mod progress;
mod request_body;
mod source;

pub use self::compress::Compressible;
pub(crate) use self::encode::Encoded;
pub use self::encode::{Encode, EncodeIn, MadeOf};
pub use self::factory::BodyFactory;
pub(crate) use self::multipart::{FormPart, assemble};
pub use self::part::{IntoPart, Part};
pub(crate) use self::progress::{Counted, Progress};
pub use self::request_body::RequestBody;
pub(crate) use self::request_body::{announce_emptiness, has_empty_content};
pub use self::source::{IntoBody, Replay};
