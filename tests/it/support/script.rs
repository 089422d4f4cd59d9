//! The steps of scripts, for both the server and the in-memory transport.

use std::io;
use std::time::Duration;

use retry_client::Bytes;

/// The response or failure that one request gets.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) late: Duration,
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Bytes,
    pub(crate) transfer: Transfer,
}

/// The way in which a step ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Transfer {
    /// With the whole response; the connection stays open.
    Whole,
    /// After so many bytes of the body the connection is closed.
    Cut(usize),
    /// After so many bytes of the body nothing more comes.
    Stuck(usize),
    /// Never: the body is sent again and again, with a pause after each time.
    Endless(Duration),
    /// With the whole response, a byte at a time, with a pause after each.
    Drip(Duration),
    /// These bytes in place of a response.
    Raw(&'static [u8], After),
    /// The connection is reset in place of a response.
    Reset,
    /// Nothing is heard.
    Silence,
    /// The transport fails; in memory only.
    Fails(io::ErrorKind),
}

/// The event that follows raw bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum After {
    /// The connection is closed.
    Close,
    /// Our half of it is closed.
    HalfClose,
    /// The connection is reset.
    Reset,
    /// The same bytes, again and again, with a pause before each time.
    Again(Duration),
    /// Nothing; the bytes were a response after all, and the next request may come.
    Request,
}

impl Step {
    fn new(status: u16, transfer: Transfer) -> Self {
        Self {
            late: Duration::ZERO,
            status,
            headers: Vec::new(),
            body: Bytes::new(),
            transfer,
        }
    }

    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub(crate) fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    /// Waits before anything is sent.
    pub(crate) fn late(mut self, delay: Duration) -> Self {
        self.late = delay;
        self
    }

    /// Closes the connection after so many bytes of the body.
    pub(crate) fn cut(self, at: usize) -> Self {
        self.transfer(Transfer::Cut(at))
    }

    /// Sends nothing more after so many bytes of the body.
    pub(crate) fn stuck(self, at: usize) -> Self {
        self.transfer(Transfer::Stuck(at))
    }

    /// Sends the body again and again, with a pause after each time.
    pub(crate) fn endless(self, pause: Duration) -> Self {
        self.transfer(Transfer::Endless(pause))
    }

    /// Sends one byte at a time, with a pause after each.
    pub(crate) fn dripping(self, pause: Duration) -> Self {
        self.transfer(Transfer::Drip(pause))
    }

    /// Goes on like this after raw bytes.
    pub(crate) fn then(mut self, after: After) -> Self {
        match &mut self.transfer {
            Transfer::Raw(_, then) => *then = after,
            transfer => panic!("`{transfer:?}` does not go on"),
        }
        self
    }

    fn transfer(mut self, transfer: Transfer) -> Self {
        self.transfer = transfer;
        self
    }
}

/// A response without a body.
pub(crate) fn status(code: u16) -> Step {
    Step::new(code, Transfer::Whole)
}

/// A redirect.
pub(crate) fn to(code: u16, location: impl Into<String>) -> Step {
    status(code).header("location", location)
}

/// A good response.
pub(crate) fn ok(body: impl Into<Bytes>) -> Step {
    status(200).body(body)
}

/// The connection is closed without a response.
pub(crate) fn close() -> Step {
    raw(b"")
}

/// These bytes, then the connection is closed.
pub(crate) fn raw(bytes: &'static [u8]) -> Step {
    Step::new(0, Transfer::Raw(bytes, After::Close))
}

/// The connection is reset without a response.
pub(crate) fn reset() -> Step {
    Step::new(0, Transfer::Reset)
}

/// No response, ever.
pub(crate) fn silence() -> Step {
    Step::new(0, Transfer::Silence)
}

/// The transport fails like this.
pub(crate) fn fails(kind: io::ErrorKind) -> Step {
    Step::new(0, Transfer::Fails(kind))
}

/// The step of a list that the n-th request gets, counted from 0; the last repeats.
pub(crate) fn nth(steps: &[Step], n: usize) -> Step {
    let step = steps.get(n).or(steps.last());
    step.expect("a script has a step").clone()
}

pub(crate) const fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

pub(crate) const fn secs(secs: u64) -> Duration {
    Duration::from_secs(secs)
}
