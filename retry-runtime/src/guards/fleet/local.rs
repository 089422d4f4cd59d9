//! A shared state in memory, for the clients of one process.

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::time::Instant;

use crate::error::BoxError;
use crate::guards::fleet::ledger::Ledger;
use crate::guards::fleet::shared_state::{Lease, LeaseRequest, PauseRequest, SharedState};
use crate::guards::lock::lock;

/// A [`SharedState`] in memory, for clients of one process that share a quota and no
/// [`Guards`](crate::Guards): of one trait with several keys, or of traits with the same `name`. Clones share it.
///
/// ```
/// use retry_runtime::fleet::LocalState;
/// use retry_runtime::{Quota, RetryClient};
///
/// let state = LocalState::new();
/// let client = RetryClient::builder().fleet(state, Quota::key("tenant-7")).build()?;
/// # Ok::<(), retry_runtime::Error>(())
/// ```
#[derive(Clone)]
pub struct LocalState {
    begun: Instant,
    ledger: Arc<Mutex<Ledger>>,
}

impl LocalState {
    /// A new state without any accounts.
    #[must_use]
    pub fn new() -> Self {
        Self {
            begun: Instant::now(),
            ledger: Arc::default(),
        }
    }

    fn look<T>(&self, look: impl FnOnce(&mut Ledger, Duration) -> T) -> T {
        look(&mut lock(&self.ledger), self.begun.elapsed())
    }
}

impl Default for LocalState {
    fn default() -> Self {
        Self::new()
    }
}

impl SharedState for LocalState {
    async fn lease(&self, request: &LeaseRequest) -> Result<Lease, BoxError> {
        Ok(self.look(|ledger, now| ledger.lease(request, now)))
    }

    async fn pause(&self, request: &PauseRequest) -> Result<(), BoxError> {
        self.look(|ledger, now| ledger.pause(request, now));
        Ok(())
    }
}

impl fmt::Debug for LocalState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LocalState")
    }
}
