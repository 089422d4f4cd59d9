//! Attributes in the wrong place, and the messages that say where they belong.

use syn::{Attribute, Ident};

use crate::diag::{Diagnostics, Reported};
use crate::suggest;
use crate::syntax::helper;

/// Refuses an attribute on the trait that is ours, or was meant to be.
pub(super) fn refuse_on_trait(attribute: &Attribute, name: &Ident, diag: &mut Diagnostics) {
    if helper::is_of_method(attribute) {
        let message = format!("`#[{name}]` belongs on a method; move it there");
        diag.error(name, message);
    } else if name == "fallback" {
        refuse_fallback(name, diag);
    } else if let Some(meant) = helper::meant_on_trait(attribute) {
        let message = format!("unknown attribute `{name}`; did you mean `{meant}`?");
        diag.error(name, message);
    }
}

/// Refuses `#[cfg_attr(…, get("/x"))]`.
pub(super) fn refuse_late(attribute: &Attribute, diag: &mut Diagnostics) -> Option<Reported> {
    let name = helper::in_cfg_attr(attribute)?;
    let message =
        format!("`cfg_attr` cannot add `#[{name}]`; write it twice, each time with its `#[cfg]`");
    Some(diag.error(name, message))
}

/// Refuses an attribute that does not belong on a method, and says where it belongs.
pub(super) fn unknown_on_method(name: &Ident, diag: &mut Diagnostics) -> Reported {
    if name == "headers" || name == "header" {
        let message = format!(
            "`#[{name}]` belongs on an argument; a header that is always sent is written after the path: \
             `headers(\"name\" = \"value\")`"
        );
        return diag.error(name, message);
    }
    if helper::ROLES.iter().any(|role| name == role) {
        let message = format!("`#[{name}]` belongs on an argument; move it there");
        return diag.error(name, message);
    }
    if name == "fallback" {
        return refuse_fallback(name, diag);
    }
    let known: Vec<&str> = helper::VERBS.into_iter().chain(helper::OTHERS).collect();
    unknown(name, &known, diag)
}

/// Refuses a fallback: only the caller knows what may stand in for a response.
fn refuse_fallback(name: &Ident, diag: &mut Diagnostics) -> Reported {
    let rule =
        "there is no fallback here, as only the caller knows what may stand in for a response";
    let message = format!("{rule}; write `.or_else(|error| …)` behind the call's `.await`");
    diag.error(name, message)
}

/// Refuses an attribute that does not belong on an argument, and says where it belongs.
pub(super) fn unknown_on_argument(name: &Ident, diag: &mut Diagnostics) -> Reported {
    if helper::VERBS
        .iter()
        .chain(&helper::OTHERS)
        .any(|known| name == known)
    {
        let message = format!("`#[{name}]` belongs on the method; move it there");
        return diag.error(name, message);
    }
    unknown(name, &helper::ROLES, diag)
}

fn unknown(name: &Ident, known: &[&str], diag: &mut Diagnostics) -> Reported {
    let hint = suggest::hint(&name.to_string(), known);
    diag.error(name, format!("unknown attribute `{name}`; {hint}"))
}
