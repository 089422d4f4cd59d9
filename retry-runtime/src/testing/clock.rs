//! Virtual time: tokio's clock is stopped, and jumps to the next timer once nothing else is left to do.
//!
//! tokio does the jumping. The code here stops the clock early enough, once, and on a tick: tests compare waits by
//! `==`, and a part of a tick that had passed before the stop would be in every wait. tokio reports neither whether
//! its clock is stopped nor where its ticks lie, so both are measured from outside.

use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::task::unconstrained;
use tokio::time::{Instant, advance, pause, sleep_until};

/// The resolution of timers, in nanoseconds: they count ticks since their runtime began.
const TICK: u64 = 1_000_000;

/// Stops the clock of the current runtime, unless that was done before. Returns `false` outside of a runtime.
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
    // Stopping a clock twice panics, and tokio does not report whether it is stopped.
    if is_running() {
        pause();
        align();
    }
    true
}

/// Tells whether tokio's clock moves with the system's.
#[expect(
    clippy::disallowed_types,
    reason = "a clock that cannot be stopped shows whether the other one was"
)]
fn is_running() -> bool {
    let (here, outside) = (Instant::now(), std::time::Instant::now());
    // Until the system's clock has moved: on a coarse one, two readings in a row may be equal.
    while outside == std::time::Instant::now() {
        std::hint::spin_loop();
    }
    here != Instant::now()
}

/// Advances a clock that was stopped between two ticks to the next one. Otherwise every timer would be late by a tick.
fn align() {
    let into_tick = since_a_tick(Instant::now()).unwrap_or(0) % TICK;
    if into_tick > 0 {
        let rest = Duration::from_nanos(TICK - into_tick);
        // The future advances the clock at its first poll, and only yields after that.
        let _ = once(advance(rest));
    }
}

/// The time, in nanoseconds, since the tick at which this runtime last looked at its timers. tokio does not report it,
/// but a new timer is over at its first poll only if it was due by that tick.
fn since_a_tick(now: Instant) -> Option<u64> {
    let is_over = |ago| {
        let due = now.checked_sub(Duration::from_nanos(ago))?;
        Some(once(sleep_until(due)).is_ready())
    };
    let (mut near, mut far) = (0, TICK);
    // The distance is doubled until a timer that far back is over at once. The tick lies between this distance
    // and the one before, and is found by bisection.
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

/// Polls a future once, without a task to wake.
fn once<F: Future>(future: F) -> Poll<F::Output> {
    pin!(unconstrained(future)).poll(&mut Context::from_waker(Waker::noop()))
}
