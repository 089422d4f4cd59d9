//! Jitter: spreads a computed delay at random, so that clients do not retry together.

use std::time::Duration;

use rand::Rng;

use crate::policy::strategy::arithmetic::nanos;

/// The way in which the exponential strategy spreads its delays.
///
/// The names are those of [Exponential Backoff And Jitter][aws].
///
/// [aws]: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Jitter {
    /// Anything between zero and the delay. The default.
    #[default]
    Full,
    /// Half of the delay, plus anything up to the other half.
    Equal,
    /// The delay as computed.
    None,
}

impl Jitter {
    /// Spreads a delay in nanoseconds.
    pub(crate) fn spread(self, delay: u64, rng: &mut dyn Rng) -> u64 {
        match self {
            Self::Full => between(0, delay, rng),
            Self::Equal => between(delay / 2, delay, rng),
            Self::None => delay,
        }
    }
}

/// Draws uniformly between two durations, both included.
pub(crate) fn uniform(low: Duration, high: Duration, rng: &mut dyn Rng) -> Duration {
    Duration::from_nanos(between(nanos(low), nanos(high), rng))
}

/// Draws uniformly between two counts, both included.
///
/// A fixed-point product of one 64-bit draw (Lemire, "Fast Random Integer Generation in an
/// Interval", without its rejection step: the bias is below 2⁻³⁰ for spans of up to 18 seconds).
fn between(low: u64, high: u64, rng: &mut dyn Rng) -> u64 {
    let span = u128::from(high.saturating_sub(low)) + 1;
    // Exactly one draw for each delay, so that a seed gives the same waits in every build.
    let offset = (u128::from(rng.next_u64()) * span) >> 64;
    low.saturating_add(offset as u64)
}
