//! What calls of one client know of each other.

use std::time::Duration;

use super::value::Value;

/// What a declaration says of the retry budget.
#[derive(Clone)]
pub(crate) enum Budget {
    Off,
    On(BudgetRule),
}

/// A retry budget; what is not said has its default.
#[derive(Clone, Default)]
pub(crate) struct BudgetRule {
    pub(crate) percent: Option<u8>,
    pub(crate) over: Option<Value<Duration>>,
    pub(crate) reserve: Option<Value<u32>>,
}

pub(crate) const DEFAULT_BUDGET_PERCENT: u8 = 20;
pub(crate) const DEFAULT_BUDGET_RESERVE: u32 = 10;
