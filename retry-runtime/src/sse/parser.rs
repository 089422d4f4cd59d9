//! Events from chunks that are cut anywhere.

use crate::sse::block::{Block, RawEvent};
use crate::sse::lines::{Ends, Lines, TooLong};

/// A buffer that takes chunks and returns events.
pub(crate) struct Arrived {
    lines: Lines,
    pub(crate) block: Block,
}

impl Arrived {
    pub(crate) fn new() -> Self {
        Self {
            lines: lines(),
            block: Block::default(),
        }
    }

    pub(crate) fn push(&mut self, chunk: &[u8]) {
        self.lines.push(chunk);
    }

    /// The next complete event. An event longer than `limit` is an error as soon as that is known, even
    /// before its end has arrived.
    pub(crate) fn next(&mut self, limit: usize) -> Result<Option<RawEvent>, TooLong> {
        loop {
            // The limit is on the whole event: each line has what those before it have left.
            let room = limit.saturating_sub(self.block.pending());
            let Some(place) = self.lines.next(room)? else {
                return Ok(None);
            };
            if let Some(event) = self.block.feed(self.lines.line(place)) {
                return Ok(Some(event));
            }
        }
    }

    /// Forgets the incomplete event: the next chunk belongs to another response.
    pub(crate) fn begin_again(&mut self) {
        self.lines = lines();
        self.block.begin_again();
    }
}

fn lines() -> Lines {
    Lines::new(Ends::CrLf)
}
