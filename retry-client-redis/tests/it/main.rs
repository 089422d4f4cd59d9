//! The state in a real server, which the tests start themselves.

#![expect(
    clippy::unwrap_used,
    reason = "a helper of a test may end it, as the test itself may"
)]

mod faults;
mod fleet;
mod operators;
mod processes;
mod server;
