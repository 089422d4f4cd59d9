//! A guard as it is declared: its rule, or `off`.

use crate::policy::guard_rules::text::{Item, items, twice};

// `Off` is more than a missing rule: it leaves out a guard that the trait or the code declares.
/// The parameters of a guard, or that it is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleSetting<R> {
    /// Left out.
    Off,
    /// In force.
    On(R),
}

impl<R> RuleSetting<R> {
    /// Reads `off`, or the items of a rule, each of which `take` puts into it. `bare` names the item
    /// without a key in the error about a second one.
    pub(crate) fn read_over(
        mut rule: R,
        text: &str,
        bare: &str,
        take: impl Fn(&mut R, Item<'_>) -> Result<(), String>,
    ) -> Result<Self, String> {
        let items = items(text)?;
        if items == [Item::Bare("off")] {
            return Ok(Self::Off);
        }
        let mut has_bare = false;
        for item in items {
            match item {
                Item::Bare("off") => return Err("`off` stands alone".to_owned()),
                Item::Bare(_) if std::mem::replace(&mut has_bare, true) => return Err(twice(bare)),
                Item::Bare(_) | Item::Pair(..) => {}
            }
            take(&mut rule, item)?;
        }
        Ok(Self::On(rule))
    }
}
