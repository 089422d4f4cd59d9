//! The instructions of a call, crate by crate: raw reqwest beside this library.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::layout::{section, table};
use super::{Measured, find, whole};
use crate::Failed;
use crate::contestants::{CALL, HAND_LOOP, RAW};
use crate::instructions::{self, Cost, differing};

/// Crates with fewer instructions in both are added up as `others`.
const SHOWN: f64 = 400.0;

/// The number of functions shown either way, of those in which they differ.
const FUNCTIONS: usize = 25;

/// Raw reqwest and this library.
pub(super) fn both(
    measured: &Measured,
) -> Result<(&instructions::Measured, &instructions::Measured), Failed> {
    let of = |name| find(&measured.instructions.measured, name, |one| &one.name);
    Ok((of(RAW)?, of(CALL)?))
}

pub(super) fn table_of(text: &mut String, measured: &Measured) -> Result<(), Failed> {
    let (raw, ours) = both(measured)?;
    let note = "Instructions of a successful GET by the crate whose function it is; a function that is inlined counts for the\n\
                one that it is in. `heap` is malloc and free, `memory` copies and compares.";
    section(text, "Where they go", Some("crates"), note)?;
    let rows = all(&raw.success, &ours.success)
        .into_iter()
        .map(|(name, raw, ours)| [name, whole(raw), whole(ours), format!("{:+.0}", ours - raw)]);
    table(text, ["crate", &raw.label, &ours.label, "difference"], rows)
}

/// Function by function, what this library does instead.
pub(super) fn functions(text: &mut String, measured: &Measured) -> Result<(), Failed> {
    let (raw, ours) = both(measured)?;
    let note = "Instructions of the functions in which a `Call` differs most from the same by other means. Copies of memory\n\
                stand by who asked for them.";
    section(text, "Function by function", None, note)?;
    compared(text, "a GET", (ours, &ours.success), (raw, &raw.success))?;
    let hand = find(&measured.instructions.measured, HAND_LOOP, |one| &one.name)?;
    let [mine, theirs] = [ours, hand].map(|one| one.retry.as_ref().ok_or("it does not retry"));
    compared(text, "503, 200", (ours, mine?), (hand, theirs?))
}

type Of<'a> = (&'a instructions::Measured, &'a Cost);

fn compared(
    text: &mut String,
    what: &str,
    (ours, mine): Of,
    (other, theirs): Of,
) -> Result<(), Failed> {
    let (more, less): (Vec<_>, Vec<_>) = differing(&mine.functions, &theirs.functions)
        .into_iter()
        .partition(|(_, count)| *count > 0.0);
    for (one, all) in [(ours, more), (other, less)] {
        let named = all.into_iter().take(FUNCTIONS);
        let rows = named.map(|(name, count)| {
            [
                format!("`{}`", name.replace('|', "\\|")),
                whole(count.abs()),
            ]
        });
        let head = format!("{what}: {} has more of", one.label);
        table(text, [head.as_str(), "instructions"], rows)?;
        writeln!(text)?;
    }
    Ok(())
}

/// The crates of both, largest first, with the small ones added up.
pub(super) fn all(raw: &Cost, ours: &Cost) -> Vec<(String, f64, f64)> {
    let of =
        |crates: &BTreeMap<String, f64>, name: &str| crates.get(name).copied().unwrap_or_default();
    let names = raw
        .crates
        .keys()
        .chain(ours.crates.keys())
        .collect::<BTreeSet<_>>();
    let all = names
        .into_iter()
        .map(|name| (name.clone(), of(&raw.crates, name), of(&ours.crates, name)));
    let (mut shown, small): (Vec<_>, Vec<_>) =
        all.partition(|(_, raw, ours)| raw.max(*ours) >= SHOWN);
    shown.sort_by(|(_, one, mine), (_, other, theirs)| (other + theirs).total_cmp(&(one + mine)));
    let others = small.iter().fold((0.0, 0.0), |(one, two), (_, raw, ours)| {
        (one + raw, two + ours)
    });
    shown.push(("others".to_owned(), others.0, others.1));
    shown
}
