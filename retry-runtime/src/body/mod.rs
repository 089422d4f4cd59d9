//! Request bodies that can be sent again.
//!
//! Sending consumes reqwest's `Body`: a retry of a stream would send it empty and report success. So
//! [`RequestBody`] stores the source of a body (bytes, files, a function) and makes a new `Body` from it
//! for each attempt. Bytes are shared, so a retry copies nothing. Files are opened again and must not
//! change their length. A body that can be sent only once is taken by the first attempt, and methods that
//! retry do not accept it ([`Replay`]).
//!
//! The length of a body is known whenever its source allows it, since hyper frames a body by it. Files and
//! multipart forms are nevertheless streamed in constant memory (`pieces`).
//!
//! Nothing here touches headers other than `content-type`, `content-encoding` and the `content-length: 0`
//! of an empty body.

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
