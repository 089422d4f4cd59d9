//! Strategies: the delay before each retry.
//!
//! A strategy is arithmetic: it turns an index and a source of randomness into a delay. There is no
//! state, so calls cannot disturb each other, and nothing here reads a clock or sleeps.
//!
//! The cap `max` bounds every delay, and full and equal jitter are drawn below it. The other way round, clients
//! would meet again at the cap. Arithmetic saturates in nanoseconds of 64 bits, some 580 years, so no index is too large.
//! A server's `Retry-After` is a floor under the delay. Calls that were refused together are told the same wait,
//! so strategies that draw also draw above the floor.
//!
//! A curve with its keys is `Copy`, as policies are constants; a strategy of the user's own is a reference to a
//! static. A key that is not written has the default of its curve, which stands in `defaults` and nowhere else.

mod arithmetic;
mod backoff;
mod decorrelated;
mod defaults;
mod delay;
mod exponential;
mod fibonacci;
mod jitter;
mod keys;
mod least;
mod linear;
mod list;
mod named;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use std::time::Duration;

pub use self::backoff::{Backoff, BackoffContext};
pub(crate) use self::defaults::longer;
pub(crate) use self::delay::StrategyDelay;
pub use self::jitter::Jitter;
pub(crate) use self::keys::{first_of, unwrap_or};
use crate::policy::strategy::keys::Keys;
use crate::policy::strategy::list::List;

/// The curve of the delays between attempts, with its keys.
///
/// Delay *i* is slept before attempt *i + 1*, so the first delay is the base. The cap `max` is
/// applied last: no delay exceeds it. Arithmetic saturates.
///
/// A key that the curve does not use has no effect.
///
/// ```
/// use std::time::Duration;
/// use retry_runtime::{Jitter, Policy, Strategy};
///
/// const POLICY: Policy = Policy::new(
///     Strategy::exponential()
///         .base(Duration::from_millis(200))
///         .max(Duration::from_secs(5))
///         .with_jitter(Jitter::None),
/// );
/// assert_eq!(POLICY.delay(3, &mut rand::rng()), Duration::from_millis(1_600));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Strategy {
    curve: Curve,
    keys: Keys,
}

#[derive(Clone, Copy)]
enum Curve {
    /// No curve is named: that of the policy underneath applies, or exponential.
    Inherited,
    Exponential,
    Jitter,
    Random,
    Fibonacci,
    Linear,
    Constant,
    Decorrelated,
    List(List),
    Custom(&'static dyn Backoff),
}

impl Strategy {
    /// Keys without a curve, which refine the strategy underneath.
    pub(crate) const INHERITED: Self = Self::of(Curve::Inherited);

    const fn of(curve: Curve) -> Self {
        Self {
            curve,
            keys: Keys::NONE,
        }
    }

    /// Base · factor^i with [`Jitter`]: `base` 100 ms, `factor` 2, `max` 30 s, full jitter.
    ///
    /// The jitter is drawn below the cap, so that clients stay spread once the curve has reached it.
    #[must_use]
    pub const fn exponential() -> Self {
        Self::of(Curve::Exponential)
    }

    /// Base · factor^i plus anything up to `spread`: `base` 100 ms, `factor` 2, `max` 30 s, `spread` 2 s.
    #[must_use]
    pub const fn jitter() -> Self {
        Self::of(Curve::Jitter)
    }

    /// Anything between `min` (100 ms) and `max` (3 s).
    #[must_use]
    pub const fn random() -> Self {
        Self::of(Curve::Random)
    }

    /// Base · (1, 2, 3, 5, 8, …): `base` 1 s, `max` 30 s.
    #[must_use]
    pub const fn fibonacci() -> Self {
        Self::of(Curve::Fibonacci)
    }

    /// Base · (i + 1): `base` 100 ms, `max` 30 s.
    #[must_use]
    pub const fn linear() -> Self {
        Self::of(Curve::Linear)
    }

    /// The same delay each time.
    #[must_use]
    pub const fn constant(delay: Duration) -> Self {
        Self::of(Curve::Constant).base(delay)
    }

    /// Anything between `base` and three times the previous delay: `base` 100 ms, `max` 30 s.
    #[must_use]
    pub const fn decorrelated() -> Self {
        Self::of(Curve::Decorrelated)
    }

    /// These delays in turn, 16 at most; the last repeats. Without `attempts`, there is one more attempt
    /// than delays.
    ///
    /// # Panics
    ///
    /// If the list is empty or has more than 16 entries. In a `const` this is a compile error.
    #[must_use]
    #[track_caller]
    pub const fn list(delays: &[Duration]) -> Self {
        Self::of(Curve::List(List::few(delays)))
    }

    /// A strategy of your own.
    #[must_use]
    pub const fn custom(backoff: &'static dyn Backoff) -> Self {
        Self::of(Curve::Custom(backoff))
    }

    /// Sets the first delay of `exponential`, `jitter`, `fibonacci`, `linear`, `constant`, and the least of `decorrelated`.
    #[must_use]
    pub const fn base(mut self, base: Duration) -> Self {
        self.keys.base = Some(base);
        self
    }

    /// Sets the factor of `exponential` and `jitter`, by which each delay grows; at least 1.
    ///
    /// # Panics
    ///
    /// If it is below 1 or not a number. In a `const` this is a compile error.
    #[must_use]
    #[track_caller]
    pub const fn factor(mut self, factor: f64) -> Self {
        assert!(
            factor >= 1.0,
            "`factor` is at least 1, or the delays would shrink; write `factor = 2`"
        );
        self.keys.factor = Some(factor);
        self
    }

    /// Sets the longest delay.
    #[must_use]
    pub const fn max(mut self, max: Duration) -> Self {
        self.keys.max = Some(max);
        self
    }

    /// Sets the shortest delay of `random`.
    #[must_use]
    pub const fn min(mut self, min: Duration) -> Self {
        self.keys.min = Some(min);
        self
    }

    /// Sets how much `jitter` adds at most.
    #[must_use]
    pub const fn spread(mut self, spread: Duration) -> Self {
        self.keys.spread = Some(spread);
        self
    }

    /// Sets how `exponential` spreads its delays.
    #[must_use]
    pub const fn with_jitter(mut self, jitter: Jitter) -> Self {
        self.keys.jitter = Some(jitter);
        self
    }

    /// This strategy merged over another: a named curve replaces curve and keys, keys alone refine them.
    pub(crate) const fn merged_over(self, under: Self) -> Self {
        // Keys belong to their curve: `spread` of a trait's `jitter` means nothing to a method's
        // `exponential`.
        if !matches!(self.curve, Curve::Inherited) {
            return self;
        }
        Self {
            curve: under.curve,
            keys: self.keys.merged_over(under.keys),
        }
    }

    /// The number of delays of a `list`.
    pub(crate) const fn entries(&self) -> Option<usize> {
        match self.curve {
            Curve::List(list) => Some(list.len()),
            _ => None,
        }
    }
}

impl Default for Strategy {
    fn default() -> Self {
        Self::exponential()
    }
}

/// Does the same as [`Strategy::list`], with a constant of any length.
///
/// # Panics
///
/// If the list is empty. In a `const` this is a compile error.
#[must_use]
#[track_caller]
pub const fn constant_list(delays: &'static [Duration]) -> Strategy {
    assert!(!delays.is_empty(), "`list` needs at least one delay");
    Strategy::of(Curve::List(List::Constant(delays)))
}
