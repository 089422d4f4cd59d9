//! Requests of one client that another one carries, as its transport.
//!
//! Two clients that both retry would multiply their attempts, and neither would know. The outer one knows
//! the call and its deadline, so the inner one sends each request once.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;

use tokio::task_local;

/// Notes, for all clients that a call goes through, that one of them has repeated it with other credentials.
#[derive(Clone, Debug, Default)]
pub(crate) struct Renewed(Arc<AtomicBool>);

// A local of the task and no argument: between the two clients there is a transport of the user's,
// through which nothing of ours can be handed. One that spawns a task of its own hides it, and then
// both clients retry.
task_local! {
    /// Set while a client of ours waits for a transport that is not.
    static CARRIED: Renewed;
}

/// Lets a transport do its work for a call.
pub(crate) fn carried<F: Future>(renewed: Renewed, work: F) -> impl Future<Output = F::Output> {
    CARRIED.scope(renewed, work)
}

/// The note of the call that a transport does its work for, if that is one of ours.
pub(crate) fn carrying() -> Option<Renewed> {
    CARRIED.try_with(Renewed::clone).ok()
}

impl Renewed {
    pub(crate) fn get(&self) -> bool {
        self.0.load(Relaxed)
    }

    pub(crate) fn set(&self, is_renewed: bool) {
        self.0.store(is_renewed, Relaxed);
    }
}
