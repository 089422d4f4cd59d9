//! Integration tests: the whole library, against sockets and in-memory transports.

#![expect(
    clippy::unwrap_used,
    reason = "a helper of a test may end it, as the test itself may"
)]

mod ad_hoc;
mod alone;
mod broken;
mod depot;
mod draws;
mod memory;
mod mirror;
mod receiver;
mod refusing;
mod scratch;
mod script;
mod server;
mod wire;

mod answers;
mod answers_broken;
mod arguments;
mod arrivals;
mod backoff;
mod bad_input;
mod bodies;
mod cancellation;
mod compressed;
mod connections;
mod corpus;
mod crowd;
mod deadline;
mod declarations;
mod delays;
mod documents;
mod downloads;
mod dropped;
mod empty_bodies;
mod error_bodies;
mod errors;
mod events;
mod failover;
mod faults;
mod files;
mod generated;
mod headers;
mod hooks;
mod hygiene;
mod judged_streams;
mod limits;
mod merging;
mod mistakes;
mod nested;
mod observers;
mod overrides;
mod panics;
mod paths;
mod policies;
mod properties;
mod refused;
mod resumed;
mod retry_after;
mod security;
mod seed;
mod settings;
mod streams;
mod telemetry;
mod testing;
mod tokens;
mod transports;
mod until;
mod uploads;
mod urls;
mod when;
