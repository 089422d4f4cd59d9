//! Lines out of chunks that are cut anywhere.

use bytes::{Buf, Bytes, BytesMut};

use crate::error::{ErrorKind, Failure};

/// Bytes that arrive in chunks, taken out in lines.
#[derive(Debug)]
pub(crate) struct Lines {
    buffer: BytesMut,
    /// How much of the buffer is known to hold no end of a line.
    scanned: usize,
    /// What ends a line.
    ends: &'static [u8],
    /// Whether the last line ended with CR, so that an LF right behind belongs to it.
    is_behind_cr: bool,
}

/// A line is longer than there is room for.
#[derive(Debug)]
pub(crate) struct TooLong;

impl Lines {
    /// Lines that end with one of these bytes; an LF right behind a CR is part of its end.
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

    /// The next line that has an end, without it. One that is longer than there is room for is an
    /// error, whether its end is there or not.
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

    /// What is there of a line without end.
    pub(crate) fn rest(&mut self) -> Bytes {
        self.scanned = 0;
        self.buffer.split().freeze()
    }
}

/// What an error says of a line or an event that is longer than `limit`.
pub(crate) fn too_long(limit: usize) -> Box<Failure> {
    Failure::new(ErrorKind::TooLarge).because(format!("more than {limit} bytes in one piece"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All lines of a text that comes in chunks of this size, and what is left.
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
    fn a_line_is_as_long_as_there_is_room_with_and_without_its_end() {
        for (text, room, is_line) in [("abc\n", 3, true), ("abc", 3, false)] {
            let mut lines = Lines::new(b"\n");
            lines.push(text.as_bytes());
            assert!(lines.next(room - 1).is_err(), "{text:?}");
            assert_eq!(lines.next(room).unwrap().is_some(), is_line, "{text:?}");
        }
    }
}
