//! Values of guards, and their bounds.

use std::time::Duration;

use crate::diag::Diagnostics;
use crate::duration::print_compact;
use crate::lower::values::{Lowered, duration, whole};
use crate::model::value::Value;
use crate::syntax::arg::Arg;
use crate::syntax::guards::Percent;

/// Lowers `20%`, a whole number from 1 to 100.
pub(crate) fn percent(percent: &Percent, diag: &mut Diagnostics) -> Lowered<u8> {
    let number = percent.number().parse::<u8>().ok();
    let is_right = |percent: &u8| (1..=100).contains(percent);
    number.filter(is_right).ok_or_else(|| {
        let message = "a percentage is a whole number from 1 to 100; write one such as `20%`";
        diag.error(percent, message)
    })
}

/// Lowers a whole number between two others, both included.
pub(crate) fn whole_within(
    arg: &Arg,
    (least, most): (u32, u32),
    diag: &mut Diagnostics,
) -> Lowered<Value<u32>> {
    let read = whole(arg, diag)?;
    if read.is_within(least, most) {
        return Ok(read);
    }
    let message = format!("`{}` is between {least} and {most}", arg.key);
    Err(diag.error(arg, message))
}

/// Lowers a duration between two others, both included.
pub(crate) fn duration_within(
    arg: &Arg,
    (least, most): (Duration, Duration),
    diag: &mut Diagnostics,
) -> Lowered<Value<Duration>> {
    let read = duration(arg, diag)?;
    if read.is_within(least, most) {
        return Ok(read);
    }
    let (least, most) = (print_compact(least), print_compact(most));
    let message = format!("`{}` is between {least} and {most}", arg.key);
    Err(diag.error(arg, message))
}

/// The longest `wait`; more than a day would be a mistake in the unit.
const LONGEST_WAIT: Duration = Duration::from_hours(24);

/// Lowers the longest wait for a guard, which must not exceed the `timeout` of the call.
pub(crate) fn lower_wait(
    arg: &Arg,
    timeout: Option<Duration>,
    diag: &mut Diagnostics,
) -> Lowered<Value<Duration>> {
    let wait = duration_within(arg, (Duration::ZERO, LONGEST_WAIT), diag)?;
    match (wait.known(), timeout) {
        (Some(wait), Some(timeout)) if wait > timeout => {
            let timeout = print_compact(timeout);
            let message = format!("`wait` is longer than the `timeout` of {timeout}; lower it");
            Err(diag.error(arg, message))
        }
        _ => Ok(wait),
    }
}
