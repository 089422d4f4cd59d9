//! Server-sent events from lines
//! ([HTML, section 9.2.6](https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation)).
//!
//! The parsers on crates.io hold as much of an event as the server sends, without a limit, and one of them
//! loses a `retry` that comes without data. This one tells its caller how much it holds.

use std::mem;
use std::time::Duration;

/// The event that is being read, and the state that outlives it.
#[derive(Debug, Default)]
pub(crate) struct Block {
    name: String,
    data: String,
    has_data: bool,
    /// The id of the event that is being read, or the last one before it; the server may give an empty one.
    id: Option<String>,
    last_id: Option<String>,
    retry: Option<Duration>,
    /// False before the first line, which may begin with a byte order mark.
    has_begun: bool,
}

/// An event before its data is decoded.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct RawEvent {
    pub(crate) name: String,
    pub(crate) data: String,
    pub(crate) id: String,
}

impl Block {
    /// Reads a line, which may complete an event.
    pub(crate) fn feed(&mut self, line: &[u8]) -> Option<RawEvent> {
        // The standard decodes the stream as UTF-8 and replaces what is none. A line at a time
        // comes to the same, as no byte of a line end is part of another character.
        let mut line = &*String::from_utf8_lossy(line);
        if !mem::replace(&mut self.has_begun, true) {
            line = line.strip_prefix('\u{feff}').unwrap_or(line);
        }
        if line.is_empty() {
            return self.dispatch();
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        self.set(field, value.strip_prefix(' ').unwrap_or(value));
        None
    }

    fn set(&mut self, field: &str, value: &str) {
        match field {
            "event" => value.clone_into(&mut self.name),
            "data" => {
                // The standard appends a line feed to each value and takes the last one off again;
                // this is the same.
                if self.has_data {
                    self.data.push('\n');
                }
                self.has_data = true;
                self.data.push_str(value);
            }
            "id" if !value.contains('\0') => {
                value.clone_into(self.id.get_or_insert_default());
            }
            "retry" if value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.retry = value.parse().map(Duration::from_millis).ok().or(self.retry);
            }
            // A comment is a field without a name, and fields with unknown names are for others.
            _ => {}
        }
    }

    fn dispatch(&mut self) -> Option<RawEvent> {
        // With the blank line, not with the field: a stream that is cut in between goes on behind
        // the last event that was complete.
        self.last_id.clone_from(&self.id);
        let (name, data) = (mem::take(&mut self.name), mem::take(&mut self.data));
        // No data, no event: a block of an `id` or a `retry` alone only changes what outlives it.
        mem::take(&mut self.has_data).then(|| RawEvent {
            name: if name.is_empty() {
                "message".to_owned()
            } else {
                name
            },
            data,
            id: self.last_id.clone().unwrap_or_default(),
        })
    }

    /// Forgets the incomplete event: the next line belongs to another response.
    pub(crate) fn begin_again(&mut self) {
        *self = Self {
            id: self.last_id.clone(),
            last_id: mem::take(&mut self.last_id),
            retry: self.retry,
            ..Self::default()
        };
    }

    /// The id of the last complete event that had one; empty if the server has taken it back, and `None`
    /// before there was one.
    pub(crate) fn last_id(&self) -> Option<&str> {
        self.last_id.as_deref()
    }

    /// The wait before a new connection that the server asks for.
    pub(crate) fn retry(&self) -> Option<Duration> {
        self.retry
    }

    /// The bytes held of the event that is being read.
    pub(crate) fn pending(&self) -> usize {
        self.data.len() + self.name.len() + self.id.as_ref().map_or(0, String::len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(name: &str, data: &str, id: &str) -> RawEvent {
        RawEvent {
            name: name.to_owned(),
            data: data.to_owned(),
            id: id.to_owned(),
        }
    }

    fn events(block: &mut Block, text: &str) -> Vec<RawEvent> {
        let lines = text.split('\n');
        lines
            .filter_map(|line| block.feed(line.as_bytes()))
            .collect()
    }

    #[test]
    fn events_are_read_as_browsers_read_them() {
        let table = [
            ("data: a\n\n", vec![event("message", "a", "")]),
            (
                "data:a\ndata: b\ndata\n\n",
                vec![event("message", "a\nb\n", "")],
            ),
            ("data:  a\n\n", vec![event("message", " a", "")]),
            ("event: add\ndata: 73\n\n", vec![event("add", "73", "")]),
            ("event: add\n\ndata: 1\n\n", vec![event("message", "1", "")]),
            ("data\n\n", vec![event("message", "", "")]),
            (": comment\n\n", vec![]),
            ("data: cut", vec![]),
            ("\u{feff}data: a\n\n", vec![event("message", "a", "")]),
            ("other: x\ndata: a\n\n", vec![event("message", "a", "")]),
            (
                "id: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\nid: a\0b\ndata: d\n\n",
                vec![
                    event("message", "a", "1"),
                    event("message", "b", "1"),
                    event("message", "c", ""),
                    event("message", "d", ""),
                ],
            ),
        ];
        for (text, expected) in table {
            assert_eq!(events(&mut Block::default(), text), expected, "{text:?}");
        }
    }

    #[test]
    fn bytes_that_are_not_utf_8_become_replacement_characters() {
        let mut block = Block::default();
        assert_eq!(block.feed(b"event: \xfe"), None);
        assert_eq!(block.feed(b"data: a\xffb"), None);
        let read = block.feed(b"");
        assert_eq!(read, Some(event("\u{fffd}", "a\u{fffd}b", "")));
    }

    #[test]
    fn a_retry_counts_without_data_and_only_if_it_is_a_number() {
        let table = [
            ("retry: 1500\n\n", Some(1500)),
            (
                "retry: 1500\nretry: soon\nretry: +5\nretry: -1\n",
                Some(1500),
            ),
            ("retry: 99999999999999999999\n", None),
            ("retry: 1.5\n", None),
        ];
        for (text, expected) in table {
            let mut block = Block::default();
            assert_eq!(events(&mut block, text), []);
            assert_eq!(
                block.retry(),
                expected.map(Duration::from_millis),
                "{text:?}"
            );
        }
    }

    #[test]
    fn an_empty_id_is_not_the_same_as_none() {
        let mut block = Block::default();
        events(&mut block, "data: a\n\n");
        assert_eq!(block.last_id(), None);
        events(&mut block, "id\ndata: a");
        assert_eq!(block.last_id(), None);
        events(&mut block, "\n\n");
        block.begin_again();
        assert_eq!(block.last_id(), Some(""));
    }

    #[test]
    fn the_id_of_an_event_that_was_cut_is_not_remembered() {
        let mut block = Block::default();
        events(
            &mut block,
            "id: 1\nretry: 7\ndata: a\n\nid: 2\nevent: x\ndata: b",
        );
        block.begin_again();
        assert_eq!((block.last_id(), block.pending()), (Some("1"), 1));
        let next = events(&mut block, "\u{feff}data: c\n\n");
        assert_eq!(next, [event("message", "c", "1")]);
        assert_eq!(block.retry(), Some(Duration::from_millis(7)));
    }
}
