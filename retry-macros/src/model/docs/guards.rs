//! Guards, in words.

use super::text::value;
use crate::duration::print;
use crate::model::guards::{Budget, BudgetRule, DEFAULT_BUDGET_PERCENT, DEFAULT_BUDGET_RESERVE};

/// The sentence about a declared budget.
pub(super) fn budget(budget: Option<&Budget>) -> String {
    let rule = match budget {
        None => return String::new(),
        Some(Budget::Off) => return " **Budget**: none, every retry is made.".to_owned(),
        Some(Budget::On(rule)) => rule,
    };
    let BudgetRule {
        percent,
        over,
        reserve,
    } = rule;
    let percent = percent.unwrap_or(DEFAULT_BUDGET_PERCENT);
    let over = over
        .as_ref()
        .map(|over| format!(" within {}", value(over, print)))
        .unwrap_or_default();
    let reserve = reserve.as_ref().map_or_else(
        || DEFAULT_BUDGET_RESERVE.to_string(),
        |reserve| value(reserve, |reserve| reserve.to_string()),
    );
    format!(
        " **Budget**: retries of all calls up to {percent} % of those that succeed at once{over}, \
         and {reserve} in reserve."
    )
}
