//! `#[concurrency(...)]`

use std::time::Duration;

use super::values::lower_wait;
use crate::diag::Diagnostics;
use crate::lower::values::{Lowered, optional, whole_of};
use crate::model::guards::{Bound, Concurrency};
use crate::syntax::guards::{ConcurrencyArgs, ConcurrencyOptions};

/// The limit of the runtime's `ConcurrencyRule`; no client can reach a higher number.
const MOST: u32 = 1_000_000;

/// Lowers the bound of one place; `timeout` is the one in force there, `above` the bound of the trait of
/// a method.
pub(crate) fn concurrency(
    args: Option<&ConcurrencyArgs>,
    timeout: Option<Duration>,
    above: Option<&Concurrency>,
    diag: &mut Diagnostics,
) -> Lowered<Option<Concurrency>> {
    let Some(args) = args else { return Ok(None) };
    // No `..`: a new option does not compile until it has been given a rule.
    let ConcurrencyOptions { at_most, wait } = &args.options;
    let wait = optional(wait, diag, |arg, diag| lower_wait(arg, timeout, diag));
    args.broken.map_or(Ok(()), Err)?;
    if args.off.is_some() {
        return Ok(Some(Concurrency::Off));
    }
    let Some(number) = at_most else {
        let message = "say how many attempts may be in flight; write `#[concurrency(32)]`";
        return Err(diag.error(&args.at, message));
    };
    let Some(at_most) = whole_of(number).filter(|at_most| at_most.is_within(1, MOST)) else {
        let message =
            "`concurrency` is 1 to 1_000_000 attempts in flight; write `#[concurrency(32)]`";
        return Err(diag.error(number, message));
    };
    // An attempt counts in both, so a number above the trait's could never be reached.
    if let (Some(own), Some(Concurrency::On(above))) = (at_most.known(), above)
        && let Some(above) = above.at_most.known()
        && own > above
    {
        let message =
            format!("the trait allows no more than {above} in flight; lower this, or raise that");
        return Err(diag.error(number, message));
    }
    Ok(Some(Concurrency::On(Box::new(Bound {
        at_most,
        wait: wait?,
    }))))
}
