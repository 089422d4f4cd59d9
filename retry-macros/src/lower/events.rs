//! The keys `end` and `reconnect` of a method that returns a stream of events.

use super::values::{Literal, Lowered, literal, optional};
use super::words::one_of;
use crate::diag::Diagnostics;
use crate::model::events::{Events, Reconnect};
use crate::syntax::arg::Arg;
use crate::syntax::http::VerbArgs;

pub(crate) fn events(args: &VerbArgs, diag: &mut Diagnostics) -> Lowered<Events> {
    // Each part is checked before any `?`, so the errors of both are shown.
    let end = optional(&args.end, diag, end);
    let reconnect = optional(&args.reconnect, diag, reconnect);
    Ok(Events {
        end: end?,
        reconnect: reconnect?,
    })
}

fn end(arg: &Arg, diag: &mut Diagnostics) -> Lowered<String> {
    let expr = arg.value.as_ref()?;
    match literal(expr) {
        Literal::Text(text) => Ok(text.value()),
        _ => Err(diag.error(
            expr,
            "`end` is the data of the last event, as text; write `end = \"[DONE]\"`",
        )),
    }
}

/// Lowers one of three words. It decides which code is generated, so it cannot be a constant.
fn reconnect(arg: &Arg, diag: &mut Diagnostics) -> Lowered<Reconnect> {
    let table = [
        ("always", Reconnect::Always),
        ("on_loss", Reconnect::OnLoss),
        ("never", Reconnect::Never),
    ];
    let unknown = |word: &str| format!("unknown value `{word}` of `reconnect`");
    one_of(arg.value.as_ref()?, unknown, &table, diag)
}
