//! The keys of a strategy.

use std::time::Duration;

use super::Jitter;

/// `Option::or`, in a constant.
macro_rules! first_of {
    ($over:expr, $under:expr) => {
        match $over {
            Some(value) => Some(value),
            None => $under,
        }
    };
}
pub(crate) use first_of;

/// `Option::unwrap_or`, in a constant.
pub(crate) const fn unwrap_or<T: Copy>(written: Option<T>, default: T) -> T {
    match written {
        Some(written) => written,
        None => default,
    }
}

/// The keys as written. A key that is not written has the default of its curve.
#[derive(Clone, Copy, Debug)]
pub(super) struct Keys {
    pub(super) base: Option<Duration>,
    pub(super) factor: Option<f64>,
    pub(super) max: Option<Duration>,
    pub(super) min: Option<Duration>,
    pub(super) spread: Option<Duration>,
    pub(super) jitter: Option<Jitter>,
}

impl Keys {
    pub(super) const NONE: Self = Self {
        base: None,
        factor: None,
        max: None,
        min: None,
        spread: None,
        jitter: None,
    };

    /// These keys, and those of `under` that these do not set.
    pub(super) const fn merged_over(self, under: Self) -> Self {
        Self {
            base: first_of!(self.base, under.base),
            factor: first_of!(self.factor, under.factor),
            max: first_of!(self.max, under.max),
            min: first_of!(self.min, under.min),
            spread: first_of!(self.spread, under.spread),
            jitter: first_of!(self.jitter, under.jitter),
        }
    }
}
