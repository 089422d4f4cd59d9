//! The shortest and the longest waits of a policy, as far as its values are known.

use std::time::Duration;

use super::policy::Policy;
use super::strategy::{Curve, Jitter, KeyValues, KnownKeys, Strategy};
use super::value::Value;

/// The number of waits that are added up one by one.
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

    /// Applies the cap, which comes last in every strategy.
    fn capped(self, max: Duration) -> Self {
        Self {
            least: self.least.min(max),
            most: self.most.min(max),
        }
    }
}

/// The delay before retry `index`, counted from 0; `None` when it depends on a const expression.
pub(crate) fn wait(policy: &Policy, index: u32) -> Option<Wait> {
    let strategy = policy.strategy();
    let keys = known(strategy, &policy.keys);
    let curve = match strategy {
        Strategy::Curve(curve) => curve,
        Strategy::List(waits) => return entry(waits, index).map(Wait::exactly),
        Strategy::Custom(_) => return None,
    };
    // The same arithmetic as in the runtime's strategies; a test compares what is printed with
    // what is slept. Each arm asks only for the keys that its strategy takes.
    Some(match curve {
        Curve::Exponential => {
            let delay = grown(keys.base?, keys.factor?, index).min(keys.max?);
            let least = match keys.jitter? {
                Jitter::Full => Duration::ZERO,
                Jitter::Equal => delay / 2,
                Jitter::None => delay,
            };
            Wait { least, most: delay }
        }
        Curve::Jitter => {
            let least = grown(keys.base?, keys.factor?, index);
            let most = least.saturating_add(keys.spread?);
            Wait { least, most }.capped(keys.max?)
        }
        Curve::Random => Wait {
            least: keys.min?,
            most: keys.max?,
        },
        Curve::Fibonacci => Wait::exactly(fibonacci(keys.base?, index)).capped(keys.max?),
        Curve::Linear => {
            let delay = keys.base?.saturating_mul(index.saturating_add(1));
            Wait::exactly(delay).capped(keys.max?)
        }
        Curve::Constant => Wait::exactly(keys.base?),
        // The runtime draws between the base and three times the delay before, so the longest delay
        // grows threefold with each retry.
        Curve::Decorrelated => Wait {
            least: keys.base?,
            most: grown(keys.base?, 3.0, index.saturating_add(1)),
        }
        .capped(keys.max?),
    })
}

/// The sum of the waits before the last of `attempts`; `None` if it is not known exactly.
pub(crate) fn sum(policy: &Policy, attempts: u32) -> Option<Wait> {
    let mut sum = Wait::exactly(Duration::ZERO);
    let waits = attempts.saturating_sub(1);
    // A declaration may say `attempts = 4_000_000_000`, for which the macro must not take seconds.
    // Waits grow up to a cap and stay there, and only those of `linear` may take long to reach it.
    for index in 0..waits.min(ENOUGH) {
        let wait = wait(policy, index)?;
        sum.least = sum.least.saturating_add(wait.least);
        sum.most = sum.most.saturating_add(wait.most);
    }
    let (Some(first), true) = (waits.checked_sub(ENOUGH), waits > ENOUGH) else {
        return Some(sum);
    };
    let rest = rest(policy, first)?;
    sum.least = sum.least.saturating_add(rest.least);
    sum.most = sum.most.saturating_add(rest.most);
    Some(sum)
}

/// The sum of `count` waits that come after those which are added up one by one.
fn rest(policy: &Policy, count: u32) -> Option<Wait> {
    let last = ENOUGH.saturating_add(count).saturating_sub(1);
    let (from, to) = (wait(policy, ENOUGH)?, wait(policy, last)?);
    if from == to {
        // No wait is shorter than the one before it, so all of them are the same.
        return Some(Wait {
            least: from.least.saturating_mul(count),
            most: from.most.saturating_mul(count),
        });
    }
    let keys = known(policy.strategy(), &policy.keys);
    let (Strategy::Curve(Curve::Linear), Some(base), Some(max)) =
        (policy.strategy(), keys.base, keys.max)
    else {
        return None;
    };
    // Each wait is longer than the one before by the base, up to the cap.
    let uncapped = max.as_nanos() / base.as_nanos().max(1);
    let growing = u128::from(count).min(uncapped.saturating_sub(u128::from(ENOUGH)));
    let longest = u128::from(ENOUGH) + growing;
    let steps = (u128::from(ENOUGH) + 1 + longest) * growing / 2;
    let capped = max.as_nanos() * (u128::from(count) - growing);
    let nanos = base.as_nanos().checked_mul(steps)?.checked_add(capped)?;
    let seconds = u64::try_from(nanos / 1_000_000_000).ok()?;
    let nanos = u32::try_from(nanos % 1_000_000_000).ok()?;
    Some(Wait::exactly(Duration::new(seconds, nanos)))
}

/// The keys of a strategy with their defaults filled in; `None` for a const expression.
pub(crate) fn known(strategy: &Strategy, keys: &KeyValues) -> KnownKeys {
    let defaults = strategy.defaults();
    KnownKeys {
        base: known_or(keys.base.as_ref(), defaults.base),
        factor: known_or(keys.factor.as_ref(), defaults.factor),
        max: known_or(keys.max.as_ref(), defaults.max),
        min: known_or(keys.min.as_ref(), defaults.min),
        jitter: known_or(keys.jitter.as_ref(), defaults.jitter),
        spread: known_or(keys.spread.as_ref(), defaults.spread),
    }
}

/// The value that was written, or the default if none was.
fn known_or<T: Copy>(value: Option<&Value<T>>, default: Option<T>) -> Option<T> {
    value.map_or(default, Value::known)
}

/// base · factor^index, or the longest duration if that is more.
fn grown(base: Duration, factor: f64, index: u32) -> Duration {
    // If `powi` becomes infinite, the conversion fails, and the result saturates as intended.
    let exponent = i32::try_from(index).unwrap_or(i32::MAX);
    let seconds = base.as_secs_f64() * factor.powi(exponent);
    Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)
}

/// base · (1, 2, 3, 5, 8, …)
fn fibonacci(base: Duration, index: u32) -> Duration {
    let (mut this, mut next) = (1_u32, 2_u32);
    // After 64 rounds the numbers have saturated, so more rounds change nothing.
    for _ in 0..index.min(64) {
        (this, next) = (next, this.saturating_add(next));
    }
    base.saturating_mul(this)
}

/// The entry of a list; the last one repeats.
fn entry(waits: &[Value<Duration>], index: u32) -> Option<Duration> {
    let index = usize::try_from(index).unwrap_or(usize::MAX);
    waits.get(index).or(waits.last())?.known()
}

#[cfg(test)]
mod tests {
    use super::{Curve, Duration, Jitter, KeyValues, Policy, Strategy, Value, Wait, sum, wait};
    use crate::model::policy::Start;

    fn ms(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    fn policy(curve: Curve, keys: KeyValues) -> Policy {
        Policy {
            start: Start::Named(Strategy::Curve(curve)),
            keys,
            ..Policy::default()
        }
    }

    #[test]
    fn follows_every_curve() {
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
        ];
        for (curve, expected) in table {
            let name = curve.name();
            let policy = policy(curve, KeyValues::default());
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
    fn repeats_the_last_entry_of_a_list() {
        let list = Strategy::List(vec![Value::Known(ms(5)), Value::Known(ms(7))]);
        let policy = Policy {
            start: Start::Named(list),
            ..Policy::default()
        };
        let waits = [0, 1, 2].map(|index| wait(&policy, index));
        let expected = [5, 7, 7].map(|delay| Some(Wait::exactly(ms(delay))));
        assert_eq!(waits, expected);
    }

    #[test]
    fn caps_last_and_saturates() {
        let keys = KeyValues {
            base: Some(Value::Known(Duration::MAX)),
            jitter: Some(Value::Known(Jitter::None)),
            ..KeyValues::default()
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
    fn sums_are_those_of_all_waits() {
        let policy = policy(Curve::Exponential, KeyValues::default());
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
    fn sums_do_not_depend_on_adding_one_by_one() {
        // A second each, or a minute at most.
        let constant = policy(Curve::Constant, KeyValues::default());
        let expected = Duration::from_secs(3_999_999_999);
        assert_eq!(sum(&constant, 4_000_000_000).unwrap().most, expected);
        let exponential = policy(Curve::Exponential, KeyValues::default());
        let (few, many) = (sum(&exponential, 20), sum(&exponential, 1_000_020));
        let more = many.unwrap().most.abs_diff(few.unwrap().most);
        let max = wait(&exponential, 1_000).unwrap().most;
        assert_eq!(more, max * 1_000_000);

        let linear = |base: u64, max: u64| {
            let keys = KeyValues {
                base: Some(Value::Known(ms(base))),
                max: Some(Value::Known(ms(max))),
                ..KeyValues::default()
            };
            policy(Curve::Linear, keys)
        };
        for (base, max, attempts) in [
            (1, 15_000, 30_001),
            (1, 100_000, 30_001),
            (7, 100_001, 20_001),
            (1, 10_000, 10_002),
            (1, 10_001, 10_003),
        ] {
            let policy = linear(base, max);
            let one_by_one = (1..u64::from(attempts)).map(|n| (base * n).min(max));
            let expected = Wait::exactly(ms(one_by_one.sum()));
            assert_eq!(sum(&policy, attempts), Some(expected), "{base}, {max}");
        }
    }

    #[test]
    fn many_waits_that_grow_slowly_have_no_exact_sum() {
        let keys = KeyValues {
            factor: Some(Value::Known(1.000_001)),
            ..KeyValues::default()
        };
        let policy = policy(Curve::Exponential, keys);
        assert!(sum(&policy, 10_000).is_some());
        assert_eq!(sum(&policy, 20_000), None);
    }

    #[test]
    fn a_const_expression_has_no_known_wait() {
        let keys = KeyValues {
            base: Some(Value::Const(syn::parse_quote!(BASE))),
            ..KeyValues::default()
        };
        assert_eq!(wait(&policy(Curve::Linear, keys), 0), None);
    }
}
