//! Decoding a body as it is read.
//!
//! Decoders are pure machines from bytes to bytes, driven by the body; nothing is decoded ahead of its
//! reader. A coding's members (of gzip, zstd) follow one another until the body ends, and a body that
//! ends within one is cut.

use std::io;

use bytes::{Bytes, BytesMut};
use compression_codecs::DecodeV2;
use compression_codecs::core::util::{PartialBuffer, WriteBuffer};

use crate::response::built::coding::Coding;

/// The size of one step of decoding, at least and at most.
const LEAST: usize = 1024;
const MOST: usize = 32 * 1024;

/// The decoder of one body.
///
/// Boxed, because few bodies are decoded, and each response has room for one.
pub(crate) struct Decoding(Box<Progress>);

struct Progress {
    decoder: Box<dyn DecodeV2 + Send + Sync>,
    /// Bytes that have arrived and are not decoded yet.
    input: Bytes,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before the first byte of a member.
    Between,
    /// Within a member, all of whose output so far was taken.
    Within,
    /// Like `Within`, but the last step filled its output: there may be more.
    Full,
}

impl Decoding {
    pub(crate) fn new(coding: Coding) -> Self {
        let decoder: Box<dyn DecodeV2 + Send + Sync> = match coding {
            #[cfg(feature = "gzip")]
            Coding::Gzip => Box::new(compression_codecs::GzipDecoder::new()),
            #[cfg(feature = "brotli")]
            Coding::Brotli => Box::new(compression_codecs::BrotliDecoder::new()),
            #[cfg(feature = "zstd")]
            Coding::Zstd => Box::new(compression_codecs::ZstdDecoder::new()),
            #[cfg(feature = "deflate")]
            // RFC 9110, 8.4.1.2: "deflate" is the zlib format around it, and not the bare
            // stream.
            Coding::Deflate => Box::new(compression_codecs::ZlibDecoder::new()),
        };
        Self(Box::new(Progress {
            decoder,
            input: Bytes::new(),
            state: State::Between,
        }))
    }

    /// Takes the next bytes that arrived. Those before have to be used up.
    pub(crate) fn feed(&mut self, input: Bytes) {
        debug_assert!(self.0.input.is_empty());
        self.0.input = input;
    }

    /// The next decoded bytes of what was fed; `None` once more has to be fed.
    pub(crate) fn next(&mut self) -> io::Result<Option<Bytes>> {
        let this = &mut *self.0;
        while !this.input.is_empty() || this.state == State::Full {
            if this.state == State::Between {
                this.state = State::Within;
            }
            // Four times is what text usually decodes to. The upper bound is also what a bomb
            // gets per step: each step is handed out before the next, so `max_body` ends it.
            let room = this.input.len().saturating_mul(4).clamp(LEAST, MOST);
            let mut output = BytesMut::zeroed(room);
            let mut written = WriteBuffer::new_initialized(&mut output);
            let mut read = PartialBuffer::new(&this.input[..]);
            let step = this.decoder.decode(&mut read, &mut written);
            let (read, written) = (read.written_len(), written.written_len());
            let was_empty = this.input.is_empty();
            bytes::Buf::advance(&mut this.input, read);
            let is_over = match step {
                Ok(is_over) => is_over,
                // A decoder that is asked for the rest of its output may complain that it has none.
                Err(_) if was_empty && written == 0 => false,
                Err(error) => return Err(error),
            };
            if is_over {
                // RFC 1952, 2.2: a gzip file may have several members, one after the other, and
                // zstd its frames. Stopping after the first would hand out a part for the
                // whole.
                this.decoder.reinit()?;
                this.state = State::Between;
            } else if written == room {
                // There may be output left in the decoder although all input has been read, so
                // it is asked again.
                this.state = State::Full;
            } else {
                this.state = State::Within;
                if read == 0 && written == 0 && !was_empty {
                    // Neither read nor written with input at hand: it would go round here for
                    // ever.
                    return Err(io::ErrorKind::InvalidData.into());
                }
            }
            if written > 0 {
                output.truncate(written);
                return Ok(Some(output.freeze()));
            }
        }
        Ok(None)
    }

    /// Checks that the body may end here, which is between members only.
    pub(crate) fn end(&self) -> io::Result<()> {
        if self.0.state == State::Between {
            Ok(())
        } else {
            Err(io::ErrorKind::UnexpectedEof.into())
        }
    }
}

#[cfg(test)]
#[cfg(feature = "gzip")]
mod tests {
    use std::io::Write;

    use bytes::Bytes;
    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn gzip(plain: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(plain).unwrap();
        encoder.finish().unwrap()
    }

    fn decode(stored: &[u8], step: usize) -> io::Result<Vec<u8>> {
        let (mut decoding, mut plain) = (Decoding::new(Coding::Gzip), Vec::new());
        for piece in stored.chunks(step) {
            decoding.feed(Bytes::copy_from_slice(piece));
            while let Some(bytes) = decoding.next()? {
                assert!(!bytes.is_empty());
                plain.extend_from_slice(&bytes);
            }
        }
        decoding.end().map(|()| plain)
    }

    #[test]
    fn members_are_read_to_the_last_whatever_pieces_they_arrive_in() {
        let long = vec![7; 200_000];
        let stored = [gzip(b"hello "), gzip(b""), gzip(b"world"), gzip(&long)].concat();
        let plain = [&b"hello world"[..], &long].concat();
        for step in [1, 2, 3, 7, 20, 100, 1_000_000] {
            assert_eq!(decode(&stored, step).unwrap(), plain, "{step}");
        }
    }

    #[test]
    fn a_body_cut_anywhere_is_an_error() {
        let stored = [gzip(b"hello "), gzip(b"world")].concat();
        let whole = gzip(b"hello ").len();
        for cut in (1..stored.len()).filter(|cut| *cut != whole) {
            assert!(decode(&stored[..cut], 5).is_err(), "{cut}");
        }
    }

    #[test]
    fn a_body_without_bytes_is_empty() {
        assert_eq!(decode(b"", 1).unwrap(), b"");
    }

    #[test]
    fn garbage_is_an_error() {
        assert!(decode(b"not gzip at all", 4).is_err());
        assert!(decode(&[gzip(b"x"), b"tail".to_vec()].concat(), 4).is_err());
        let mut corrupt = gzip(&[b'x'; 1000]);
        let at = corrupt.len() - 6;
        corrupt[at] ^= 1;
        assert!(decode(&corrupt, 9).is_err());
    }
}
