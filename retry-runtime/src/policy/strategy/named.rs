//! Names of the strategies: in settings, and where a policy is shown.

use std::fmt;

use super::{Curve, Strategy};

// The one list of names in this crate: settings read it, and messages print it. A list of delays and a
// strategy of the user's own need more than a name, so they are not in it.
/// Curves that need no more than their name, in the order in which messages list them.
const NAMED: [Curve; 7] = [
    Curve::Exponential,
    Curve::Jitter,
    Curve::Random,
    Curve::Fibonacci,
    Curve::Linear,
    Curve::Constant,
    Curve::Decorrelated,
];

impl Strategy {
    /// The names of all strategies that need no more than a name.
    pub(crate) fn names() -> impl Iterator<Item = &'static str> {
        NAMED.iter().map(Curve::name)
    }

    /// The strategy of a name, with the defaults of its curve.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let mut curves = NAMED.into_iter();
        curves.find(|curve| curve.name() == name).map(Self::of)
    }
}

impl Curve {
    fn name(&self) -> &'static str {
        match self {
            Self::Inherited => "inherited",
            Self::Exponential => "exponential",
            Self::Jitter => "jitter",
            Self::Random => "random",
            Self::Fibonacci => "fibonacci",
            Self::Linear => "linear",
            Self::Constant => "constant",
            Self::Decorrelated => "decorrelated",
            Self::List(_) => "list",
            Self::Custom(_) => "custom",
        }
    }
}

impl fmt::Debug for Curve {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())?;
        match self {
            Self::List(list) => list.fmt(f),
            _ => Ok(()),
        }
    }
}
