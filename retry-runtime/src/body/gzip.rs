//! Compression of a body whose bytes are at hand.

use std::io;

/// The same in gzip, without a time, so that it is the same whenever it is made.
#[cfg(feature = "compress")]
pub(crate) fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// Without the feature nobody gets as far as this.
#[cfg(not(feature = "compress"))]
pub(crate) fn gzip(_: &[u8]) -> io::Result<Vec<u8>> {
    Err(io::ErrorKind::Unsupported.into())
}
