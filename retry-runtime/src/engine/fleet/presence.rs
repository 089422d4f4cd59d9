//! A sign of life now and then: the state counts those it has heard of lately.

use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::time::{Instant, sleep};

use crate::engine::fleet::using::lease;
use crate::guards::fleet::Fleet;
use crate::guards::lock;

/// The time after which a member says that it is there, and the time for which it may have been silent by then.
const PRESENCE: Duration = Duration::from_secs(10);
const SILENCE: Duration = Duration::from_secs(9);
/// Sees to it that the state hears of the member now and then, for as long as there is one.
pub(super) fn keep_present(fleet: &Arc<Fleet>) {
    let mut presence = lock(&fleet.presence);
    if presence.as_ref().is_some_and(|task| !task.is_finished()) {
        return;
    }
    // Weak, or the task would keep the client alive whose end it waits for.
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

/// Tells the state that the member is there, of each limit that it has not asked for turns of lately.
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
