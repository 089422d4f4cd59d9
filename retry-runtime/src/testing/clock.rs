//! Virtual time: tokio's clock stands still and jumps to the next timer once nothing else is left to do.

use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::time::{Instant, pause};

/// Stops the clock of the runtime that this is called in, if there is one and it still goes.
///
/// # Panics
///
/// In a runtime of several threads, whose clock cannot be stopped.
#[track_caller]
pub(super) fn stop() {
    let Ok(runtime) = Handle::try_current() else {
        return;
    };
    assert!(
        runtime.runtime_flavor() == RuntimeFlavor::CurrentThread,
        "a `Stub` lives in virtual time, which a runtime of several threads does not have: \
         leave `flavor = \"multi_thread\"` out of `#[tokio::test]`, or build the test's runtime \
         with `tokio::runtime::Builder::new_current_thread()`"
    );
    // Stopping a clock twice is a panic, and tokio does not tell whether it was done.
    if goes() {
        pause();
    }
}

/// Whether tokio's clock moves as the system's does.
#[expect(
    clippy::disallowed_types,
    reason = "the clock that cannot be stopped tells whether the other one was"
)]
fn goes() -> bool {
    let (here, outside) = (Instant::now(), std::time::Instant::now());
    while outside == std::time::Instant::now() {
        std::hint::spin_loop();
    }
    here != Instant::now()
}
