//! Runtimes beside that of a test, which may end before it.

use tokio::runtime::{Builder, Runtime};

/// A runtime with so many threads of its own.
pub(crate) fn runtime(threads: usize) -> Runtime {
    let mut builder = Builder::new_multi_thread();
    builder
        .worker_threads(threads)
        .enable_all()
        .build()
        .unwrap()
}
