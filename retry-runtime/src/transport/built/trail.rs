//! The connections that the attempts of a call used.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::time::Instant;

use crate::response::built::Link;

/// The knowledge of a call about the connections that its attempts used. It belongs to the call and is lent to each
/// attempt, so that it outlives an attempt that a timeout cuts off.
///
/// The lock is never contended, because one task runs all attempts of a call. It is needed because the attempt and the
/// loop around it both hold a reference to the trail.
#[derive(Debug, Default)]
pub(crate) struct Trail(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    current: Current,
    /// Connections that have been idle since before this instant are not used.
    lost: Option<Instant>,
}

/// The last receiver of the current attempt's request.
#[derive(Debug, Default)]
enum Current {
    /// No transport has it yet.
    #[default]
    Nowhere,
    /// A transport that keeps no trail.
    HandedOver,
    /// The built transport, which is choosing or making a connection.
    Connecting,
    /// A connection.
    Sent(Sent),
}

#[derive(Debug)]
struct Sent {
    link: Arc<Link>,
    /// The number of reads from the server when the connection was given the request. It is only compared, so its lower
    /// half is enough; a sleeping call keeps it.
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

    /// Starts a new attempt. The connections to avoid stay known.
    pub(crate) fn begin(&self) {
        self.state().current = Current::Nowhere;
    }

    /// Notes that the request goes to a transport that keeps no trail.
    pub(crate) fn hand_over(&self) {
        self.state().current = Current::HandedOver;
    }

    /// Tells whether a transport has been given the request. Until then the attempt waits for credentials or a hook.
    pub(crate) fn is_handed_over(&self) -> bool {
        !matches!(self.state().current, Current::Nowhere)
    }

    /// Notes that the request needs a connection.
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

    /// Tells whether the current attempt had no connection yet, so that no part of it was sent.
    pub(crate) fn is_connecting(&self) -> bool {
        matches!(self.state().current, Current::Connecting)
    }

    /// Notes that the connection was lost. Connections that have been idle since then may be lost as well.
    pub(crate) fn lost(&self) {
        self.state().lost = Some(Instant::now());
    }

    /// Notes that the attempt timed out. Over HTTP/1.1 that has closed the connection. Over HTTP/2 the connection takes
    /// no further requests of any call if the server has been silent on it since. Otherwise only the request was slow,
    /// and the connection is good.
    pub(crate) fn timed_out(&self) {
        let mut state = self.state();
        match &state.current {
            Current::Sent(sent) if sent.is_http2 => {
                if heard(&sent.link) == sent.heard {
                    sent.link.retire();
                }
            }
            // Connections that were idle when this one went silent may be dead as well, for example
            // because a firewall has dropped them all. A retry over one of them would wait for its
            // complete timeout again.
            Current::Sent(_) => state.lost = Some(Instant::now()),
            Current::Nowhere | Current::HandedOver | Current::Connecting => {}
        }
    }

    /// Notes that the server does not want this request on this connection (421).
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
