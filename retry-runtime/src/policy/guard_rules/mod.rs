//! Rules of guards: the parameters of a budget, a rate limit, a bound or a breaker, from declarations and settings.
//!
//! A rule is a plain `Copy` value with `const fn` setters, like the policy that holds it: the macro
//! emits it, const evaluation checks its bounds, and reading it costs nothing. A parameter that is not
//! given has the value in `DEFAULT`, which stands here and nowhere else in this crate. The guards
//! themselves hold state and are in `guards/`. They take the rule as an argument of each question, so
//! settings can change a rule while its state goes on.
//!
//! A `*Setting` is a rule or `off`. `PlaceRules` are the guards of one place, a trait or a method.
//! Both places count, so a policy has two of them, and merging never lets one replace the other.
//!
//! Settings give the same rules as text, written as between the parentheses of the attribute:
//!
//! ```text
//! [GitHub]
//! rate_limit = "500 per 1m, burst = 10"     # as in #[rate_limit(500 per 1m, burst = 10)]
//! ```
//!
//! The macros read that grammar from tokens, and this folder reads it from text.
//! `tests/guard_rules.txt` is a table of right and wrong cases that both test suites run.
//!
//! Nothing here may hold state, look at a clock, or know which guard asks first.

mod budget;
mod circuit_breaker;
mod concurrency;
mod hedge;
mod place;
mod rate_limit;
mod setting;
mod text;

pub use self::budget::{BudgetRule, BudgetSetting};
pub use self::circuit_breaker::{BreakerRule, BreakerSetting};
pub use self::concurrency::{ConcurrencyRule, ConcurrencySetting};
pub use self::hedge::HedgeRule;
pub(crate) use self::hedge::HedgeSetting;
pub(crate) use self::place::Interned;
pub use self::place::PlaceRules;
pub(crate) use self::rate_limit::{FollowRule, MOST_LIMITS};
pub use self::rate_limit::{RateLimitRule, RateLimits};
pub(crate) use self::setting::RuleSetting;

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
                        "hedge" => HedgeSetting::read(text).map(|_| ()),
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
