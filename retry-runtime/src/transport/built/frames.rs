//! The heads of the HTTP/2 frames that a server sends, which tell the requests that it refuses.
//!
//! h2 reports that a GOAWAY ended a request, but not the last stream that the GOAWAY named. A graceful GOAWAY names the
//! highest possible stream, and so refuses no request. hyper may still report it for a request whose head has been sent.

/// The length of a frame's head ([RFC 9113, section 4.1](https://www.rfc-editor.org/rfc/rfc9113#section-4.1)).
const HEAD: usize = 9;
/// The length including the last stream, which follows the head of a GOAWAY (section 6.8).
const HEAD_AND_STREAM: usize = HEAD + 4;
const GOAWAY: u8 = 7;

/// A reader of frame heads, whose bytes may arrive in pieces.
#[derive(Debug, Default)]
pub(crate) struct FrameHeads {
    head: [u8; HEAD_AND_STREAM],
    filled: usize,
    /// Bytes of a frame's content that are still to be skipped.
    skipped: usize,
}

impl FrameHeads {
    /// Reads more bytes, and passes on the last stream of each GOAWAY.
    pub(crate) fn read(&mut self, mut bytes: &[u8], mut last_stream: impl FnMut(u32)) {
        while !bytes.is_empty() {
            let passed = self.skipped.min(bytes.len());
            self.skipped -= passed;
            bytes = &bytes[passed..];
            let wanted = self.wanted() - self.filled;
            let (taken, rest) = bytes.split_at(wanted.min(bytes.len()));
            self.head[self.filled..self.filled + taken.len()].copy_from_slice(taken);
            self.filled += taken.len();
            bytes = rest;
            if self.filled < self.wanted() {
                continue;
            }
            let mut length = self.length();
            if let [.., a, b, c, d] = self.head
                && self.is_go_away()
            {
                // The highest bit is reserved.
                last_stream(u32::from_be_bytes([a, b, c, d]) & 0x7fff_ffff);
                length -= HEAD_AND_STREAM - HEAD;
            }
            (self.filled, self.skipped) = (0, length);
        }
    }

    fn wanted(&self) -> usize {
        if self.filled >= HEAD && self.is_go_away() {
            HEAD_AND_STREAM
        } else {
            HEAD
        }
    }

    fn length(&self) -> usize {
        let [a, b, c, ..] = self.head;
        u32::from_be_bytes([0, a, b, c]) as usize
    }

    fn is_go_away(&self) -> bool {
        self.head[3] == GOAWAY && self.length() >= HEAD_AND_STREAM - HEAD
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(kind: u8, content: &[u8]) -> Vec<u8> {
        let [_, a, b, c] = u32::try_from(content.len()).unwrap().to_be_bytes();
        let mut frame = vec![a, b, c, kind, 0, 0, 0, 0, 0];
        frame.extend_from_slice(content);
        frame
    }

    fn go_away(last: u32) -> Vec<u8> {
        frame(
            GOAWAY,
            &[last.to_be_bytes().as_slice(), b"\0\0\0\0why"].concat(),
        )
    }

    #[test]
    fn the_last_stream_of_each_goaway_is_found_wherever_the_bytes_are_cut() {
        let bytes = [
            frame(4, &[]),
            frame(0, &[GOAWAY; 300]),
            go_away(0x7fff_ffff),
            frame(6, b"12345678"),
            go_away(0x8000_0005),
            // Too short to name a stream: h2 ends the connection for it.
            frame(GOAWAY, b"ab"),
            go_away(3),
        ]
        .concat();
        for size in 1..=bytes.len() {
            let (mut heads, mut found) = (FrameHeads::default(), Vec::new());
            for chunk in bytes.chunks(size) {
                heads.read(chunk, |last| found.push(last));
            }
            assert_eq!(found, [0x7fff_ffff, 5, 3], "by {size}");
        }
    }
}
