//! The clock and the draws of a client, which a test may replace.

use std::sync::Arc;
use std::time::Duration;

use rand::Rng;

use crate::policy::hooks::Observer;
use crate::request::BaseUrl;

/// Replaces clock and draws of the clients that send through a transport for tests, and is told about
/// them. A transport installs it, so that nothing else has to know that it is being tested.
pub(crate) trait Environment: Send + Sync {
    /// Joins a client that is being built, and may give it a base URL if it has none but needs one.
    fn join(&self, base_urls: &mut Vec<BaseUrl>, needs_base_url: bool);

    /// Sees the waits of that client.
    fn observer(&self) -> Arc<dyn Observer>;

    /// A call begins.
    fn begin(&self);

    /// Computes a delay with the draws of the test.
    fn draw(&self, delay: &mut dyn FnMut(&mut dyn Rng) -> Duration) -> Duration;
}

/// An environment that a transport installs.
#[derive(Clone)]
pub struct EnvironmentHandle(pub(crate) Arc<dyn Environment>);

impl std::fmt::Debug for EnvironmentHandle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("EnvironmentHandle")
    }
}
