//! Defaults of the keys, and the contradictions between them.

use std::time::Duration;

use crate::policy::strategy::keys::unwrap_or;
use crate::policy::strategy::{Curve, Jitter, Strategy};

impl Strategy {
    /// The contradiction between keys, if there is one.
    pub(crate) const fn contradiction(&self) -> Option<&'static str> {
        match self.curve {
            Curve::Random if longer(self.min_or_default(), self.max_or_default()) => {
                Some("`min` is longer than `max` (3s unless given); raise `max` or lower `min`")
            }
            Curve::Constant | Curve::List(_) | Curve::Custom(_) | Curve::Random => None,
            _ if longer(self.base_or_default(), self.max_or_default()) => {
                Some("`base` is longer than `max` (30s unless given); raise `max` or lower `base`")
            }
            _ => None,
        }
    }

    pub(super) const fn base_or_default(&self) -> Duration {
        let default = match self.curve {
            Curve::Fibonacci | Curve::Constant => Duration::from_secs(1),
            _ => Duration::from_millis(100),
        };
        unwrap_or(self.keys.base, default)
    }

    pub(super) const fn max_or_default(&self) -> Duration {
        let default = match self.curve {
            Curve::Random => Duration::from_secs(3),
            _ => Duration::from_secs(30),
        };
        unwrap_or(self.keys.max, default)
    }

    pub(super) const fn min_or_default(&self) -> Duration {
        unwrap_or(self.keys.min, Duration::from_millis(100))
    }

    pub(super) const fn factor_or_default(&self) -> f64 {
        unwrap_or(self.keys.factor, 2.0)
    }

    pub(super) const fn spread_or_default(&self) -> Duration {
        unwrap_or(self.keys.spread, Duration::from_secs(2))
    }

    pub(super) const fn jitter_or_default(&self) -> Jitter {
        unwrap_or(self.keys.jitter, Jitter::Full)
    }
}

/// `a > b`, in a constant.
pub(crate) const fn longer(a: Duration, b: Duration) -> bool {
    a.as_nanos() > b.as_nanos()
}
