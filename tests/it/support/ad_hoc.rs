//! A `RetryClient` for tests in memory.

use std::time::Duration;

use retry_client::{Policy, RetryClient, Strategy};

use crate::support::memory::MemoryTransport;

/// Any URL will do, as a transport in memory goes nowhere.
pub(crate) const URL: &str = "http://memory/";

/// A hundred milliseconds between attempts, three of them.
pub(crate) const STEADY: Policy = Policy::new(Strategy::constant(Duration::from_millis(100)));

/// A client that sends to a script.
pub(crate) fn in_memory(memory: &MemoryTransport, policy: Policy) -> RetryClient {
    let builder = RetryClient::builder().transport(memory.clone());
    builder.retry(|_| policy).build().unwrap()
}
