//! A shared state in virtual time, which can be made to fail.

use std::collections::HashMap;
use std::fmt;
use std::future::pending;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::error::BoxError;
use crate::guards::fleet::{Lease, LeaseRequest, Ledger, PauseRequest, SharedState};
use crate::testing::clock;

/// A [`SharedState`](crate::SharedState) for tests, in virtual time. Several clients of one test share it as the
/// processes of a fleet share a Redis, and it can be made to fail. Clones share one state.
///
/// ```
/// use std::time::Duration;
/// use retry_client::testing::{Stub, StubState, json};
/// use retry_client::{Quota, Result, client};
///
/// #[client(base_url = "https://llm.example.com")]
/// #[rate_limit(10 per 1s)]
/// trait Llm {
///     #[get("/models")]
///     async fn models(&self) -> Result<Vec<String>>;
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let (stub, state) = (Stub::new(), StubState::new());
/// stub.get("/models").answer(json(&["m"]).forever());
/// let member = || {
///     let builder = LlmClient::builder().transport(stub.clone());
///     builder.fleet(state.clone(), Quota::key("tenant-7").members(2)).build().unwrap()
/// };
/// let (one, other) = (member(), member());
/// for _ in 0..10 {
///     one.models().await.unwrap();
///     other.models().await.unwrap();
/// }
/// // Ten at once, and ten more in a second, for both of them together.
/// assert_eq!(stub.requests().len(), 20);
/// assert!(stub.requests()[19].at() >= Duration::from_millis(990));
///
/// // Nobody fails because of the state.
/// state.fail();
/// one.models().await.unwrap();
/// # }
/// ```
#[derive(Clone)]
pub struct StubState {
    started: Instant,
    inner: Arc<Mutex<Inner>>,
}

#[derive(Default)]
struct Inner {
    ledger: Ledger,
    fault: Fault,
    /// The ends of pauses of whole quotas.
    pauses: HashMap<String, Duration>,
    uses: usize,
}

#[derive(Clone, Copy, Default)]
enum Fault {
    #[default]
    None,
    Fails,
    Hangs,
    Late(Duration),
}

impl StubState {
    /// An empty state. It stops the clock of the test's runtime, as a
    /// [`Stub`](crate::testing::Stub) does.
    ///
    /// # Panics
    ///
    /// In a runtime of several threads, whose clock cannot be stopped.
    #[must_use]
    #[track_caller]
    pub fn new() -> Self {
        clock::stop();
        Self {
            started: Instant::now(),
            inner: Arc::default(),
        }
    }

    /// Fails at once from now on, like a Redis that was killed.
    pub fn fail(&self) {
        self.lock().fault = Fault::Fails;
    }

    /// Does not respond from now on, like a Redis that was stopped.
    pub fn hang(&self) {
        self.lock().fault = Fault::Hangs;
    }

    /// Responds with this delay from now on.
    pub fn delay(&self, delay: Duration) {
        self.lock().fault = Fault::Late(delay);
    }

    /// Responds at once again. Its state is kept.
    pub fn recover(&self) {
        self.lock().fault = Fault::None;
    }

    /// Forgets everything, like a Redis that was restarted without its data.
    pub fn forget(&self) {
        let mut inner = self.lock();
        inner.ledger = Ledger::default();
        inner.pauses.clear();
    }

    /// Pauses all limits of a quota that follow pauses, as if the server had told another member.
    pub fn pause(&self, key: &str, left: Duration) {
        let until = self.started.elapsed().saturating_add(left);
        self.lock().pauses.insert(key.to_owned(), until);
    }

    /// The number of times it was used, failures included.
    #[must_use]
    pub fn uses(&self) -> usize {
        self.lock().uses
    }

    /// Uses the state, after the fault that the test has set.
    async fn with<T>(&self, with: impl FnOnce(&mut Inner, Duration) -> T) -> Result<T, BoxError> {
        // The lock is not held during the fault: other members use the state in the meantime.
        let fault = {
            let mut inner = self.lock();
            inner.uses += 1;
            inner.fault
        };
        match fault {
            Fault::None => {}
            Fault::Fails => return Err("the state was told to fail".into()),
            Fault::Hangs => pending().await,
            Fault::Late(delay) => sleep(delay).await,
        }
        Ok(with(&mut self.lock(), self.started.elapsed()))
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for StubState {
    fn default() -> Self {
        Self::new()
    }
}

impl SharedState for StubState {
    async fn lease(&self, request: &LeaseRequest) -> Result<Lease, BoxError> {
        self.with(|inner, now| {
            let until = inner.pauses.get(&*request.quota).copied();
            let left = until.unwrap_or_default().saturating_sub(now);
            if let Some(pause) = &request.pause
                && !left.is_zero()
            {
                let pause = PauseRequest {
                    quota: Arc::clone(&request.quota),
                    pause: Arc::clone(pause),
                    left,
                    exhausted: false,
                };
                inner.ledger.pause(&pause, now);
            }
            inner.ledger.lease(request, now)
        })
        .await
    }

    async fn pause(&self, request: &PauseRequest) -> Result<(), BoxError> {
        self.with(|inner, now| inner.ledger.pause(request, now))
            .await
    }
}

impl fmt::Debug for StubState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StubState")
            .field("uses", &self.uses())
            .finish_non_exhaustive()
    }
}
