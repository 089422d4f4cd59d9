//! The strategies, each with its name, its keys and their defaults.
//!
//! No other place in this crate lists them: the parser, the rules, the printed waits and the
//! expansion all read this table.

use std::time::Duration;

use syn::Path;

use super::value::Value;

/// The delays between attempts.
#[derive(Clone)]
pub(crate) enum Strategy {
    Curve(Curve),
    List(Vec<Value<Duration>>),
    Custom(Path),
}

/// A strategy that is a word and its keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Curve {
    Exponential,
    Jitter,
    Random,
    Fibonacci,
    Linear,
    Constant,
    Decorrelated,
}

/// The spread of a delay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Jitter {
    Full,
    Equal,
    None,
}

/// One item per key of a strategy: `D` for each duration, `F` for the factor, `J` for the jitter.
#[derive(Clone, Copy, Default)]
pub(crate) struct Keys<D, F = D, J = D> {
    pub(crate) base: D,
    pub(crate) factor: F,
    pub(crate) min: D,
    pub(crate) max: D,
    pub(crate) jitter: J,
    pub(crate) spread: D,
}

/// The names of the fields of [`Keys`], in their order.
pub(crate) const KEYS: [&str; 6] = ["base", "factor", "min", "max", "jitter", "spread"];

/// The keys of one `#[retry]`, as sparse as it was written.
pub(crate) type KeyValues =
    Keys<Option<Value<Duration>>, Option<Value<f64>>, Option<Value<Jitter>>>;

/// The keys of a strategy whose values are known.
pub(crate) type KnownKeys = Keys<Option<Duration>, Option<f64>, Option<Jitter>>;

impl<D, F, J> Keys<Option<D>, Option<F>, Option<J>> {
    pub(crate) fn is_empty(&self) -> bool {
        self.names().next().is_none()
    }

    /// The names of the keys that are set.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> {
        let is_set = [
            self.base.is_some(),
            self.factor.is_some(),
            self.min.is_some(),
            self.max.is_some(),
            self.jitter.is_some(),
            self.spread.is_some(),
        ];
        let names = KEYS.into_iter().zip(is_set);
        names.filter_map(|(name, is_set)| is_set.then_some(name))
    }
}

impl Curve {
    /// All curves, in the order in which the documentation lists them.
    pub(crate) const ALL: [Self; 7] = [
        Self::Exponential,
        Self::Jitter,
        Self::Random,
        Self::Fibonacci,
        Self::Linear,
        Self::Constant,
        Self::Decorrelated,
    ];

    /// The word in the attribute, which is also the constructor in the runtime.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Exponential => "exponential",
            Self::Jitter => "jitter",
            Self::Random => "random",
            Self::Fibonacci => "fibonacci",
            Self::Linear => "linear",
            Self::Constant => "constant",
            Self::Decorrelated => "decorrelated",
        }
    }

    /// The strategy of a word in the attribute.
    pub(crate) fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|curve| curve.name() == word)
    }

    /// The keys that the strategy takes, each with its default.
    pub(crate) const fn defaults(self) -> KnownKeys {
        // Written out, since `Default::default` is not a `const fn`.
        const NO_KEYS: KnownKeys = KnownKeys {
            base: None,
            factor: None,
            max: None,
            min: None,
            jitter: None,
            spread: None,
        };
        // The runtime's defaults (`policy/strategy/mod.rs`). A dependency would compile the runtime
        // for the host, so they are repeated, and a property test compares printed waits with slept
        // ones.
        const GROWING: KnownKeys = KnownKeys {
            base: Some(Duration::from_millis(100)),
            max: Some(Duration::from_secs(30)),
            ..NO_KEYS
        };
        match self {
            Self::Exponential => KnownKeys {
                factor: Some(2.0),
                jitter: Some(Jitter::Full),
                ..GROWING
            },
            Self::Jitter => KnownKeys {
                factor: Some(2.0),
                spread: Some(Duration::from_secs(2)),
                ..GROWING
            },
            Self::Random => KnownKeys {
                min: Some(Duration::from_millis(100)),
                max: Some(Duration::from_secs(3)),
                ..NO_KEYS
            },
            Self::Fibonacci => KnownKeys {
                base: Some(Duration::from_secs(1)),
                ..GROWING
            },
            Self::Linear | Self::Decorrelated => GROWING,
            Self::Constant => KnownKeys {
                base: Some(Duration::from_secs(1)),
                ..NO_KEYS
            },
        }
    }
}

impl Strategy {
    /// The name as messages print it.
    pub(crate) fn describe(&self) -> String {
        match self {
            Self::Curve(curve) => format!("`{}`", curve.name()),
            Self::List(_) => "`list`".to_owned(),
            Self::Custom(_) => "a strategy of your own".to_owned(),
        }
    }

    /// The keys that the strategy takes, each with its default.
    pub(crate) fn defaults(&self) -> KnownKeys {
        match self {
            Self::Curve(curve) => curve.defaults(),
            Self::List(_) | Self::Custom(_) => KnownKeys::default(),
        }
    }
}
