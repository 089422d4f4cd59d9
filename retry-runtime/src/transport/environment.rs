//! The clock and the draws of a client, which a test may replace.

use std::sync::Arc;

use rand::Rng;

use crate::policy::hooks::Observer;
use crate::request::BaseUrl;

/// Replaces the clock and the random draws of the clients that send through a transport for tests, and hears about
/// their calls. The transport installs it, so that no other code has to know that it is being tested.
pub(crate) trait Environment: Send + Sync {
    /// Hears of a client that is being built, and may give it a base URL if it needs one and has none.
    fn join(&self, base_urls: &mut Vec<BaseUrl>, needs_base_url: bool);

    /// The observer that sees the waits of that client.
    fn observer(&self) -> Arc<dyn Observer>;

    /// Hears that a call begins.
    fn begin(&self);

    /// Lends out the generator of the test.
    fn draw(&self, with: &mut dyn FnMut(&mut dyn Rng));
}

/// An environment that a transport installs.
#[derive(Clone)]
pub struct EnvironmentHandle(pub(crate) Arc<dyn Environment>);

impl std::fmt::Debug for EnvironmentHandle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("EnvironmentHandle")
    }
}
