//! Integration tests: the whole library, against sockets and in-memory transports.

#![expect(
    clippy::unwrap_used,
    reason = "a helper of a test may end it, as the test itself may"
)]

mod support;

mod answers;
mod bodies;
mod credentials;
mod declare;
mod failures;
mod guards;
mod house;
mod kit;
mod observe;
mod pages;
mod retry;
