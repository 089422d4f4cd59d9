//! Measures what a call costs: through retry-client, through its peers, and through reqwest alone.

pub mod callgrind;
pub mod contestants;
pub mod drive;
pub mod environment;
pub mod instructions;
pub mod origin;
pub mod results;
pub mod server;

/// Whatever went wrong; it ends the measurement.
pub type Failed = Box<dyn std::error::Error + Send + Sync>;
