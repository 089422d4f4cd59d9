//! `#[budget(20%, over = 10s, reserve = 10)]`

use syn::Expr;

use super::args::{GuardArgs, Options, refuse};
use super::parts::{Part, Percent, set_once};
use crate::diag::{Diagnostics, Reported};
use crate::syntax::arg::{Item, OptionalArg};
use crate::syntax::known::Known;

pub(crate) type BudgetArgs = GuardArgs<BudgetOptions>;

/// The options, as they were written.
#[derive(Default)]
pub(crate) struct BudgetOptions {
    pub(crate) percent: Option<Percent>,
    pub(crate) over: OptionalArg,
    pub(crate) reserve: OptionalArg,
}

impl Options for BudgetOptions {
    const KNOWN: Known<'static> = Known {
        attribute: "budget",
        keys: &["over", "reserve", "off"],
    };

    fn slot(&mut self, key: &str) -> Option<&mut OptionalArg> {
        match key {
            "over" => Some(&mut self.over),
            "reserve" => Some(&mut self.reserve),
            _ => None,
        }
    }

    fn read(&mut self, part: Part, diag: &mut Diagnostics) -> Result<(), Reported> {
        Err(match part {
            Part::Percent(percent) => {
                return set_once(&mut self.percent, percent, "the percentage", diag);
            }
            Part::Item(Item::Other(number @ Expr::Lit(_))) => {
                diag.error(number, "a percentage has a sign; write `20%`")
            }
            Part::Per(per) => {
                let message = "a number per period is for `rate_limit`; write `#[budget(20%)]`";
                diag.error(per, message)
            }
            other => refuse::<Self>(other, diag),
        })
    }
}
