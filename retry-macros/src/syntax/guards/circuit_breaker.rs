//! `#[circuit_breaker(failures = 50%, of = 20, within = 10s, open = 5s, probes = 3)]`

use syn::{Attribute, Ident};

use super::parts::{Part, Percent, parts, refuse_beside_off, refuse_text};
use crate::diag::{Diagnostics, Reported};
use crate::syntax::arg::{Item, OptionalArg, set, set_flag};
use crate::syntax::helper;
use crate::syntax::known::Known;

const KNOWN: Known = Known {
    attribute: "circuit_breaker",
    keys: &["failures", "of", "within", "open", "probes", "off"],
};

/// The attribute, as it was written.
pub(crate) struct BreakerArgs {
    pub(crate) off: Option<Ident>,
    pub(crate) failures: Option<(Ident, Percent)>,
    pub(crate) of: OptionalArg,
    pub(crate) within: OptionalArg,
    pub(crate) open: OptionalArg,
    pub(crate) probes: OptionalArg,
    /// Something in it could not be read.
    pub(crate) broken: Option<Reported>,
}

impl BreakerArgs {
    pub(crate) fn parse(attribute: &Attribute, diag: &mut Diagnostics) -> Self {
        let mut args = Self {
            off: None,
            failures: None,
            of: None,
            within: None,
            open: None,
            probes: None,
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
        let slots = [&self.of, &self.within, &self.open, &self.probes];
        self.failures.is_none() && slots.into_iter().all(Option::is_none)
    }

    fn slot(&mut self, key: &Ident) -> Option<&mut OptionalArg> {
        match key.to_string().as_str() {
            "of" => Some(&mut self.of),
            "within" => Some(&mut self.within),
            "open" => Some(&mut self.open),
            "probes" => Some(&mut self.probes),
            _ => None,
        }
    }

    fn read(&mut self, part: Part, diag: &mut Diagnostics) {
        let read = match part {
            Part::PercentOf(key, percent) if key == "failures" => {
                if self.failures.is_some() {
                    Err(diag.error(&key, "`failures` is given twice; remove one"))
                } else {
                    self.failures = Some((key, percent));
                    Ok(())
                }
            }
            Part::PercentOf(key, _) => Err(KNOWN.refuse_share(&key, diag)),
            Part::Item(Item::Pair(arg)) if arg.key == "failures" => {
                let message = "`failures` is a percentage; write it such as `failures = 50%`";
                Err(diag.error(&arg, message))
            }
            Part::Item(Item::Pair(arg)) => match self.slot(&arg.key.clone()) {
                Some(slot) => {
                    set(slot, arg, diag);
                    Ok(())
                }
                None => Err(KNOWN.refuse(&Item::Pair(arg), diag)),
            },
            Part::Item(Item::Word(word)) if word == "off" => {
                set_flag(&mut self.off, word, diag);
                Ok(())
            }
            Part::Item(Item::Text(text)) => Err(refuse_text(KNOWN.attribute, &text, diag)),
            Part::Item(other) => Err(KNOWN.refuse(&other, diag)),
            Part::Percent(percent) => Err(diag.error(
                &percent,
                "a percentage needs its key; write `failures = 50%`",
            )),
            Part::Per(per) => Err(diag.error(
                &per,
                "how many in a period is for `rate_limit`; remove this",
            )),
            Part::Broken(reported) => Err(reported),
        };
        if let Err(reported) = read {
            self.broken = Some(reported);
        }
    }
}
