//! Requests of one client that another client carries as its transport.
//!
//! Two clients that both retry would multiply their attempts without knowing it. The outer one knows the call and its
//! deadline, so the inner one sends each request once.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;

use tokio::task_local;

/// A flag, shared by all clients that a call passes through: one of them has repeated it with other credentials.
#[derive(Clone, Debug, Default)]
pub(crate) struct Renewed(Arc<AtomicBool>);

// A local of the task and not an argument, because the user's transport is between the two clients
// and passes on no argument of ours. If it spawns a task of its own, the flag is lost and both
// clients retry.
task_local! {
    /// Set while a client waits for the user's transport.
    static CARRIED: Renewed;
}

/// Runs the work of a transport for a call.
pub(crate) fn carried<F: Future>(renewed: Renewed, work: F) -> impl Future<Output = F::Output> {
    CARRIED.scope(renewed, work)
}

/// The flag of the call that the current transport works for, if there is one.
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
