//! The delays of a policy.

use std::time::Duration;

use rand::Rng;

use crate::policy::Policy;
use crate::policy::strategy::{BackoffContext, StrategyDelay};

impl Policy {
    /// The delay before retry `retry`, counted from 0. Pure: the same draws give the same delay.
    #[must_use]
    pub fn delay(&self, retry: u32, rng: &mut dyn Rng) -> Duration {
        self.delay_after(
            &BackoffContext {
                retry,
                ..BackoffContext::default()
            },
            rng,
        )
    }

    fn delay_after(&self, context: &BackoffContext<'_>, rng: &mut dyn Rng) -> Duration {
        self.strategy.delay(context, rng)
    }

    /// The delay of a call, no shorter than the server asked for.
    pub(crate) fn delay_above(
        &self,
        floor: Duration,
        context: &BackoffContext<'_>,
        rng: &mut dyn Rng,
    ) -> StrategyDelay {
        self.strategy.delay_above(floor, context, rng)
    }
}
