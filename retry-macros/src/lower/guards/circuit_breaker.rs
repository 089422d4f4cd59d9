//! `#[circuit_breaker(...)]`

use std::time::Duration;

use super::off_or;
use super::values::{duration_within, percent, whole_within};
use crate::diag::Diagnostics;
use crate::duration::print_compact;
use crate::lower::values::{Lowered, optional};
use crate::model::guards::{Breaker, BreakerRule};
use crate::model::value::Value;
use crate::syntax::arg::Arg;
use crate::syntax::guards::{BreakerArgs, BreakerOptions};

/// Lowers the circuit breaker of one place; `attempt_timeout` is the one in force there.
pub(crate) fn circuit_breaker(
    args: Option<&BreakerArgs>,
    attempt_timeout: Option<Duration>,
    diag: &mut Diagnostics,
) -> Lowered<Option<Breaker>> {
    let Some(args) = args else { return Ok(None) };
    // No `..`: a new option does not compile until it has been given a rule.
    let BreakerOptions {
        failures,
        of,
        within,
        open,
        probes,
    } = &args.options;
    let failures = failures.as_ref().map(|share| percent(share, diag));
    let failures = failures.transpose();
    let of = optional(of, diag, |arg, diag| {
        whole_within(arg, (5, 1_000_000), diag)
    });
    let within = optional(within, diag, |arg, diag| {
        lower_within(arg, attempt_timeout, diag)
    });
    let open = optional(open, diag, |arg, diag| {
        let bounds = (Duration::from_millis(100), Duration::from_mins(10));
        duration_within(arg, bounds, diag)
    });
    let probes = optional(probes, diag, |arg, diag| whole_within(arg, (1, 100), diag));
    args.broken.map_or(Ok(()), Err)?;
    let rule = BreakerRule {
        failures: failures?,
        of: of?,
        within: within?,
        open: open?,
        probes: probes?,
    };
    Ok(Some(off_or(args, rule)))
}

/// Lowers `within`, which must be long enough for two attempts that time out.
fn lower_within(
    arg: &Arg,
    attempt_timeout: Option<Duration>,
    diag: &mut Diagnostics,
) -> Lowered<Value<Duration>> {
    let bounds = (Duration::from_secs(1), Duration::from_mins(10));
    let within = duration_within(arg, bounds, diag)?;
    // A breaker is meant for attempts that time out. In a shorter window, consecutive ones would be
    // forgotten before enough of them have failed.
    let least = attempt_timeout.map(|timeout| timeout.saturating_mul(2));
    match (within.known(), least) {
        (Some(within), Some(least)) if within < least => {
            let message = format!(
                "`within` is shorter than two attempts may take; write at least `within = {}`",
                print_compact(least)
            );
            Err(diag.error(arg, message))
        }
        _ => Ok(within),
    }
}
