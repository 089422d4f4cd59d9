//! Virtual time: tokio's clock stands still and jumps to the next timer once nothing else is left to do.

use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::task::unconstrained;
use tokio::time::{Instant, advance, pause, sleep_until};

/// How exact timers are: they count these since their runtime began.
const TICK: Duration = Duration::from_millis(1);

/// Stops the clock of the runtime that this is called in, if there is one and it still goes. Tells
/// whether there is one.
///
/// # Panics
///
/// In a runtime of several threads, whose clock cannot be stopped.
#[track_caller]
pub(super) fn stop() -> bool {
    let Ok(runtime) = Handle::try_current() else {
        return false;
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
        align();
    }
    true
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

/// Moves a clock that has been stopped between two ticks on to the next. Otherwise every timer would
/// be late by a tick.
fn align() {
    let now = Instant::now();
    let since = last_tick(now).map_or(Duration::ZERO, |tick| now - tick);
    let over = since.subsec_nanos() % TICK.subsec_nanos();
    if over > 0 {
        // It advances when it is polled, and then yields, for which there is no need.
        let _ = once(advance(TICK - Duration::from_nanos(over.into())));
    }
}

/// The tick at which the timers of this runtime were looked at last. They do not tell, but a timer
/// is over as soon as it is asked only if it was due by then.
fn last_tick(now: Instant) -> Option<Instant> {
    let is_over = |back| Some(once(sleep_until(now.checked_sub(back)?)).is_ready());
    let (mut near, mut far) = (Duration::ZERO, TICK);
    while !is_over(far)? {
        (near, far) = (far, far.checked_mul(2)?);
    }
    while far - near > Duration::from_nanos(1) {
        let middle = near + (far - near) / 2;
        if is_over(middle)? {
            far = middle;
        } else {
            near = middle;
        }
    }
    now.checked_sub(far)
}

/// Polls a future once, without a task to be woken.
fn once<F: Future>(future: F) -> Poll<F::Output> {
    pin!(unconstrained(future)).poll(&mut Context::from_waker(Waker::noop()))
}
