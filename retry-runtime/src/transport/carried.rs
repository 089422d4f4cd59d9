//! Requests of one client that another one carries, as its transport.
//!
//! Two clients that both retry would multiply their attempts, and neither would know. The outer one knows
//! the call and its deadline, so the inner one sends each request once.

use tokio::task_local;

// A local of the task and no argument: between the two clients there is a transport of the user's,
// through which nothing of ours can be handed. One that spawns a task of its own hides it, and then
// both clients retry.
task_local! {
    /// Set while a client of ours waits for a transport that is not.
    static IS_CARRIED: ();
}

/// Lets a transport do its work for a client.
pub(crate) fn carried<F: Future>(work: F) -> impl Future<Output = F::Output> {
    IS_CARRIED.scope((), work)
}

/// Tells whether this is the work of a transport for a client.
pub(crate) fn is_carried() -> bool {
    IS_CARRIED.try_with(|()| ()).is_ok()
}
