//! The connections to one origin.
//!
//! Over HTTP/1.1 they are a stack: the connection that was used last is used next, so the others age and are closed.
//! Over HTTP/2 there is one connection that all calls share; a new one replaces it when it has ended or is retired.
//!
//! A connection comes back when the end of its response has been read, even if hyper has not noticed that yet. The next
//! user checks that it is ready, and drops it if it was closed meanwhile.

use std::sync::Arc;
use std::time::Duration;

use hyper::client::conn::http1;
#[cfg(feature = "http2")]
use hyper::client::conn::http2;
use reqwest::Body;
use tokio::task::AbortHandle;
use tokio::time::Instant;

#[cfg(feature = "http2")]
use crate::error::ConnectError;
use crate::response::built::Link;

/// The time after which an unused connection is closed: the default of reqwest and hyper-util.
pub(crate) const IDLE: Duration = Duration::from_secs(90);

/// The connections to one origin.
#[derive(Default)]
pub(crate) struct State {
    /// The connection that became idle last is at the end.
    idle: Vec<Idle>,
    #[cfg(feature = "http2")]
    shared: Option<Shared>,
    /// The calls that wait for a connection that may be one over HTTP/2.
    #[cfg(feature = "http2")]
    pub(crate) waiting: Option<Vec<Waiting>>,
    /// True if a new connection may be one over HTTP/2.
    #[cfg_attr(not(feature = "http2"), expect(dead_code, reason = "it may not"))]
    pub(crate) may_share: bool,
    /// The task that closes idle connections.
    pub(crate) sweeper: Option<AbortHandle>,
}

/// A connection over HTTP/1.1 that waits for its next request.
struct Idle {
    sender: http1::SendRequest<Body>,
    link: Arc<Link>,
    since: Instant,
}

/// The connection over HTTP/2.
#[cfg(feature = "http2")]
struct Shared {
    sender: http2::SendRequest<Body>,
    link: Arc<Link>,
    /// The end of the last response on it.
    since: Instant,
}

/// Sends a connection to a call that waits for it, or `None` if another call has it.
#[cfg(feature = "http2")]
pub(crate) type Waiting = tokio::sync::oneshot::Sender<Result<Option<Taken>, ConnectError>>;

/// A connection that a request can be sent over.
pub(crate) enum Taken {
    Http1(http1::SendRequest<Body>, Arc<Link>),
    #[cfg(feature = "http2")]
    Http2(http2::SendRequest<Body>, Arc<Link>),
}

impl State {
    pub(crate) fn new(may_share: bool) -> Self {
        Self {
            may_share,
            ..Self::default()
        }
    }

    /// Tells whether there are no connections.
    pub(crate) fn is_empty(&self) -> bool {
        #[cfg(feature = "http2")]
        if self.shared.is_some() || self.waiting.is_some() {
            return false;
        }
        self.idle.is_empty()
    }

    /// Takes a connection that has not been idle since before `lost`.
    pub(crate) fn take(&mut self, lost: Option<Instant>) -> Option<Taken> {
        #[cfg(feature = "http2")]
        if let Some(taken) = self.take_shared() {
            return Some(taken);
        }
        // From the top, because the connection used last is the least likely to have been closed by
        // the server.
        while let Some(top) = self.idle.last() {
            let is_dead = top.sender.is_closed() || top.link.is_retired();
            // The connections below it have been idle for longer.
            if !is_dead && lost.is_some_and(|lost| top.since <= lost) {
                return None;
            }
            let idle = self.idle.pop()?;
            if !is_dead {
                return Some(Taken::Http1(idle.sender, idle.link));
            }
        }
        None
    }

    /// Puts a connection over HTTP/1.1 on the stack.
    pub(crate) fn push(&mut self, sender: http1::SendRequest<Body>, link: Arc<Link>) {
        let since = Instant::now();
        self.idle.push(Idle {
            sender,
            link,
            since,
        });
    }

    /// Takes the connection over HTTP/2.
    #[cfg(feature = "http2")]
    fn take_shared(&mut self) -> Option<Taken> {
        let shared = self.shared.as_ref()?;
        // Requests on it keep it alive through their own senders.
        if !shared.is_usable() {
            self.shared = None;
            return None;
        }
        Some(Taken::Http2(shared.sender.clone(), shared.link.clone()))
    }

    /// Shares a connection over HTTP/2, unless one is shared already.
    #[cfg(feature = "http2")]
    pub(crate) fn share(&mut self, sender: &http2::SendRequest<Body>, link: &Arc<Link>) -> bool {
        let is_new = !self.shared.as_ref().is_some_and(Shared::is_usable);
        if is_new {
            self.shared = Some(Shared {
                sender: sender.clone(),
                link: link.clone(),
                since: Instant::now(),
            });
        }
        is_new
    }

    /// Notes that the last response on a connection over HTTP/2 has ended.
    #[cfg(feature = "http2")]
    pub(crate) fn rest(&mut self, link: &Arc<Link>) {
        if let Some(shared) = &mut self.shared
            && Arc::ptr_eq(&shared.link, link)
        {
            shared.since = Instant::now();
        }
    }

    /// Closes connections that have been idle for too long, and returns the time of the next check.
    pub(crate) fn sweep(&mut self) -> Option<Instant> {
        let now = Instant::now();
        let is_kept = |since: Instant| now.duration_since(since) < IDLE;
        self.idle
            .retain(|idle| !idle.sender.is_closed() && is_kept(idle.since));
        // Connections are pushed at the end, so the one that has been idle for longest is at the
        // beginning.
        let oldest = self.idle.first().map(|idle| idle.since);
        #[cfg(feature = "http2")]
        let oldest = {
            if let Some(shared) = &mut self.shared
                && !shared.link.is_idle()
            {
                shared.since = now;
            }
            self.shared = self
                .shared
                .take()
                .filter(|shared| !shared.sender.is_closed() && is_kept(shared.since));
            let shared = self.shared.as_ref().map(|shared| shared.since);
            oldest.into_iter().chain(shared).min()
        };
        if oldest.is_none() {
            // Here and not where the task ends, so that no connection is pushed in between.
            self.sweeper = None;
        }
        oldest.map(|since| since + IDLE)
    }
}

#[cfg(feature = "http2")]
impl Shared {
    fn is_usable(&self) -> bool {
        !self.link.is_retired() && !self.sender.is_closed()
    }
}
