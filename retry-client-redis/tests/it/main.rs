//! The state in a real server, which the tests start themselves.

#![expect(
    clippy::unwrap_used,
    reason = "a helper of a test may end it, as the test itself may"
)]
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "processes and servers live in real time"
)]

mod api;
#[cfg(feature = "cluster")]
mod cluster;
mod exact;
mod faults;
mod fleet;
mod load;
mod members;
mod operators;
mod processes;
mod proxy;
#[cfg(feature = "sentinel")]
mod sentinel;
mod server;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod tls;
mod told;
