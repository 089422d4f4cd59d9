//! `#[budget(...)]`

use std::time::Duration;

use super::off_or;
use super::values::{duration_within, percent, whole_within};
use crate::diag::Diagnostics;
use crate::lower::values::{Lowered, optional};
use crate::model::guards::{Budget, BudgetRule};
use crate::syntax::guards::{BudgetArgs, BudgetOptions};

/// Lowers the attribute of a trait.
pub(crate) fn budget_of_trait(
    args: Option<&BudgetArgs>,
    diag: &mut Diagnostics,
) -> Lowered<Option<Budget>> {
    let Some(args) = args else { return Ok(None) };
    // No `..`: a new option does not compile until it has been given a rule.
    let BudgetOptions {
        percent: share,
        over,
        reserve,
    } = &args.options;
    let share = share.as_ref().map(|share| percent(share, diag)).transpose();
    let over = optional(over, diag, |arg, diag| {
        duration_within(arg, (Duration::from_secs(1), Duration::from_mins(1)), diag)
    });
    let reserve = optional(reserve, diag, |arg, diag| {
        whole_within(arg, (0, 1000), diag)
    });
    args.broken.map_or(Ok(()), Err)?;
    let rule = BudgetRule {
        percent: share?,
        over: over?,
        reserve: reserve?,
    };
    Ok(Some(off_or(args, rule)))
}

/// Lowers the attribute of a method; `retries` tells whether it may retry.
pub(crate) fn budget_of_method(
    args: Option<&BudgetArgs>,
    retries: bool,
    diag: &mut Diagnostics,
) -> Lowered<Option<Budget>> {
    let Some(args) = args else { return Ok(None) };
    args.broken.map_or(Ok(()), Err)?;
    if args.off.is_none() {
        let rule = "all methods share one budget, so it belongs on the trait";
        let message = format!("{rule}; here only `#[budget(off)]` leaves this method out");
        return Err(diag.error(&args.at, message));
    }
    if !retries {
        let message = "this method never retries, so no budget bounds it; remove `#[budget(off)]`";
        return Err(diag.error(&args.at, message));
    }
    Ok(Some(Budget::Off))
}

/// Refuses a budget of a trait without retries.
pub(crate) fn refuse_idle_budget(args: &BudgetArgs, diag: &mut Diagnostics) -> Lowered<()> {
    let rule = "nothing here retries, so there is nothing to pay for";
    let message = format!("{rule}; add `#[retry(…)]`, or remove `#[budget]`");
    Err(diag.error(&args.at, message))
}
