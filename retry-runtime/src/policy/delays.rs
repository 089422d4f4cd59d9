//! The delays of a policy.

use std::time::Duration;

use rand::Rng;

use crate::policy::Policy;
use crate::policy::strategy::BackoffContext;

impl Policy {
    /// The delay before retry `retry`, counted from 0. It is pure: the same draws give the same delay.
    #[must_use]
    pub fn delay(&self, retry: u32, rng: &mut dyn Rng) -> Duration {
        let context = BackoffContext {
            retry,
            ..BackoffContext::default()
        };
        self.strategy.delay(&context, rng)
    }
}
