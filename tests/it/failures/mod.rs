//! Failures: everything that can go wrong, and what an error says about it.

// About the transport that is built alone: it has another beside it only where both are compared.
#[cfg(not(retry_client_over_reqwest))]
mod built;
mod chaos;
mod connections;
mod dropped;
mod error_bodies;
mod errors;
mod faults;
mod panics;
mod redirects;
