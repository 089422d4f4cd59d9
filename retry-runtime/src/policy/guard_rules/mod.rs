//! What declarations and settings say of guards: plain values, and the text that settings write them in.
//!
//! The guards themselves, which hold state, stand further down and take these as arguments. The text is
//! what stands between the parentheses of an attribute; the macros read the same grammar from tokens, and
//! one table of cases holds both to it.

mod budget;
mod circuit_breaker;
mod concurrency;
mod place;
mod rate_limit;
mod text;

pub use self::budget::BudgetRule;
pub(crate) use self::budget::BudgetSetting;
pub use self::circuit_breaker::BreakerRule;
pub(crate) use self::circuit_breaker::BreakerSetting;
pub use self::concurrency::ConcurrencyRule;
pub(crate) use self::concurrency::ConcurrencySetting;
pub(crate) use self::place::{Kept, PlaceRules};
pub(crate) use self::rate_limit::{FollowRule, MOST_LIMITS};
pub use self::rate_limit::{RateLimitRule, RateLimits};

#[cfg(test)]
mod tests {
    use super::*;

    /// The cases that the macros read too: `attribute: text` below `right` or `wrong`.
    const CASES: &str = include_str!("../../../../tests/guard_rules.txt");

    #[test]
    fn texts_are_read_as_the_attributes_are() {
        let mut is_right = true;
        let mut read = 0;
        for line in CASES.lines().filter(|line| !line.starts_with('#')) {
            match line.split_once(": ") {
                None => is_right = line != "wrong",
                Some((attribute, text)) => {
                    let result = match attribute {
                        "budget" => BudgetSetting::read(text).map(|_| ()),
                        "circuit_breaker" => BreakerSetting::read(text).map(|_| ()),
                        "concurrency" => ConcurrencySetting::read(text).map(|_| ()),
                        "rate_limit" => RateLimits::read([text].into_iter()).map(|_| ()),
                        other => panic!("there is no `{other}`"),
                    };
                    assert_eq!(result.is_ok(), is_right, "{line}: {result:?}");
                    read += 1;
                }
            }
        }
        assert!(read > 20);
    }
}
