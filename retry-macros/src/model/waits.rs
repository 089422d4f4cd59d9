//! How long a policy waits: the least and the most, where everything that matters is known.

use std::time::Duration;

use super::policy::{Curve, Jitter, Keys, Policy, Value};

const BASE: Duration = Duration::from_millis(100);
const LONG_BASE: Duration = Duration::from_secs(1);
const MAX: Duration = Duration::from_secs(30);
const RANDOM_MIN: Duration = Duration::from_millis(100);
const RANDOM_MAX: Duration = Duration::from_secs(3);
const SPREAD: Duration = Duration::from_secs(2);
const FACTOR: f64 = 2.0;

/// The waits after which it makes no difference how many more there are.
const ENOUGH: u32 = 10_000;

/// One delay: from the shortest to the longest it can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wait {
    pub(crate) least: Duration,
    pub(crate) most: Duration,
}

impl Wait {
    fn exactly(delay: Duration) -> Self {
        Self {
            least: delay,
            most: delay,
        }
    }

    fn capped(self, max: Duration) -> Self {
        Self {
            least: self.least.min(max),
            most: self.most.min(max),
        }
    }
}

/// The keys with their defaults filled in.
struct Known {
    base: Duration,
    factor: f64,
    max: Duration,
    min: Duration,
    spread: Duration,
    jitter: Jitter,
}

/// The delay before retry `index`, counted from 0; `None` when it depends on a const expression.
pub(crate) fn wait(policy: &Policy, index: u32) -> Option<Wait> {
    let known = known(policy.curve(), &policy.keys)?;
    let Known {
        base,
        factor,
        max,
        min,
        spread,
        jitter,
    } = known;
    Some(match policy.curve() {
        Curve::Exponential => {
            let delay = grown(base, factor, index).min(max);
            let least = match jitter {
                Jitter::Full => Duration::ZERO,
                Jitter::Equal => delay / 2,
                Jitter::None => delay,
            };
            Wait { least, most: delay }
        }
        Curve::Jitter => {
            let least = grown(base, factor, index);
            Wait {
                least,
                most: least.saturating_add(spread),
            }
            .capped(max)
        }
        Curve::Random => Wait {
            least: min,
            most: max,
        },
        Curve::Fibonacci => Wait::exactly(fibonacci(base, index)).capped(max),
        Curve::Linear => Wait::exactly(base.saturating_mul(index.saturating_add(1))).capped(max),
        Curve::Constant => Wait::exactly(base),
        Curve::Decorrelated => Wait {
            least: base,
            most: grown(base, 3.0, index.saturating_add(1)),
        }
        .capped(max),
        Curve::List(waits) => Wait::exactly(entry(waits, index)?),
        Curve::Custom(_) => return None,
    })
}

/// The waits before the last of `attempts`, added up.
pub(crate) fn sum(policy: &Policy, attempts: u32) -> Option<Wait> {
    let mut sum = Wait::exactly(Duration::ZERO);
    for index in 0..attempts.saturating_sub(1).min(ENOUGH) {
        let wait = wait(policy, index)?;
        sum.least = sum.least.saturating_add(wait.least);
        sum.most = sum.most.saturating_add(wait.most);
    }
    Some(sum)
}

/// The value of `key`, or what it is by default; `None` for a const expression.
pub(crate) fn base(curve: &Curve, keys: &Keys) -> Option<Duration> {
    let default = match curve {
        Curve::Fibonacci | Curve::Constant => LONG_BASE,
        _ => BASE,
    };
    known_or(keys.base.as_ref(), default)
}

/// As [`base`].
pub(crate) fn max(curve: &Curve, keys: &Keys) -> Option<Duration> {
    let default = match curve {
        Curve::Random => RANDOM_MAX,
        _ => MAX,
    };
    known_or(keys.max.as_ref(), default)
}

/// As [`base`].
pub(crate) fn min(keys: &Keys) -> Option<Duration> {
    known_or(keys.min.as_ref(), RANDOM_MIN)
}

fn known(curve: &Curve, keys: &Keys) -> Option<Known> {
    Some(Known {
        base: base(curve, keys)?,
        factor: known_or(keys.factor.as_ref(), FACTOR)?,
        max: max(curve, keys)?,
        min: min(keys)?,
        spread: known_or(keys.spread.as_ref(), SPREAD)?,
        jitter: known_or(keys.jitter.as_ref(), Jitter::Full)?,
    })
}

fn known_or<T: Copy>(value: Option<&Value<T>>, default: T) -> Option<T> {
    value.map_or(Some(default), Value::known)
}

/// base · factor^index, as far as a duration can hold it.
fn grown(base: Duration, factor: f64, index: u32) -> Duration {
    let exponent = i32::try_from(index).unwrap_or(i32::MAX);
    let seconds = base.as_secs_f64() * factor.powi(exponent);
    Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)
}

/// base · (1, 2, 3, 5, 8, …)
fn fibonacci(base: Duration, index: u32) -> Duration {
    let (mut this, mut next) = (1_u32, 2_u32);
    for _ in 0..index.min(64) {
        (this, next) = (next, this.saturating_add(next));
    }
    base.saturating_mul(this)
}

fn entry(waits: &[Value<Duration>], index: u32) -> Option<Duration> {
    let index = usize::try_from(index).unwrap_or(usize::MAX);
    waits.get(index).or(waits.last())?.known()
}

#[cfg(test)]
mod tests {
    use super::{Curve, Duration, Jitter, Policy, Value, Wait, sum, wait};
    use crate::model::policy::{Keys, Start};

    fn ms(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    fn policy(curve: Curve, keys: Keys) -> Policy {
        Policy {
            start: Start::Named(curve),
            keys,
            ..Policy::default()
        }
    }

    #[test]
    fn follows_every_curve() {
        let list = Curve::List(vec![Value::Known(ms(5)), Value::Known(ms(7))]);
        let table = [
            (Curve::Exponential, [(0, 100), (0, 200), (0, 400), (0, 800)]),
            (
                Curve::Jitter,
                [(100, 2_100), (200, 2_200), (400, 2_400), (800, 2_800)],
            ),
            (Curve::Random, [(100, 3_000); 4]),
            (
                Curve::Fibonacci,
                [
                    (1_000, 1_000),
                    (2_000, 2_000),
                    (3_000, 3_000),
                    (5_000, 5_000),
                ],
            ),
            (
                Curve::Linear,
                [(100, 100), (200, 200), (300, 300), (400, 400)],
            ),
            (Curve::Constant, [(1_000, 1_000); 4]),
            (
                Curve::Decorrelated,
                [(100, 300), (100, 900), (100, 2_700), (100, 8_100)],
            ),
            (list, [(5, 5), (7, 7), (7, 7), (7, 7)]),
        ];
        for (curve, expected) in table {
            let name = curve.describe().0;
            let policy = policy(curve, Keys::default());
            let waits = [0, 1, 2, 3].map(|index| wait(&policy, index));
            let expected = expected.map(|(least, most)| {
                Some(Wait {
                    least: ms(least),
                    most: ms(most),
                })
            });
            assert_eq!(waits, expected, "{name}");
        }
    }

    #[test]
    fn caps_last_and_saturates() {
        let keys = Keys {
            base: Some(Value::Known(Duration::MAX)),
            jitter: Some(Value::Known(Jitter::None)),
            ..Keys::default()
        };
        let cap = Wait::exactly(Duration::from_secs(30));
        for curve in [
            Curve::Exponential,
            Curve::Jitter,
            Curve::Fibonacci,
            Curve::Linear,
        ] {
            let policy = policy(curve, keys.clone());
            assert_eq!(wait(&policy, u32::MAX), Some(cap));
        }
    }

    #[test]
    fn adds_up() {
        let policy = policy(Curve::Exponential, Keys::default());
        assert_eq!(
            sum(&policy, 4),
            Some(Wait {
                least: ms(0),
                most: ms(700)
            })
        );
        assert_eq!(sum(&policy, 1), Some(Wait::exactly(Duration::ZERO)));
        assert_eq!(sum(&policy, 0), Some(Wait::exactly(Duration::ZERO)));
    }

    #[test]
    fn leaves_const_expressions_alone() {
        let keys = Keys {
            base: Some(Value::Const(syn::parse_quote!(BASE))),
            ..Keys::default()
        };
        assert_eq!(wait(&policy(Curve::Linear, keys), 0), None);
    }
}
