//! Uses of the state: each of them is bounded and reported, and none is made while the state is out of reach.

use std::time::Duration;

use tokio::time::{Instant, timeout};

use crate::error::BoxError;
use crate::guards::fleet::{Availability, Fleet, Lease, LeaseRequest};
use crate::telemetry;

/// The time that a use of the state may take.
pub(super) const USE: Duration = Duration::from_millis(20);

/// Asks for a lease.
pub(super) async fn lease(
    fleet: &Fleet,
    request: &LeaseRequest,
    mark: impl FnOnce(),
) -> Option<Lease> {
    using(fleet, mark, fleet.state.lease_boxed(request)).await
}

/// Uses the state once, for `USE` at most, unless it is out of reach.
pub(super) async fn using<T>(
    fleet: &Fleet,
    mark: impl FnOnce(),
    used: impl Future<Output = Result<T, BoxError>>,
) -> Option<T> {
    let begun = Instant::now();
    let since = fleet.since_begun(begun);
    if !fleet.availability(|state| state.may_ask(since)) {
        return None;
    }
    // Only a use that is made counts, because one that is left out costs the state nothing.
    mark();
    let result = match timeout(USE, used).await {
        Ok(Ok(response)) => Ok(response),
        Ok(Err(error)) => Err(Some(error)),
        Err(_) => Err(None),
    };
    telemetry::fleet_used(fleet.service, &result, begun.elapsed());
    match result {
        Ok(response) => {
            if fleet.availability(Availability::reached) {
                telemetry::fleet_is_back(fleet.service);
            }
            Some(response)
        }
        Err(error) => {
            let now = fleet.since_begun(Instant::now());
            if fleet.availability(|state| state.failed(since, now)) {
                telemetry::fleet_is_out_of_reach(fleet.service, error.as_deref());
            }
            None
        }
    }
}
