//! The attribute of any guard: its options, `off`, and whether something in it could not be read.

use syn::{Attribute, Ident};

use super::parts::{Part, parts};
use crate::diag::{Diagnostics, Reported};
use crate::syntax::arg::{Item, OptionalArg, set, set_flag};
use crate::syntax::helper;
use crate::syntax::known::Known;

/// The attribute of a guard, as it was written.
pub(crate) struct GuardArgs<O> {
    /// The name of the attribute, for errors about the whole of it.
    pub(crate) at: Ident,
    pub(crate) off: Option<Ident>,
    pub(crate) options: O,
    /// Something in it could not be read.
    pub(crate) broken: Option<Reported>,
}

/// The options of one guard, besides `off`.
pub(crate) trait Options: Default {
    /// The keys, for the errors about others.
    const KNOWN: Known<'static>;

    /// The field of a key whose value is an expression.
    fn slot(&mut self, key: &str) -> Option<&mut OptionalArg>;

    /// Reads a part in one of the forms that only guards have, and refuses any other.
    fn read(&mut self, part: Part, diag: &mut Diagnostics) -> Result<(), Reported>;
}

impl<O: Options> GuardArgs<O> {
    pub(crate) fn parse(attribute: &Attribute, at: &Ident, diag: &mut Diagnostics) -> Self {
        let mut args = Self {
            at: at.clone(),
            off: None,
            options: O::default(),
            broken: None,
        };
        // Only options that could be read count beside `off`: the others have an error already.
        let mut has_options = false;
        let tokens = helper::arguments(attribute, diag);
        args.broken = tokens.as_ref().err().copied();
        for part in parts(tokens.unwrap_or_default(), diag) {
            match part {
                Part::Item(Item::Word(word)) if word == "off" => {
                    set_flag(&mut args.off, word, diag);
                }
                part => match args.read(part, diag) {
                    Ok(()) => has_options = true,
                    Err(reported) => args.broken = Some(reported),
                },
            }
        }
        if let Some(off) = &args.off
            && has_options
        {
            let message = "`off` stands alone; remove it, or everything beside it";
            args.broken = Some(diag.error(off, message));
        }
        args
    }

    /// Stores a part.
    fn read(&mut self, part: Part, diag: &mut Diagnostics) -> Result<(), Reported> {
        let Part::Item(Item::Pair(arg)) = part else {
            return self.options.read(part, diag);
        };
        match self.options.slot(&arg.key.to_string()) {
            Some(slot) => set(slot, arg, diag),
            None => return self.options.read(Part::Item(Item::Pair(arg)), diag),
        }
        Ok(())
    }
}

/// Refuses a part that does not belong in the attribute, whichever guard it is.
pub(super) fn refuse<O: Options>(part: Part, diag: &mut Diagnostics) -> Reported {
    match part {
        Part::Item(Item::Text(text)) => {
            let (attribute, unquoted) = (O::KNOWN.attribute, text.value());
            let message =
                format!("quotes are for settings; write it without: `#[{attribute}({unquoted})]`");
            diag.error(text, message)
        }
        Part::Item(item) => O::KNOWN.refuse(&item, diag),
        Part::PercentOf(key, _) => O::KNOWN.refuse_share(&key, diag),
        // All guards read a percentage themselves, so far, or have a message of their own about it.
        Part::Percent(percent) => O::KNOWN.unexpected(percent, diag),
        Part::Per(per) => {
            let message = "a number per period is for `rate_limit`; remove this";
            diag.error(per, message)
        }
        Part::Broken(reported) => reported,
    }
}
