//! The shortest waits of a strategy, computed in a constant.
//!
//! A declaration whose last attempt can never happen does not compile. The macro finds this out for
//! literals; if a key is a const expression, const evaluation has to. Floats are multiplied step by step
//! here, since `powi` is not a const function.

use super::{Curve, Jitter, Strategy};

/// The number of waits after which further ones make no difference. Const evaluation is slow.
const ENOUGH: u32 = 1_000;

impl Strategy {
    /// Tells whether `retries` waits take longer than `timeout`, in nanoseconds, even if all are the shortest.
    pub(crate) const fn outlasts(&self, retries: u32, timeout: u128) -> bool {
        let base = self.base_or_default().as_nanos();
        let (mut grown, mut this, mut next) = (base, 1_u128, 2_u128);
        let (mut sum, mut retry) = (0_u128, 0);
        // One loop carries the values of three curves, as a constant cannot hold a closure for each.
        while retry < retries && retry < ENOUGH {
            sum = sum.saturating_add(self.least(retry, grown, base.saturating_mul(this)));
            if sum > timeout {
                return true;
            }
            grown = times(grown, self.factor_or_default());
            (this, next) = (next, this.saturating_add(next));
            retry += 1;
        }
        false
    }

    /// The shortest delay before a retry. `grown` is base · factor^i, `fibonacci` that of the sequence.
    const fn least(&self, retry: u32, grown: u128, fibonacci: u128) -> u128 {
        let (base, max) = (
            self.base_or_default().as_nanos(),
            self.max_or_default().as_nanos(),
        );
        match self.curve {
            Curve::Inherited | Curve::Exponential => match self.jitter_or_default() {
                // With full jitter every delay may be zero, so no number of attempts is too many.
                Jitter::Full => 0,
                Jitter::Equal => smaller(grown, max) / 2,
                Jitter::None => smaller(grown, max),
            },
            Curve::Jitter => smaller(grown, max),
            Curve::Random => self.min_or_default().as_nanos(),
            Curve::Fibonacci => smaller(fibonacci, max),
            Curve::Linear => smaller(base.saturating_mul(retry as u128 + 1), max),
            Curve::Constant => base,
            Curve::Decorrelated => smaller(base, max),
            Curve::List(list) => list.delay(retry).as_nanos(),
            // Nobody knows what the user's code returns before it runs.
            Curve::Custom(_) => 0,
        }
    }
}

const fn smaller(a: u128, b: u128) -> u128 {
    if a < b { a } else { b }
}

/// Multiplies, and saturates as a cast from a float does.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a wait that is off by a few nanoseconds decides nothing"
)]
const fn times(nanos: u128, factor: f64) -> u128 {
    (nanos as f64 * factor) as u128
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::{Jitter, Strategy};

    #[test]
    fn the_shortest_waits_are_those_that_are_slept_without_jitter() {
        let ms = Duration::from_millis;
        let table = [
            (Strategy::exponential(), 5, 0),
            (Strategy::exponential().with_jitter(Jitter::None), 3, 700),
            (Strategy::exponential().with_jitter(Jitter::Equal), 3, 350),
            (Strategy::jitter().max(ms(250)), 3, 550),
            (Strategy::random(), 3, 300),
            (Strategy::fibonacci(), 4, 11_000),
            (Strategy::linear(), 3, 600),
            (Strategy::constant(ms(5)), 3, 15),
            (Strategy::decorrelated(), 3, 300),
            (Strategy::list(&[ms(1), ms(10)]), 3, 21),
        ];
        for (strategy, retries, least) in table {
            let nanos = ms(least).as_nanos();
            assert!(!strategy.outlasts(retries, nanos), "{strategy:?}");
            assert_eq!(
                strategy.outlasts(retries, nanos.saturating_sub(1)),
                least > 0,
                "{strategy:?}"
            );
        }
    }
}
