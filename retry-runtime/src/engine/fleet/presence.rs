//! The signs of life of a quiet member. The state counts only members that it has heard from lately.

use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::time::{Instant, sleep};

use crate::engine::fleet::using::lease;
use crate::guards::fleet::Fleet;
use crate::guards::lock;

/// The time between two signs of life, and the silence after which a limit needs one.
const PRESENCE: Duration = Duration::from_secs(10);
const SILENCE: Duration = Duration::from_secs(9);

/// Starts the task that sends signs of life, unless it runs already. It ends with the member.
pub(super) fn keep_present(fleet: &Arc<Fleet>) {
    let mut presence = lock(&fleet.presence);
    if presence.as_ref().is_some_and(|task| !task.is_finished()) {
        return;
    }
    // Weak, because the task would otherwise keep the client alive.
    let member = Arc::downgrade(fleet);
    *presence = Handle::try_current().ok().map(|runtime| {
        runtime.spawn(async move {
            loop {
                sleep(PRESENCE).await;
                match member.upgrade() {
                    Some(fleet) => say_so(&fleet).await,
                    None => return,
                }
            }
        })
    });
}

/// Tells the state that the member is there, for each limit whose turns it has not asked for lately.
async fn say_so(fleet: &Fleet) {
    for scope in fleet.scopes() {
        for (index, queue) in scope.limits.iter().enumerate() {
            let now = fleet.since_begun(Instant::now());
            let Some(rate) = queue.look(|leased, _| leased.idle(SILENCE, now)) else {
                continue;
            };
            let request = fleet.request(&scope, Some((index, &rate)), false, (0, 0));
            if let Some(lease) = lease(fleet, &request, || ()).await {
                let now = fleet.since_begun(Instant::now());
                queue.look(|leased, _| leased.take_lease(&lease, 0, None, now, now));
            }
        }
    }
}
