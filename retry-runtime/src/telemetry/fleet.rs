//! Spans and metrics of the state that a fleet shares. The key of a quota is in none of them: there
//! may be many.

use std::time::Duration;

use crate::error::BoxError;

/// Names of the metrics.
#[cfg(feature = "metrics")]
mod names {
    pub(super) const USES: &str = "retry_client_fleet_uses_total";
    pub(super) const USE_DURATION: &str = "retry_client_fleet_use_duration_seconds";
    pub(super) const CHANGES: &str = "retry_client_fleet_changes_total";
    pub(super) const MEMBERS: &str = "retry_client_fleet_members";
}

/// Tells the recorder what there will be.
pub(crate) fn describe_fleet() {
    #[cfg(feature = "metrics")]
    {
        use metrics::{Unit, describe_counter, describe_gauge, describe_histogram};
        describe_counter!(
            names::USES,
            Unit::Count,
            "Uses of the state that a fleet shares."
        );
        describe_histogram!(
            names::USE_DURATION,
            Unit::Seconds,
            "The time that they took."
        );
        describe_counter!(
            names::CHANGES,
            Unit::Count,
            "Changes between the fleet's limits and a share of them."
        );
        describe_gauge!(names::MEMBERS, Unit::Count, "Members that share a limit.");
    }
}

/// A use of the state is over: with a response, an error, or out of time (`None`).
pub(crate) fn fleet_used<T>(
    service: &'static str,
    result: &Result<T, Option<BoxError>>,
    took: Duration,
) {
    #[cfg(feature = "metrics")]
    {
        let outcome = match result {
            Ok(_) => "ok",
            Err(Some(_)) => "error",
            Err(None) => "timeout",
        };
        metrics::counter!(names::USES, "service" => service, "outcome" => outcome).increment(1);
        metrics::histogram!(names::USE_DURATION, "service" => service).record(took);
    }
    #[cfg(not(feature = "metrics"))]
    let _ = (service, result, took);
}

/// So many members share a limit.
pub(crate) fn fleet_members(service: &'static str, members: u32) {
    #[cfg(feature = "metrics")]
    metrics::gauge!(names::MEMBERS, "service" => service).set(members);
    #[cfg(not(feature = "metrics"))]
    let _ = (service, members);
}

/// The state is out of reach, and the client goes on with its share.
pub(crate) fn fleet_is_out_of_reach(
    service: &'static str,
    error: Option<&(dyn std::error::Error + Send + Sync)>,
) {
    changed(service, "share");
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

/// The state is back.
pub(crate) fn fleet_is_back(service: &'static str) {
    changed(service, "fleet");
    #[cfg(feature = "tracing")]
    tracing::info!(target: "retry_client", { retry.service = service }, "shared state is back");
}

fn changed(service: &'static str, to: &'static str) {
    #[cfg(feature = "metrics")]
    metrics::counter!(names::CHANGES, "service" => service, "to" => to).increment(1);
    #[cfg(not(feature = "metrics"))]
    let _ = (service, to);
}
