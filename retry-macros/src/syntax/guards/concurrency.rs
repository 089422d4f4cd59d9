//! `#[concurrency(32, wait = 5s)]`

use quote::ToTokens;
use syn::{Attribute, Expr, Ident};

use super::parts::{Part, parts, refuse_beside_off, refuse_text};
use crate::diag::{Diagnostics, Reported};
use crate::syntax::arg::{Arg, Item, OptionalArg, set, set_flag};
use crate::syntax::helper;
use crate::syntax::known::Known;

const KNOWN: Known = Known {
    attribute: "concurrency",
    keys: &["wait", "off"],
};

/// Keys that the number has in other crates.
const NAMED: [&str; 6] = [
    "max",
    "limit",
    "at_most",
    "permits",
    "calls",
    "max_concurrency",
];

/// The attribute, as it was written.
pub(crate) struct ConcurrencyArgs {
    /// The word `concurrency`, for errors about the whole attribute.
    pub(crate) at: Ident,
    pub(crate) off: Option<Ident>,
    pub(crate) at_most: Option<Expr>,
    pub(crate) wait: OptionalArg,
    /// Something in it could not be read.
    pub(crate) broken: Option<Reported>,
}

impl ConcurrencyArgs {
    pub(crate) fn parse(attribute: &Attribute, at: &Ident, diag: &mut Diagnostics) -> Self {
        let mut args = Self {
            at: at.clone(),
            off: None,
            at_most: None,
            wait: None,
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
            && (args.at_most.is_some() || args.wait.is_some())
        {
            args.broken = Some(refuse_beside_off(off, diag));
        }
        args
    }

    fn read(&mut self, part: Part, diag: &mut Diagnostics) {
        let read = match part {
            Part::Item(Item::Pair(arg)) if arg.key == "wait" => {
                set(&mut self.wait, arg, diag);
                Ok(())
            }
            Part::Item(Item::Word(word)) if word == "off" => {
                set_flag(&mut self.off, word, diag);
                Ok(())
            }
            // A word in upper case is a constant of the user's, as everywhere; `arg` has read it as
            // a word and not as an expression.
            Part::Item(Item::Word(word)) if word.to_string().contains(char::is_uppercase) => self
                .number(
                    Expr::Path(syn::ExprPath {
                        attrs: Vec::new(),
                        qself: None,
                        path: word.into(),
                    }),
                    diag,
                ),
            Part::Item(Item::Other(number)) => self.number(number, diag),
            Part::Item(Item::Pair(Arg {
                key,
                value: Ok(number @ Expr::Lit(_)),
            })) if NAMED.iter().any(|name| key == name) => {
                let number = number.to_token_stream();
                let message =
                    format!("the number stands without a key; write `#[concurrency({number})]`");
                Err(diag.error(&key, message))
            }
            Part::Item(Item::Text(text)) => Err(refuse_text(KNOWN.attribute, &text, diag)),
            Part::Item(other) => Err(KNOWN.refuse(&other, diag)),
            Part::Percent(other) => {
                let message = "`concurrency` is a whole number; write `#[concurrency(32)]`";
                Err(diag.error(&other, message))
            }
            Part::PercentOf(key, _) => Err(KNOWN.refuse_share(&key, diag)),
            Part::Per(per) => {
                let message =
                    "how many in a period is for `rate_limit`; write `#[concurrency(32)]`";
                Err(diag.error(&per, message))
            }
            Part::Broken(reported) => Err(reported),
        };
        if let Err(reported) = read {
            self.broken = Some(reported);
        }
    }

    fn number(&mut self, number: Expr, diag: &mut Diagnostics) -> Result<(), Reported> {
        if self.at_most.is_some() {
            return Err(diag.error(&number, "the number is given twice; remove one"));
        }
        self.at_most = Some(number);
        Ok(())
    }
}
