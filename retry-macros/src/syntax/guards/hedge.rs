//! `#[hedge(after = 200ms, at_most = 2)]`

use syn::{Attribute, Ident};

use super::parts::{Part, parts, refuse_beside_off, refuse_text};
use crate::diag::{Diagnostics, Reported};
use crate::syntax::arg::{Item, OptionalArg, set, set_flag};
use crate::syntax::helper;
use crate::syntax::known::Known;

const KNOWN: Known = Known {
    attribute: "hedge",
    keys: &["after", "at_most", "off"],
};

/// The attribute, as it was written.
pub(crate) struct HedgeArgs {
    /// The word `hedge`, for errors about the whole attribute.
    pub(crate) at: Ident,
    pub(crate) off: Option<Ident>,
    pub(crate) after: OptionalArg,
    pub(crate) at_most: OptionalArg,
    /// Something in it could not be read.
    pub(crate) broken: Option<Reported>,
}

impl HedgeArgs {
    pub(crate) fn parse(attribute: &Attribute, at: &Ident, diag: &mut Diagnostics) -> Self {
        let mut args = Self {
            at: at.clone(),
            off: None,
            after: None,
            at_most: None,
            broken: None,
        };
        match helper::arguments(attribute, diag) {
            Ok(tokens) => {
                // `parts` reads what all guards may contain. So each form that belongs to another
                // guard has an arm below, with a message that says which.
                for part in parts(tokens, diag) {
                    args.read(part, diag);
                }
            }
            Err(reported) => args.broken = Some(reported),
        }
        if let Some(off) = &args.off
            && (args.after.is_some() || args.at_most.is_some())
        {
            args.broken = Some(refuse_beside_off(off, diag));
        }
        args
    }

    fn read(&mut self, part: Part, diag: &mut Diagnostics) {
        let read = match part {
            Part::Item(Item::Pair(arg)) if arg.key == "after" => {
                set(&mut self.after, arg, diag);
                Ok(())
            }
            Part::Item(Item::Pair(arg)) if arg.key == "at_most" => {
                set(&mut self.at_most, arg, diag);
                Ok(())
            }
            Part::Item(Item::Word(word)) if word == "off" => {
                set_flag(&mut self.off, word, diag);
                Ok(())
            }
            Part::Item(Item::Other(other @ syn::Expr::Lit(_))) => {
                let message = "a time needs its key; write `#[hedge(after = 200ms)]`";
                Err(diag.error(&other, message))
            }
            Part::Item(Item::Text(text)) => Err(refuse_text(KNOWN.attribute, &text, diag)),
            Part::Item(other) => Err(KNOWN.refuse(&other, diag)),
            Part::Percent(other) => {
                let message = "a hedge begins after a time; write `#[hedge(after = 200ms)]`";
                Err(diag.error(&other, message))
            }
            Part::PercentOf(key, percent) if key == "after" || key == "at_most" => {
                let message = format!("`{key}` is no share; write `#[hedge(after = 200ms)]`");
                Err(diag.error(&percent, message))
            }
            Part::PercentOf(key, _) => Err(KNOWN.refuse_share(&key, diag)),
            Part::Per(per) => {
                let message = "how many in a period is for `rate_limit`; remove this";
                Err(diag.error(&per, message))
            }
            Part::Broken(reported) => Err(reported),
        };
        if let Err(reported) = read {
            self.broken = Some(reported);
        }
    }
}
