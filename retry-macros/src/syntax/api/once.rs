//! Attributes that stand once: the second of a kind is read, refused, and dropped.

use syn::{Attribute, Ident, LitStr};

use crate::diag::Diagnostics;
use crate::syntax::arg::{Item, items};
use crate::syntax::guards::{BreakerArgs, BudgetArgs, ConcurrencyArgs, HedgeArgs, RateLimitArgs};
use crate::syntax::helper;
use crate::syntax::known::Known;
use crate::syntax::pages::PagesArgs;
use crate::syntax::retry::RetryArgs;

/// An attribute that can be read.
pub(super) trait Read {
    fn read(attribute: &Attribute, name: &Ident, diag: &mut Diagnostics) -> Self;
}

/// Puts an attribute into its place, unless there is one already.
///
/// The second is read all the same, and dropped: its own mistakes are told too.
pub(super) fn put<T: Read>(
    slot: &mut Option<T>,
    attribute: &Attribute,
    name: &Ident,
    diag: &mut Diagnostics,
) {
    let read = T::read(attribute, name, diag);
    match slot {
        Some(_) => {
            let message = format!("`#[{name}]` is given twice; merge them into one");
            diag.error(name, message);
        }
        None => *slot = Some(read),
    }
}

macro_rules! read {
    ($($args:ty),+) => {$(
        impl Read for $args {
            fn read(attribute: &Attribute, name: &Ident, diag: &mut Diagnostics) -> Self {
                Self::parse(attribute, name, diag)
            }
        }
    )+};
}

read!(
    RetryArgs,
    BudgetArgs,
    ConcurrencyArgs,
    RateLimitArgs,
    HedgeArgs,
    PagesArgs
);

impl Read for BreakerArgs {
    fn read(attribute: &Attribute, _: &Ident, diag: &mut Diagnostics) -> Self {
        Self::parse(attribute, diag)
    }
}

/// `#[idempotent("why")]` or `#[idempotency_key("X-Name")]`.
pub(crate) struct Reason {
    pub(crate) at: Ident,
    pub(crate) text: Option<LitStr>,
}

impl Read for Reason {
    fn read(attribute: &Attribute, name: &Ident, diag: &mut Diagnostics) -> Self {
        let mut reason = Self {
            at: name.clone(),
            text: None,
        };
        if let Ok(tokens) = helper::arguments(attribute, diag) {
            for item in items(tokens, diag) {
                match item {
                    Item::Text(text) if reason.text.is_none() => reason.text = Some(text),
                    other => _ = known_reason(name).refuse(&other, diag),
                }
            }
        }
        reason
    }
}

fn known_reason(name: &Ident) -> Known {
    if name == "idempotent" {
        Known {
            attribute: "idempotent",
            keys: &["\"why\""],
        }
    } else {
        Known {
            attribute: "idempotency_key",
            keys: &["\"X-Name\""],
        }
    }
}
