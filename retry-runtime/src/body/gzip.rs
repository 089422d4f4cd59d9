//! Compression of a body whose bytes are at hand.

use std::io;

/// Compresses bytes. The header has no time stamp, so equal input gives equal output.
#[cfg(feature = "compress")]
pub(crate) fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// Takes the place of `gzip` in a build without the feature. `NeedsCompress` lets no call get here.
#[cfg(not(feature = "compress"))]
pub(crate) fn gzip(_: &[u8]) -> io::Result<Vec<u8>> {
    Err(io::ErrorKind::Unsupported.into())
}
