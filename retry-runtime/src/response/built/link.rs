//! Facts about one connection.

use std::sync::OnceLock;
#[cfg(feature = "http2")]
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Facts about one connection, shared by the pool, the calls on it and the stream below it.
#[derive(Debug, Default)]
pub(crate) struct Link {
    /// The number of times that something was read from the server.
    heard: AtomicU64,
    /// Set once no further request is to go over it.
    retired: AtomicBool,
    /// Set once a response has come over it.
    served: AtomicBool,
    /// The server's objection to the client's certificate.
    refused: OnceLock<&'static str>,
    /// The requests and responses on it, over HTTP/2.
    #[cfg(feature = "http2")]
    active: AtomicUsize,
}

impl Link {
    pub(crate) fn hear(&self) {
        self.heard.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn heard(&self) -> u64 {
        self.heard.load(Ordering::Relaxed)
    }

    /// Keeps further requests off the connection; those on it go on.
    pub(crate) fn retire(&self) {
        self.retired.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_retired(&self) -> bool {
        self.retired.load(Ordering::Relaxed)
    }

    /// Takes note that a response has come.
    pub(crate) fn serve(&self) {
        self.served.store(true, Ordering::Relaxed);
    }

    /// Takes note of what the server says in the end about the client's certificate. Once there was a
    /// response it proves nothing of the requests that came after.
    pub(crate) fn refuse(&self, why: &'static str) {
        if !self.served.load(Ordering::Relaxed) {
            let _ = self.refused.set(why);
        }
    }

    pub(crate) fn refused(&self) -> Option<&'static str> {
        self.refused.get().copied()
    }

    #[cfg(feature = "http2")]
    pub(crate) fn enter(&self) {
        self.active.fetch_add(1, Ordering::Relaxed);
    }

    /// Tells if it was the last one.
    #[cfg(feature = "http2")]
    pub(crate) fn leave(&self) -> bool {
        self.active.fetch_sub(1, Ordering::Relaxed) == 1
    }

    #[cfg(feature = "http2")]
    pub(crate) fn is_idle(&self) -> bool {
        self.active.load(Ordering::Relaxed) == 0
    }
}
