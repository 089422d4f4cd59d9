//! Retries: what is repeated, when, how often, and who decides.

mod arrivals;
mod backoff;
mod cancellation;
mod deadline;
mod deadline_header;
mod delays;
mod failover;
mod hooks;
mod merging;
mod overrides;
mod pitfalls;
mod policies;
mod properties;
mod quota_headers;
mod retry_after;
mod seed;
mod settings;
mod tokens;
mod until;
mod when;
