//! Room for recursion.

use std::panic::resume_unwind;
use std::thread;

/// Enough for values that are nested 256 deep, and schemas that are nested in as many, without optimisation. Threads of
/// tests and of async runtimes have 2 MiB. Only what is used is taken from the system.
const ROOM: usize = 256 << 20;

/// Does something that recurses as deep as the document does.
pub(crate) fn with_room<T: Send>(act: impl FnOnce() -> T + Send) -> std::io::Result<T> {
    // A scoped thread, so that what it does may borrow the document. A panic on it is one on the thread that waits.
    thread::scope(|scope| {
        let thread = thread::Builder::new()
            .stack_size(ROOM)
            .spawn_scoped(scope, act)?;
        Ok(thread.join().unwrap_or_else(|panic| resume_unwind(panic)))
    })
}
