//! `#[rate_limit(500 per 1m, burst = 10, wait = 5s, cost = tokens, follow)]`

use syn::{Attribute, Ident};

use super::parts::{Part, Per, parts, refuse_beside_off, refuse_text, set_once};
use crate::diag::{Diagnostics, Reported};
use crate::syntax::arg::{Item, OptionalArg, set, set_flag};
use crate::syntax::helper;
use crate::syntax::known::Known;

const KNOWN: Known = Known {
    attribute: "rate_limit",
    keys: &["burst", "wait", "cost", "follow", "off"],
};

/// The attribute, as it was written.
pub(crate) struct RateLimitArgs {
    /// The word `rate_limit`, for errors about the whole attribute.
    pub(crate) at: Ident,
    pub(crate) off: Option<Ident>,
    pub(crate) rate: Option<Per>,
    pub(crate) burst: OptionalArg,
    pub(crate) wait: OptionalArg,
    pub(crate) cost: OptionalArg,
    pub(crate) follow: Option<Ident>,
    /// Something in it could not be read.
    pub(crate) broken: Option<Reported>,
}

impl RateLimitArgs {
    pub(crate) fn parse(attribute: &Attribute, at: &Ident, diag: &mut Diagnostics) -> Self {
        let mut args = Self {
            at: at.clone(),
            off: None,
            rate: None,
            burst: None,
            wait: None,
            cost: None,
            follow: None,
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
        let slots = [&self.burst, &self.wait, &self.cost];
        self.rate.is_none() && self.follow.is_none() && slots.into_iter().all(Option::is_none)
    }

    fn read(&mut self, part: Part, diag: &mut Diagnostics) {
        let read = match part {
            Part::Per(per) => set_once(&mut self.rate, per, "the rate", diag),
            Part::PercentOf(key, _) => Err(KNOWN.refuse_share(&key, diag)),
            Part::Percent(percent) => {
                let message = "a rate is a number in a period; write it such as `100 per 1s`";
                Err(diag.error(&percent, message))
            }
            Part::Item(Item::Pair(arg)) if arg.key == "burst" => {
                set(&mut self.burst, arg, diag);
                Ok(())
            }
            Part::Item(Item::Pair(arg)) if arg.key == "wait" => {
                set(&mut self.wait, arg, diag);
                Ok(())
            }
            Part::Item(Item::Pair(arg)) if arg.key == "cost" => {
                set(&mut self.cost, arg, diag);
                Ok(())
            }
            Part::Item(Item::Word(word)) if word == "follow" => {
                set_flag(&mut self.follow, word, diag);
                Ok(())
            }
            Part::Item(Item::Word(word)) if word == "off" => {
                set_flag(&mut self.off, word, diag);
                Ok(())
            }
            Part::Item(Item::Other(number @ syn::Expr::Lit(_))) => {
                let message = "a rate has a period; write it such as `100 per 1s`";
                Err(diag.error(&number, message))
            }
            Part::Item(Item::Other(other)) => {
                let message = "a rate has a number and a period; write it such as `100 per 1s`";
                Err(diag.error(&other, message))
            }
            Part::Item(Item::Text(text)) => Err(refuse_text(KNOWN.attribute, &text, diag)),
            Part::Item(other) => Err(KNOWN.refuse(&other, diag)),
            Part::Broken(reported) => Err(reported),
        };
        if let Err(reported) = read {
            self.broken = Some(reported);
        }
    }
}
