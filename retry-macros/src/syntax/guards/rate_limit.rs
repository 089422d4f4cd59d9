//! `#[rate_limit(500 per 1m, burst = 10, wait = 5s, cost = tokens, follow)]`

use syn::{Expr, Ident};

use super::args::{GuardArgs, Options, refuse};
use super::parts::{Part, Per, set_once};
use crate::diag::{Diagnostics, Reported};
use crate::syntax::arg::{Item, OptionalArg, set_flag};
use crate::syntax::known::Known;

pub(crate) type RateLimitArgs = GuardArgs<RateLimitOptions>;

/// The options, as they were written.
#[derive(Default)]
pub(crate) struct RateLimitOptions {
    pub(crate) rate: Option<Per>,
    pub(crate) burst: OptionalArg,
    pub(crate) wait: OptionalArg,
    pub(crate) cost: OptionalArg,
    pub(crate) follow: Option<Ident>,
}

impl Options for RateLimitOptions {
    const KNOWN: Known<'static> = Known {
        attribute: "rate_limit",
        keys: &["burst", "wait", "cost", "follow", "off"],
    };

    fn slot(&mut self, key: &str) -> Option<&mut OptionalArg> {
        match key {
            "burst" => Some(&mut self.burst),
            "wait" => Some(&mut self.wait),
            "cost" => Some(&mut self.cost),
            _ => None,
        }
    }

    fn read(&mut self, part: Part, diag: &mut Diagnostics) -> Result<(), Reported> {
        Err(match part {
            Part::Per(per) => return set_once(&mut self.rate, per, "the rate", diag),
            Part::Item(Item::Word(word)) if word == "follow" => {
                set_flag(&mut self.follow, word, diag);
                return Ok(());
            }
            Part::Percent(percent) => {
                let message = "a rate is a number in a period; write one such as `100 per 1s`";
                diag.error(percent, message)
            }
            Part::Item(Item::Other(number @ Expr::Lit(_))) => {
                let message = "a rate has a period; write one such as `100 per 1s`";
                diag.error(number, message)
            }
            Part::Item(Item::Other(other)) => {
                let message = "a rate has a number and a period; write one such as `100 per 1s`";
                diag.error(other, message)
            }
            other => refuse::<Self>(other, diag),
        })
    }
}
