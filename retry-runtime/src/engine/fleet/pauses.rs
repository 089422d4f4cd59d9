//! Pauses that members learn about from each other.

use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::time::{Instant, timeout_at};

use crate::engine::fleet::Shared;
use crate::engine::fleet::using::{lease, using};
use crate::engine::turn::Patience;
use crate::guards::Origins;
use crate::guards::fleet::{KnownPause, Lease, PauseRequest};

impl Shared {
    /// Looks up whether another member has noted a pause, unless the last lease has told so already.
    pub(crate) async fn look_for_pause(&self, patience: &Patience<'_>) {
        if self.longest_pause.is_none() || self.knows_of_pauses() {
            return;
        }
        let looking = async {
            let _head = self.scope.known_pause.head.lock().await;
            // Checked again, because the previous head of the queue may have asked meanwhile.
            if self.knows_of_pauses() {
                return;
            }
            let (shared, clock) = (self.clone(), Arc::clone(patience.clock));
            let asking = tokio::spawn(async move {
                let request = shared.fleet.request(&shared.scope, None, true, (0, 0));
                let asked = shared.fleet.since_begun(Instant::now());
                if let Some(lease) = lease(&shared.fleet, &request, || ()).await {
                    shared.hear(&clock, &lease, asked);
                }
            });
            // It fails only if its runtime ends, and then this call ends as well.
            let _ = asking.await;
        };
        match patience.deadline {
            Some(deadline) => _ = timeout_at(deadline, looking).await,
            None => looking.await,
        }
    }

    fn knows_of_pauses(&self) -> bool {
        let now = self.fleet.since_begun(Instant::now());
        self.scope.known_pause.look(|known, _| known.is_recent(now))
    }

    /// Tells whether a pause that is over for this member continues for others.
    pub(super) fn is_past_cut(&self) -> bool {
        let now = self.fleet.since_begun(Instant::now());
        self.scope
            .known_pause
            .look(|known, _| known.is_past_cut(now))
    }

    /// Notes what the state says about a pause. It is limited as a wait that the server asks for is.
    pub(super) fn hear(&self, clock: &Origins, lease: &Lease, asked: Duration) -> Option<Duration> {
        let longest = self.longest_pause?;
        let now = self.fleet.since_begun(Instant::now());
        let note = |known: &mut KnownPause| known.note(lease.paused, longest, asked, now);
        let left = self.scope.known_pause.look(|known, _| note(known))?;
        let now = clock.since_begun(Instant::now());
        let follower = &self.scope.scope.follower;
        follower.look(|follower, _| follower.paused_by_fleet(left, lease.exhausted, now));
        Some(left)
    }

    /// Tells the other members about a pause that the server has asked for. No call waits for this.
    pub(crate) fn tell_of_pause(&self, left: Duration, exhausted: bool) {
        let Ok(runtime) = Handle::try_current() else {
            return;
        };
        let fleet = Arc::clone(&self.fleet);
        let request = PauseRequest {
            quota: Arc::clone(&fleet.quota),
            pause: Arc::clone(&self.scope.pause),
            left,
            exhausted,
        };
        runtime.spawn(async move {
            using(&fleet, || (), fleet.state.pause_boxed(&request)).await;
        });
    }
}
