//! Facts about one connection.
//!
//! Three parties write here who never meet: the stream below hyper, the pool, and the bodies of
//! responses. All orderings are `Relaxed`, as each fact stands for itself and nothing else is
//! published by it.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
#[cfg(feature = "http2")]
use std::sync::atomic::{AtomicU32, AtomicUsize};

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
    /// One more than the lowest stream that a GOAWAY has named as the last; 0 before there is one.
    #[cfg(feature = "http2")]
    after_last: AtomicU32,
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

    /// Takes note of the last stream that a GOAWAY names.
    #[cfg(feature = "http2")]
    pub(crate) fn go_away(&self, last_stream: u32) {
        let lower = |named: u32| match named {
            0 => Some(last_stream + 1),
            named => Some(named.min(last_stream + 1)),
        };
        let _ = self
            .after_last
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, lower);
    }

    /// Tells if the server has named a last stream, beyond which it has looked at nothing. A graceful
    /// GOAWAY names the highest there is, and refuses nothing.
    #[cfg(feature = "http2")]
    pub(crate) fn names_a_last_stream(&self) -> bool {
        // RFC 9113, 6.8: a server that shuts down names 2³¹−1 first, and the real last stream a
        // moment later.
        !matches!(self.after_last.load(Ordering::Relaxed), 0 | 0x8000_0000)
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

#[cfg(all(test, feature = "http2"))]
mod tests {
    use super::*;

    #[test]
    fn only_a_goaway_that_names_a_real_stream_refuses_anything() {
        let link = Link::default();
        assert!(!link.names_a_last_stream());
        link.go_away(0x7fff_ffff);
        assert!(!link.names_a_last_stream(), "a graceful one takes all");
        link.go_away(7);
        assert!(link.names_a_last_stream());
        link.go_away(0x7fff_ffff);
        assert!(link.names_a_last_stream(), "the lowest counts");

        let other = Link::default();
        other.go_away(0);
        assert!(other.names_a_last_stream());
    }
}
