//! Lines from chunks that are cut anywhere.

use bytes::{Buf, Bytes, BytesMut};

use crate::error::{ErrorKind, Failure};

/// A buffer that takes chunks and returns lines.
#[derive(Debug)]
pub(crate) struct Lines {
    buffer: BytesMut,
    /// The length of the beginning of the buffer that is known to hold no line end.
    scanned: usize,
    /// The bytes that end a line.
    ends: &'static [u8],
    /// True if the last line ended with CR, so that an LF that follows at once belongs to its end.
    is_behind_cr: bool,
}

/// The error for a line that is longer than its limit.
#[derive(Debug)]
pub(crate) struct TooLong;

impl Lines {
    /// A buffer of lines that end with one of these bytes; an LF right after a CR is part of the same end.
    pub(crate) fn new(ends: &'static [u8]) -> Self {
        Self {
            buffer: BytesMut::new(),
            scanned: 0,
            ends,
            is_behind_cr: false,
        }
    }

    pub(crate) fn push(&mut self, chunk: &[u8]) {
        self.buffer.extend_from_slice(chunk);
    }

    /// The next complete line, without its end. A line longer than `room` is an error as soon as that is
    /// known, even before its end has arrived.
    pub(crate) fn next(&mut self, room: usize) -> Result<Option<Bytes>, TooLong> {
        loop {
            let rest = self.buffer.get(self.scanned..).unwrap_or_default();
            let end = rest.iter().position(|byte| self.ends.contains(byte));
            let length = end.map_or(self.buffer.len(), |at| self.scanned + at);
            if length > room {
                return Err(TooLong);
            }
            if end.is_none() {
                self.scanned = length;
                return Ok(None);
            }
            let line = self.buffer.split_to(length).freeze();
            self.scanned = 0;
            let end = self.buffer.get_u8();
            let is_rest_of_an_end = self.is_behind_cr && end == b'\n' && line.is_empty();
            self.is_behind_cr = end == b'\r';
            if !is_rest_of_an_end {
                return Ok(Some(line));
            }
        }
    }

    /// The incomplete line at the end of the stream.
    pub(crate) fn rest(&mut self) -> Bytes {
        self.scanned = 0;
        self.buffer.split().freeze()
    }
}

/// The failure for a line or an event that is longer than `limit`.
pub(crate) fn too_long(limit: usize) -> Box<Failure> {
    Failure::new(ErrorKind::TooLarge).because(format!("more than {limit} bytes in one piece"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All lines of a text that arrives in chunks of this size, and the incomplete one at its end.
    fn split(ends: &'static [u8], text: &str, size: usize) -> (Vec<String>, String) {
        let text_of = |bytes: Bytes| String::from_utf8(bytes.into()).unwrap();
        let (mut lines, mut found) = (Lines::new(ends), Vec::new());
        for chunk in text.as_bytes().chunks(size) {
            lines.push(chunk);
            found.extend(std::iter::from_fn(|| lines.next(text.len()).unwrap()).map(text_of));
        }
        (found, text_of(lines.rest()))
    }

    #[test]
    fn lines_are_the_same_wherever_the_chunks_are_cut() {
        let table: [(&[u8], &str, &[&str], &str); 6] = [
            (b"\r\n", "a\nb\r\nc\rd", &["a", "b", "c"], "d"),
            (b"\r\n", "\r\n\n\r\r\n", &["", "", "", ""], ""),
            (b"\r\n", "a\r\r\nb\n\r", &["a", "", "b", ""], ""),
            (b"\n", "a\r\nb\n", &["a\r", "b"], ""),
            (b"\n", "", &[], ""),
            (b"\n", "ü", &[], "ü"),
        ];
        for (ends, text, lines, rest) in table {
            for size in 1..=text.len().max(1) {
                let found = split(ends, text, size);
                let found = (
                    found.0.iter().map(String::as_str).collect::<Vec<_>>(),
                    found.1,
                );
                assert_eq!(
                    found,
                    (lines.to_vec(), rest.to_owned()),
                    "{text:?} by {size}"
                );
            }
        }
    }

    #[test]
    fn a_line_of_the_limit_is_accepted_and_a_longer_one_is_refused_even_without_its_end() {
        for (text, room, is_line) in [("abc\n", 3, true), ("abc", 3, false)] {
            let mut lines = Lines::new(b"\n");
            lines.push(text.as_bytes());
            assert!(lines.next(room - 1).is_err(), "{text:?}");
            assert_eq!(lines.next(room).unwrap().is_some(), is_line, "{text:?}");
        }
    }
}
