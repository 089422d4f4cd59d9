//! The delay of a strategy: from its curve, and above the floor that a server sets.

use std::time::Duration;

use rand::Rng;

use super::arithmetic::nanos;
use super::jitter::uniform;
use super::{
    BackoffContext, Curve, Jitter, Strategy, decorrelated, exponential, fibonacci, linear,
};

/// A delay that takes the floor of a server into account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct StrategyDelay {
    pub(crate) delay: Duration,
    /// `true` if the server's wait decides, as it is longer than the strategy's delay.
    pub(crate) is_floor: bool,
}

impl Strategy {
    /// The delay before retry `wait.retry()`.
    pub(crate) fn delay(&self, wait: &BackoffContext<'_>, rng: &mut dyn Rng) -> Duration {
        let (retry, base, max) = (wait.retry, self.base_or_default(), self.max_or_default());
        let factor = self.factor_or_default();
        match self.curve {
            Curve::Inherited | Curve::Exponential => {
                // The cap first, then the jitter below it. The other way round, most delays would end
                // at the cap.
                let ceiling = exponential::delay(base, factor, retry).min(nanos(max));
                Duration::from_nanos(self.jitter_or_default().spread(ceiling, rng))
            }
            Curve::Jitter => {
                let extra = uniform(Duration::ZERO, self.spread_or_default(), rng);
                Duration::from_nanos(exponential::delay(base, factor, retry))
                    .saturating_add(extra)
                    .min(max)
            }
            // `min` may be above `max` in a policy that was never checked. Then the cap decides.
            Curve::Random => uniform(self.min_or_default(), max, rng).min(max),
            Curve::Fibonacci => fibonacci::delay(base, retry).min(max),
            Curve::Linear => linear::delay(base, retry).min(max),
            Curve::Constant => base,
            Curve::Decorrelated => match wait.previous {
                // Within a call the previous delay is known. `Policy::delay` has only an index, and
                // draws all of them.
                Some(previous) => decorrelated::delay(base, previous, max, rng),
                None => decorrelated::chain(base, max, retry, rng),
            },
            Curve::List(list) => list.delay(retry),
            Curve::Custom(backoff) => backoff.delay(wait, rng),
        }
    }

    /// The delay of the strategy, no shorter than the wait that the server asked for.
    ///
    /// Calls that were refused together were told the same wait. So a strategy that draws also draws
    /// above the floor, up to a tenth of it, and the calls do not return together.
    pub(crate) fn delay_above(
        &self,
        floor: Duration,
        context: &BackoffContext<'_>,
        rng: &mut dyn Rng,
    ) -> StrategyDelay {
        let own = self.delay(context, rng);
        let is_floor = floor > own;
        let delay = match (is_floor, self.draws()) {
            (false, _) => own,
            (true, false) => floor,
            (true, true) => {
                let extra = uniform(Duration::ZERO, floor / 10, rng);
                // Timers count whole milliseconds, and round up.
                let millis = u64::try_from(extra.as_millis()).unwrap_or(u64::MAX);
                floor.saturating_add(Duration::from_millis(millis))
            }
        };
        StrategyDelay { delay, is_floor }
    }

    const fn draws(&self) -> bool {
        match self.curve {
            Curve::Inherited | Curve::Exponential => {
                !matches!(self.jitter_or_default(), Jitter::None)
            }
            Curve::Jitter | Curve::Random | Curve::Decorrelated => true,
            Curve::Fibonacci
            | Curve::Linear
            | Curve::Constant
            | Curve::List(_)
            | Curve::Custom(_) => false,
        }
    }
}
