//! `#[circuit_breaker(failures = 50%, of = 20, within = 10s, open = 5s, probes = 3)]`

use super::args::{GuardArgs, Options, refuse};
use super::parts::{Part, Percent};
use crate::diag::{Diagnostics, Reported};
use crate::syntax::arg::{Item, OptionalArg, twice};
use crate::syntax::known::Known;

pub(crate) type BreakerArgs = GuardArgs<BreakerOptions>;

/// The options, as they were written.
#[derive(Default)]
pub(crate) struct BreakerOptions {
    pub(crate) failures: Option<Percent>,
    pub(crate) of: OptionalArg,
    pub(crate) within: OptionalArg,
    pub(crate) open: OptionalArg,
    pub(crate) probes: OptionalArg,
}

impl Options for BreakerOptions {
    const KNOWN: Known<'static> = Known {
        attribute: "circuit_breaker",
        keys: &["failures", "of", "within", "open", "probes", "off"],
    };

    fn slot(&mut self, key: &str) -> Option<&mut OptionalArg> {
        match key {
            "of" => Some(&mut self.of),
            "within" => Some(&mut self.within),
            "open" => Some(&mut self.open),
            "probes" => Some(&mut self.probes),
            _ => None,
        }
    }

    fn read(&mut self, part: Part, diag: &mut Diagnostics) -> Result<(), Reported> {
        Err(match part {
            Part::PercentOf(key, percent) if key == "failures" => {
                if self.failures.is_some() {
                    twice(&key, diag)
                } else {
                    self.failures = Some(percent);
                    return Ok(());
                }
            }
            Part::Item(Item::Pair(arg)) if arg.key == "failures" => {
                let message = "`failures` is a percentage; write one such as `failures = 50%`";
                diag.error(arg, message)
            }
            Part::Percent(percent) => {
                let message = "a percentage needs its key; write `failures = 50%`";
                diag.error(percent, message)
            }
            other => refuse::<Self>(other, diag),
        })
    }
}
