//! Lines from chunks that are cut anywhere.

use std::ops::Range;

use bytes::{Buf, BytesMut};
use memchr::{memchr, memchr2};

use crate::error::{ErrorKind, Failure};

/// A buffer that takes chunks and returns lines.
#[derive(Debug)]
pub(crate) struct Lines {
    buffer: BytesMut,
    /// The beginning of the next line. What lies before it is dropped with the next chunk, so that a line
    /// can be lent out of the buffer: a slice of its own would have to be counted.
    start: usize,
    /// The place up to which the next line is known to hold no end.
    scanned: usize,
    ends: Ends,
    /// True if the last line ended with CR, so that an LF that follows at once belongs to its end.
    is_behind_cr: bool,
}

/// The bytes that end a line.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Ends {
    Lf,
    /// CR, LF, or both.
    CrLf,
}

/// The error for a line that is longer than its limit.
#[derive(Debug)]
pub(crate) struct TooLong;

impl Lines {
    pub(crate) fn new(ends: Ends) -> Self {
        Self {
            buffer: BytesMut::new(),
            start: 0,
            scanned: 0,
            ends,
            is_behind_cr: false,
        }
    }

    pub(crate) fn push(&mut self, chunk: &[u8]) {
        // Only here, and not with each line: until the next chunk every line stays where it was
        // found.
        self.buffer.advance(self.start);
        self.scanned -= self.start;
        self.start = 0;
        self.buffer.extend_from_slice(chunk);
    }

    /// The place of the next complete line, without its end, for [`line`](Self::line). A line longer than
    /// `room` is an error as soon as that is known, even before its end has arrived.
    pub(crate) fn next(&mut self, room: usize) -> Result<Option<Range<usize>>, TooLong> {
        loop {
            // From where the last search ended: a line that arrives in a thousand chunks is
            // searched once, and not a thousand times.
            let rest = self.buffer.get(self.scanned..).unwrap_or_default();
            let end = self.ends.find(rest).map(|at| self.scanned + at);
            // Of a line without an end, what is there so far: it can only become longer.
            let length = end.unwrap_or(self.buffer.len()) - self.start;
            if length > room {
                return Err(TooLong);
            }
            let Some(end) = end else {
                self.scanned = self.buffer.len();
                return Ok(None);
            };
            let line = self.start..end;
            (self.start, self.scanned) = (end + 1, end + 1);
            let byte = self.buffer.get(end).copied();
            // Looked at when the LF is there, and not by waiting for it: a server that ends its
            // lines with CR alone would have each event delayed until the next one.
            let is_rest_of_an_end = self.is_behind_cr && byte == Some(b'\n') && line.is_empty();
            self.is_behind_cr = byte == Some(b'\r');
            if !is_rest_of_an_end {
                return Ok(Some(line));
            }
        }
    }

    /// A line that `next` has found, which stays until the next chunk.
    pub(crate) fn line(&self, place: Range<usize>) -> &[u8] {
        self.buffer.get(place).unwrap_or_default()
    }

    /// The place of the incomplete line at the end of the stream.
    pub(crate) fn rest(&mut self) -> Range<usize> {
        let rest = self.start..self.buffer.len();
        (self.start, self.scanned) = (rest.end, rest.end);
        rest
    }
}

impl Ends {
    fn find(self, bytes: &[u8]) -> Option<usize> {
        match self {
            Self::Lf => memchr(b'\n', bytes),
            Self::CrLf => memchr2(b'\r', b'\n', bytes),
        }
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
    fn split(ends: Ends, text: &str, size: usize) -> (Vec<String>, String) {
        let text_of = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let (mut lines, mut found) = (Lines::new(ends), Vec::new());
        for chunk in text.as_bytes().chunks(size) {
            lines.push(chunk);
            while let Some(place) = lines.next(text.len()).unwrap() {
                found.push(text_of(lines.line(place)));
            }
        }
        let rest = lines.rest();
        (found, text_of(lines.line(rest)))
    }

    #[test]
    fn lines_are_the_same_wherever_the_chunks_are_cut() {
        let table: [(Ends, &str, &[&str], &str); 6] = [
            (Ends::CrLf, "a\nb\r\nc\rd", &["a", "b", "c"], "d"),
            (Ends::CrLf, "\r\n\n\r\r\n", &["", "", "", ""], ""),
            (Ends::CrLf, "a\r\r\nb\n\r", &["a", "", "b", ""], ""),
            (Ends::Lf, "a\r\nb\n", &["a\r", "b"], ""),
            (Ends::Lf, "", &[], ""),
            (Ends::Lf, "ü", &[], "ü"),
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
            let mut lines = Lines::new(Ends::Lf);
            lines.push(text.as_bytes());
            assert!(lines.next(room - 1).is_err(), "{text:?}");
            assert_eq!(lines.next(room).unwrap().is_some(), is_line, "{text:?}");
        }
    }
}
