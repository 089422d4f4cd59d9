//! Randomness: how a computed delay is spread, so that clients do not wake together.

use std::time::Duration;

use rand::Rng;

use super::{from_nanos, nanos};

/// How the exponential strategy spreads its delays.
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
    pub(super) fn spread(self, delay: Duration, rng: &mut dyn Rng) -> Duration {
        match self {
            Self::Full => uniform(Duration::ZERO, delay, rng),
            Self::Equal => uniform(delay / 2, delay, rng),
            Self::None => delay,
        }
    }
}

/// Draws uniformly between two durations, both included.
///
/// A fixed-point product of one 64-bit draw (Lemire, "Fast Random Integer Generation in an
/// Interval", without its rejection step: the bias is below 2⁻³⁰ for spans of up to 18 seconds).
pub(super) fn uniform(low: Duration, high: Duration, rng: &mut dyn Rng) -> Duration {
    let span = u128::from(nanos(high).saturating_sub(nanos(low))) + 1;
    let offset = (u128::from(rng.next_u64()) * span) >> 64;
    from_nanos(u128::from(nanos(low)) + offset)
}
