//! `#[concurrency(32, wait = 5s)]`

use quote::ToTokens;
use syn::{Expr, parse_quote};

use super::args::{GuardArgs, Options, refuse};
use super::parts::{Part, set_once};
use crate::diag::{Diagnostics, Reported};
use crate::syntax::arg::{Arg, Item, OptionalArg};
use crate::syntax::known::Known;

/// Keys that the number has in other crates.
const NAMED: [&str; 6] = [
    "max",
    "limit",
    "at_most",
    "permits",
    "calls",
    "max_concurrency",
];

pub(crate) type ConcurrencyArgs = GuardArgs<ConcurrencyOptions>;

/// The options, as they were written.
#[derive(Default)]
pub(crate) struct ConcurrencyOptions {
    pub(crate) at_most: Option<Expr>,
    pub(crate) wait: OptionalArg,
}

impl Options for ConcurrencyOptions {
    const KNOWN: Known<'static> = Known {
        attribute: "concurrency",
        keys: &["wait", "off"],
    };

    fn slot(&mut self, key: &str) -> Option<&mut OptionalArg> {
        (key == "wait").then_some(&mut self.wait)
    }

    fn read(&mut self, part: Part, diag: &mut Diagnostics) -> Result<(), Reported> {
        Err(match part {
            // A word in upper case is a constant of the user's, which `arg` has read as a word and not as
            // an expression.
            Part::Item(Item::Word(word)) if word.to_string().contains(char::is_uppercase) => {
                return set_once(&mut self.at_most, parse_quote!(#word), "the number", diag);
            }
            Part::Item(Item::Other(number)) => {
                return set_once(&mut self.at_most, number, "the number", diag);
            }
            Part::Item(Item::Pair(Arg {
                key,
                value: Ok(number @ Expr::Lit(_)),
            })) if NAMED.iter().any(|name| key == name) => {
                let number = number.to_token_stream();
                let message = format!(
                    "the number is written without a key; write `#[concurrency({number})]`"
                );
                diag.error(key, message)
            }
            Part::Percent(other) => {
                let message = "`concurrency` is a whole number; write `#[concurrency(32)]`";
                diag.error(other, message)
            }
            Part::Per(per) => {
                let message = "a number per period is for `rate_limit`; write `#[concurrency(32)]`";
                diag.error(per, message)
            }
            other => refuse::<Self>(other, diag),
        })
    }
}
