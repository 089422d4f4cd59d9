//! Bodies that are sent in gzip. They are compressed once, when the call is made, so every attempt sends
//! the same bytes, and their length is known.
//!
//! Files and factories are rejected: if they were compressed while they are sent, their length would not be
//! known, and a factory may make different bytes for each attempt.

#[cfg(feature = "compress")]
use bytes::Bytes;

use crate::body::source::Replay;

/// Types of `#[body(compress = gzip)]` arguments: those whose bytes are at hand.
#[cfg_attr(
    feature = "compress",
    diagnostic::on_unimplemented(
        message = "`{Self}` cannot be compressed: its bytes are not at hand when the call is made",
        label = "cannot be compressed",
        note = "use `Bytes`, `String`, `&str`, `Vec<u8>` or `&[u8]`; or compress it yourself, and send it with `headers(\"content-encoding\" = \"gzip\")`"
    )
)]
#[cfg_attr(
    not(feature = "compress"),
    diagnostic::on_unimplemented(
        message = "`compress` needs the cargo feature `compress` of `retry-client`",
        label = "needs `compress`",
        note = "add it in `Cargo.toml`: `retry-client = {{ version = \"…\", features = [\"compress\"] }}`"
    )
)]
pub trait Compressible: Replay {}

#[cfg(feature = "compress")]
macro_rules! compressible {
    ($($source:ty)+) => {$(
        #[diagnostic::do_not_recommend]
        impl Compressible for $source {}
    )+};
}

#[cfg(feature = "compress")]
#[diagnostic::do_not_recommend]
impl<B: Compressible> Compressible for Option<B> {}

#[cfg(feature = "compress")]
compressible! { Bytes &Bytes Vec<u8> &Vec<u8> &[u8] String &String &str }
