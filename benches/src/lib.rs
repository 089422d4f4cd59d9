//! Measures what a call costs: through retry-client, through its peers, and through reqwest alone.

pub mod callgrind;
pub mod contestants;
pub mod delays;
pub mod drive;
pub mod environment;
pub mod held;
pub mod instructions;
pub mod origin;
pub mod results;
pub mod server;
pub mod throughput;

/// Whatever went wrong; it ends the measurement.
pub type Failed = Box<dyn std::error::Error + Send + Sync>;
