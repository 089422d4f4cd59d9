//! The keys `end` and `reconnect` of a method that returns a stream of events.

use super::values::{Literal, Lowered, literal, optional, word};
use crate::diag::Diagnostics;
use crate::model::events::{Events, Reconnect};
use crate::suggest;
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

/// One of three words. It decides what is generated, so it cannot be a constant.
fn reconnect(arg: &Arg, diag: &mut Diagnostics) -> Lowered<Reconnect> {
    const NAMES: [&str; 3] = ["always", "on_loss", "never"];
    let expr = arg.value.as_ref()?;
    let word = word(expr).map(|word| word.to_string());
    let message = match word.as_deref() {
        Some("always") => return Ok(Reconnect::Always),
        Some("on_loss") => return Ok(Reconnect::OnLoss),
        Some("never") => return Ok(Reconnect::Never),
        Some(word) => {
            let hint = suggest::hint(word, &NAMES);
            format!("unknown value `{word}` of `reconnect`; {hint}")
        }
        None => format!("expected one of {}", suggest::list(&NAMES)),
    };
    Err(diag.error(expr, message))
}
