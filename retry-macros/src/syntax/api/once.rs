//! Attributes that may be given once: the second is read, refused and dropped.

use syn::{Attribute, Ident, LitStr};

use crate::diag::Diagnostics;
use crate::syntax::arg::{Item, items};
use crate::syntax::helper;
use crate::syntax::known::Known;

/// Reads and stores an attribute, or reports that it was given before.
///
/// The second is read too, so that its own mistakes are reported.
pub(super) fn put<T>(
    slot: &mut Option<T>,
    parse: impl FnOnce(&Attribute, &Ident, &mut Diagnostics) -> T,
    attribute: &Attribute,
    name: &Ident,
    diag: &mut Diagnostics,
) {
    let args = parse(attribute, name, diag);
    match slot {
        Some(_) => {
            let message = format!("`#[{name}]` is given twice; merge them into one");
            diag.error(name, message);
        }
        None => *slot = Some(args),
    }
}

/// `#[idempotent("why")]` or `#[idempotency_key("X-Name")]`.
pub(crate) struct Reason {
    pub(crate) at: Ident,
    pub(crate) text: Option<LitStr>,
}

impl Reason {
    pub(super) fn parse(attribute: &Attribute, at: &Ident, diag: &mut Diagnostics) -> Self {
        let mut text = None;
        let attribute_name = &at.to_string();
        let known = Known {
            attribute: attribute_name,
            keys: if at == "idempotent" {
                &["\"why\""]
            } else {
                &["\"X-Name\""]
            },
        };
        for item in items(helper::arguments(attribute, diag).unwrap_or_default(), diag) {
            match item {
                Item::Text(given) if text.is_none() => text = Some(given),
                other => _ = known.refuse(&other, diag),
            }
        }
        Self {
            at: at.clone(),
            text,
        }
    }
}
