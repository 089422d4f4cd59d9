//! Integration tests: the whole library, against sockets and in-memory transports.

#![expect(
    clippy::unwrap_used,
    reason = "a helper of a test may end it, as the test itself may"
)]
#![cfg_attr(
    retry_client_over_reqwest,
    allow(
        dead_code,
        reason = "the modules about the transport that is built are left out, and their helpers are not"
    )
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
