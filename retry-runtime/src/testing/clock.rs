//! Virtual time: tokio's clock stands still and jumps to the next timer once nothing else is left
//! to do.
//!
//! tokio does the jumping; what is done here is to stop the clock in time, once, and on a tick.
//! Tests compare waits by `==`, so half a millisecond of a tick that had begun before the clock
//! stopped would be in each of them. tokio tells neither whether its clock is stopped nor where its
//! ticks lie, so both are measured from outside.

use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::task::unconstrained;
use tokio::time::{Instant, advance, pause, sleep_until};

/// The resolution of timers, in nanoseconds: they count ticks since their runtime began.
const TICK: u64 = 1_000_000;

/// Stops the clock of the runtime that this is called in, if there is one and it still goes. Tells
/// whether there is one.
///
/// # Panics
///
/// In a runtime of several threads, whose clock cannot be stopped.
#[track_caller]
pub(crate) fn stop() -> bool {
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

/// Tells if tokio's clock moves as the system's does.
#[expect(
    clippy::disallowed_types,
    reason = "the clock that cannot be stopped tells whether the other one was"
)]
fn goes() -> bool {
    let (here, outside) = (Instant::now(), std::time::Instant::now());
    // Until the system's clock has moved: on a coarse one, two readings in a row may be equal.
    while outside == std::time::Instant::now() {
        std::hint::spin_loop();
    }
    here != Instant::now()
}

/// Moves a clock that has been stopped between two ticks on to the next. Otherwise every timer would
/// be late by a tick.
fn align() {
    let over = since_a_tick(Instant::now()).unwrap_or(0) % TICK;
    if over > 0 {
        let rest = Duration::from_nanos(TICK - over);
        // It advances when it is polled, and then yields, for which there is no need.
        let _ = once(advance(rest));
    }
}

/// The time, in nanoseconds, since the tick at which the timers of this runtime were looked at last.
/// They do not tell, but a timer is over as soon as it is asked only if it was due by then.
fn since_a_tick(now: Instant) -> Option<u64> {
    let is_over = |ago| {
        let due = now.checked_sub(Duration::from_nanos(ago))?;
        Some(once(sleep_until(due)).is_ready())
    };
    let (mut near, mut far) = (0, TICK);
    // A bound is doubled until a timer that lies so far back is over at once; the tick lies between
    // that one and the one before, and is found by halving.
    while !is_over(far)? {
        (near, far) = (far, far.checked_mul(2)?);
    }
    while far - near > 1 {
        let middle = u64::midpoint(near, far);
        if is_over(middle)? {
            far = middle;
        } else {
            near = middle;
        }
    }
    Some(far)
}

/// Polls a future once, without a task to be woken.
fn once<F: Future>(future: F) -> Poll<F::Output> {
    pin!(unconstrained(future)).poll(&mut Context::from_waker(Waker::noop()))
}
