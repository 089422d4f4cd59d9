//! The connections that the attempts of a call went over.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::time::Instant;

use crate::response::built::Link;

/// The knowledge that a call has of the connections its attempts went over. It belongs to the call and is
/// lent to each attempt, so that it outlives an attempt that is cut by a timeout.
///
/// The lock is never waited for: a call has one attempt at a time. It is there because the attempt and
/// the loop around it both hold the trail.
#[derive(Debug, Default)]
pub(crate) struct Trail(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    current: Current,
    /// No connection that has been idle since before this instant is used.
    lost: Option<Instant>,
}

/// The progress of the current attempt.
#[derive(Debug, Default)]
enum Current {
    /// Not to a transport yet.
    #[default]
    Nowhere,
    /// To a transport that keeps no trail.
    HandedOver,
    /// To looking for a connection, or to making one.
    Connecting,
    /// To a connection, which has been given the request.
    Sent(Sent),
}

#[derive(Debug)]
struct Sent {
    link: Arc<Link>,
    /// The number of reads from the server when the request was given to the connection. Only compared,
    /// so half of it is enough, and a sleeping call keeps it.
    heard: u32,
    is_http2: bool,
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "wraps after billions of reads"
)]
fn heard(link: &Link) -> u32 {
    link.heard() as u32
}

impl Trail {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets the attempt before; the connections to keep away from stay.
    pub(crate) fn begin(&self) {
        self.state().current = Current::Nowhere;
    }

    /// The attempt goes to a transport that keeps no trail.
    pub(crate) fn hand_over(&self) {
        self.state().current = Current::HandedOver;
    }

    /// Tells if the request of the current attempt has been given to a transport. Until then the attempt waits for
    /// credentials or a hook.
    pub(crate) fn is_handed_over(&self) -> bool {
        !matches!(self.state().current, Current::Nowhere)
    }

    /// The attempt looks for a connection.
    pub(crate) fn connect(&self) {
        self.state().current = Current::Connecting;
    }

    pub(crate) fn give_to(&self, link: &Arc<Link>, is_http2: bool) {
        self.state().current = Current::Sent(Sent {
            link: link.clone(),
            heard: heard(link),
            is_http2,
        });
    }

    /// Tells if the current attempt is known to have had no connection yet: nothing of it was sent.
    pub(crate) fn is_connecting(&self) -> bool {
        matches!(self.state().current, Current::Connecting)
    }

    /// Takes note that the connection was lost: whatever has been idle for as long may be as well.
    pub(crate) fn lost(&self) {
        self.state().lost = Some(Instant::now());
    }

    /// Takes note that the attempt timed out. Over HTTP/1.1 that closed the connection. Over HTTP/2 it
    /// takes no further request, of any call, if nothing has been heard from it since; if something
    /// has, a request was slow and the connection is good.
    pub(crate) fn timed_out(&self) {
        let mut state = self.state();
        match &state.current {
            Current::Sent(sent) if sent.is_http2 => {
                if heard(&sent.link) == sent.heard {
                    sent.link.retire();
                }
            }
            // Connections that were idle when this one went silent may have gone with it, a
            // firewall that has forgotten them all, say. A retry over one of them would wait for
            // its whole timeout again.
            Current::Sent(_) => state.lost = Some(Instant::now()),
            Current::Nowhere | Current::HandedOver | Current::Connecting => {}
        }
    }

    /// Takes note that the server does not want this request on this connection (421).
    pub(crate) fn misdirected(&self) {
        if let Current::Sent(sent) = &self.state().current {
            sent.link.retire();
        }
    }

    /// The instant since when a connection must not have been idle.
    pub(crate) fn idle_since(&self) -> Option<Instant> {
        self.state().lost
    }
}
