//! `#[hedge(after = 200ms, at_most = 2)]`

use syn::Expr;

use super::args::{GuardArgs, Options, refuse};
use super::parts::Part;
use crate::diag::{Diagnostics, Reported};
use crate::syntax::arg::{Item, OptionalArg};
use crate::syntax::known::Known;

pub(crate) type HedgeArgs = GuardArgs<HedgeOptions>;

/// The options, as they were written.
#[derive(Default)]
pub(crate) struct HedgeOptions {
    pub(crate) after: OptionalArg,
    pub(crate) at_most: OptionalArg,
}

impl Options for HedgeOptions {
    const KNOWN: Known<'static> = Known {
        attribute: "hedge",
        keys: &["after", "at_most", "off"],
    };

    fn slot(&mut self, key: &str) -> Option<&mut OptionalArg> {
        match key {
            "after" => Some(&mut self.after),
            "at_most" => Some(&mut self.at_most),
            _ => None,
        }
    }

    fn read(&mut self, part: Part, diag: &mut Diagnostics) -> Result<(), Reported> {
        Err(match part {
            Part::Item(Item::Other(other @ Expr::Lit(_))) => {
                let message = "a time needs its key; write `#[hedge(after = 200ms)]`";
                diag.error(other, message)
            }
            Part::Percent(other) => {
                let message = "a hedge begins after a time; write `#[hedge(after = 200ms)]`";
                diag.error(other, message)
            }
            Part::PercentOf(key, percent) if key == "after" || key == "at_most" => {
                let message =
                    format!("`{key}` is not a percentage; write `#[hedge(after = 200ms)]`");
                diag.error(percent, message)
            }
            other => refuse::<Self>(other, diag),
        })
    }
}
