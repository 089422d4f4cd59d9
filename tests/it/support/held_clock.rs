//! Virtual time beside real sockets.

use std::sync::mpsc::{Sender, channel};

use tokio::task::spawn_blocking;

/// While it lives, the clock of a test with `start_paused` moves only when the test moves it.
///
/// Left alone, a paused clock jumps to the next timer whenever nothing else is to be done, and a byte
/// on its way through a socket is nothing to it.
#[must_use]
pub(crate) struct HeldClock {
    /// The work ends when it is dropped.
    _end: Sender<()>,
}

impl HeldClock {
    pub(crate) fn new() -> Self {
        let (end, ended) = channel();
        // The clock waits for blocking work, as that may take its time.
        spawn_blocking(move || ended.recv());
        Self { _end: end }
    }
}
