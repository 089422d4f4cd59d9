//! Observability: observers, spans, metrics, and the secrets that none of them shows.

mod crowd;
mod observers;
mod security;
mod telemetry;
