//! `#[budget(20%, over = 10s, reserve = 10)]`

use syn::{Attribute, Ident};

use super::parts::{Part, Percent, parts, refuse_beside_off, refuse_text, set_once};
use crate::diag::{Diagnostics, Reported};
use crate::syntax::arg::{Item, OptionalArg, set, set_flag};
use crate::syntax::helper;
use crate::syntax::known::Known;

const KNOWN: Known = Known {
    attribute: "budget",
    keys: &["over", "reserve", "off"],
};

/// The attribute, as it was written.
pub(crate) struct BudgetArgs {
    /// The word `budget`, for errors about the whole attribute.
    pub(crate) at: Ident,
    pub(crate) off: Option<Ident>,
    pub(crate) percent: Option<Percent>,
    pub(crate) over: OptionalArg,
    pub(crate) reserve: OptionalArg,
    /// Something in it could not be read.
    pub(crate) broken: Option<Reported>,
}

impl BudgetArgs {
    pub(crate) fn parse(attribute: &Attribute, at: &Ident, diag: &mut Diagnostics) -> Self {
        let mut args = Self {
            at: at.clone(),
            off: None,
            percent: None,
            over: None,
            reserve: None,
            broken: None,
        };
        match helper::arguments(attribute, diag) {
            Ok(tokens) => {
                for part in parts(tokens, diag) {
                    args.read(part, diag);
                }
            }
            Err(reported) => args.broken = Some(reported),
        }
        if let Some(off) = &args.off
            && !args.is_unsaid()
        {
            args.broken = Some(refuse_beside_off(off, diag));
        }
        args
    }

    /// Tells if nothing but `off` may have been written.
    fn is_unsaid(&self) -> bool {
        self.percent.is_none() && self.over.is_none() && self.reserve.is_none()
    }

    fn read(&mut self, part: Part, diag: &mut Diagnostics) {
        let read = match part {
            Part::Percent(percent) => set_once(&mut self.percent, percent, "the percentage", diag),
            Part::Item(Item::Pair(arg)) if arg.key == "over" => {
                set(&mut self.over, arg, diag);
                Ok(())
            }
            Part::Item(Item::Pair(arg)) if arg.key == "reserve" => {
                set(&mut self.reserve, arg, diag);
                Ok(())
            }
            Part::Item(Item::Word(word)) if word == "off" => {
                set_flag(&mut self.off, word, diag);
                Ok(())
            }
            Part::Item(Item::Other(number @ syn::Expr::Lit(_))) => {
                let message = "a percentage has a sign; write `20%`";
                Err(diag.error(&number, message))
            }
            Part::Per(per) => {
                let message = "how many in a period is for `rate_limit`; write `#[budget(20%)]`";
                Err(diag.error(&per, message))
            }
            Part::PercentOf(key, _) => Err(KNOWN.refuse_share(&key, diag)),
            Part::Item(Item::Text(text)) => Err(refuse_text(KNOWN.attribute, &text, diag)),
            Part::Item(other) => Err(KNOWN.refuse(&other, diag)),
            Part::Broken(reported) => Err(reported),
        };
        if let Err(reported) = read {
            self.broken = Some(reported);
        }
    }
}
