//! Events and metrics of the state that a fleet shares. They never contain the key of a quota, because there may be
//! many of them.

use std::time::Duration;

use crate::error::BoxError;
use crate::telemetry::recorder::{self, count, record, set};

const USES: &str = "retry_client_fleet_uses_total";
const USE_DURATION: &str = "retry_client_fleet_use_duration_seconds";
const CHANGES: &str = "retry_client_fleet_changes_total";
const MEMBERS: &str = "retry_client_fleet_members";

/// Describes the metrics of a fleet to the recorder.
pub(crate) fn describe_fleet() {
    let counters = [
        (USES, "Uses of the state that a fleet shares."),
        (
            CHANGES,
            "Changes between the fleet's limits and a share of them.",
        ),
    ];
    let durations = [(USE_DURATION, "The time that they took.")];
    let gauges = [(MEMBERS, "Members that share a limit.")];
    recorder::describe(&counters, &durations, &gauges);
}

/// Records a use of the state: its response, its error, or `None` if it took too long.
pub(crate) fn fleet_used<T>(
    service: &'static str,
    result: &Result<T, Option<BoxError>>,
    took: Duration,
) {
    let outcome = match result {
        Ok(_) => "ok",
        Err(Some(_)) => "error",
        Err(None) => "timeout",
    };
    count(USES, [("service", service), ("outcome", outcome)]);
    record(USE_DURATION, [("service", service)], took);
}

/// Records the number of members that share a limit.
pub(crate) fn fleet_members(service: &'static str, members: u32) {
    set(MEMBERS, [("service", service)], members);
}

/// Reports that the state is out of reach, so that the client continues with its share.
pub(crate) fn fleet_is_out_of_reach(
    service: &'static str,
    error: Option<&(dyn std::error::Error + Send + Sync)>,
) {
    count(CHANGES, [("service", service), ("to", "share")]);
    #[cfg(feature = "tracing")]
    {
        // `USE` of `engine::fleet`, which this layer may not import.
        let error = error.map_or_else(|| "no response in 20 ms".to_owned(), ToString::to_string);
        tracing::warn!(
            target: "retry_client",
            { retry.service = service, error = error },
            "shared state out of reach, going on with a share of the limits",
        );
    }
    #[cfg(not(feature = "tracing"))]
    let _ = error;
}

/// Reports that the state is back.
pub(crate) fn fleet_is_back(service: &'static str) {
    count(CHANGES, [("service", service), ("to", "fleet")]);
    #[cfg(feature = "tracing")]
    tracing::info!(target: "retry_client", { retry.service = service }, "shared state is back");
}
