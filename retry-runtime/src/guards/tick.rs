//! Time as a budget measures it.

use std::cell::Cell;
use std::time::Duration;

use tokio::time::Instant;

/// The ticks of the budget's clock in a second: 16 ms are fine enough for a decay over seconds. In 32 bits
/// they wrap after two years.
pub(crate) const TICKS_PER_SECOND: u64 = 64;
const NANOS_PER_TICK: u64 = 1_000_000_000 / TICKS_PER_SECOND;

/// Time since some fixed start, in ticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tick(pub(crate) u32);

/// The tick that all instants in a span have.
#[derive(Clone, Copy)]
struct Lap {
    begun: Instant,
    from: Instant,
    until: Instant,
    tick: Tick,
}

thread_local! {
    /// The last tick. Every call that succeeds asks for one, most often for the same as the call before it:
    /// two comparisons take a sixth of the instructions of a subtraction and a division.
    static LAST: Cell<Option<Lap>> = const { Cell::new(None) };
}

impl Tick {
    /// The present tick since the start.
    // Not inlined, and it reads the clock itself: an argument would have to be saved while the thread-local
    // is looked up, which takes as many instructions as the rest.
    #[inline(never)]
    pub(crate) fn now(begun: &Instant) -> Self {
        LAST.with(|last| Self::at_instant(last, *begun, Instant::now()))
    }

    #[inline]
    fn at_instant(last: &Cell<Option<Lap>>, begun: Instant, now: Instant) -> Self {
        match last.get() {
            // The start is compared too, as a thread works for many clients.
            Some(lap) if lap.begun == begun && lap.from <= now && now < lap.until => lap.tick,
            _ => Self::counted(last, begun, now),
        }
    }

    #[inline(never)]
    fn counted(last: &Cell<Option<Lap>>, begun: Instant, now: Instant) -> Self {
        let elapsed = now.saturating_duration_since(begun);
        let tick = Self::at(elapsed);
        let left = NANOS_PER_TICK - u64::from(elapsed.subsec_nanos()) % NANOS_PER_TICK;
        // From now on, and not from the beginning of the tick: time only moves forward.
        if now >= begun
            && let Some(until) = now.checked_add(Duration::from_nanos(left))
        {
            last.set(Some(Lap {
                begun,
                from: now,
                until,
                tick,
            }));
        }
        tick
    }

    /// The tick of a time since the start.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "ticks wrap after two years"
    )]
    pub(crate) fn at(elapsed: Duration) -> Self {
        let ticks = elapsed.as_secs() * TICKS_PER_SECOND
            + u64::from(elapsed.subsec_nanos()) / NANOS_PER_TICK;
        Self(ticks as u32)
    }

    /// The ticks since an earlier one; 0 if another thread has written a later one meanwhile.
    pub(crate) fn since(self, earlier: Self) -> u32 {
        let ticks = self.0.wrapping_sub(earlier.0);
        if ticks > u32::MAX / 2 { 0 } else { ticks }
    }

    pub(crate) fn later_by(self, ticks: u32) -> Self {
        Self(self.0.wrapping_add(ticks))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_remembered_tick_equals_the_computed_one(
            steps in prop::collection::vec((0..2_usize, -20_000_000..20_000_000_i64), 1..100),
        ) {
            let (last, origin) = (Cell::new(None), Instant::now());
            let begun = [origin, origin + Duration::from_nanos(12_345_678)];
            let mut now = origin + Duration::from_secs(1);
            for (client, step) in steps {
                let length = Duration::from_nanos(step.unsigned_abs());
                now = if step < 0 { now - length } else { now + length };
                let begun = begun[client];
                let counted = Tick::at(now.saturating_duration_since(begun));
                prop_assert_eq!(Tick::at_instant(&last, begun, now), counted);
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn the_present_tick_follows_the_clock() {
        let begun = Instant::now();
        for (after, tick) in [(0, 0), (15, 0), (1, 1), (984, 64)] {
            tokio::time::advance(Duration::from_millis(after)).await;
            assert_eq!(Tick::now(&begun), Tick(tick));
        }
        // An instant before the start is the start.
        assert_eq!(Tick::now(&(begun + Duration::from_hours(1))), Tick(0));
    }
}
