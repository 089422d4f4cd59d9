//! Measures what a call costs: through retry-client, through its peers, and through reqwest alone.

pub mod build;
pub mod callgrind;
pub mod cargo;
pub mod compile;
pub mod contestants;
pub mod delays;
pub mod drive;
pub mod environment;
pub mod held;
pub mod instructions;
pub mod lines;
pub mod origin;
pub mod report;
pub mod results;
pub mod server;
pub mod throughput;
mod tls;

/// Whatever went wrong; it ends the measurement.
pub type Failed = Box<dyn std::error::Error + Send + Sync>;
