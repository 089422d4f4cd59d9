//! `#[pages(cursor = "meta.next", query = "cursor", items = "data")]`

use syn::{Attribute, Ident};

use super::arg::{Arg, Item, OptionalArg, items, set, set_flag};
use super::helper;
use super::known::Known;
use crate::diag::{Diagnostics, Reported};

pub(crate) const KEYS: &[&str] = &[
    "link", "cursor", "query", "next", "page", "start", "offset", "with", "items",
];

const KNOWN: Known<'static> = Known {
    attribute: "pages",
    keys: KEYS,
};

/// The attribute, as it was written.
pub(crate) struct PagesArgs {
    /// The word `pages`, for errors about the whole attribute.
    pub(crate) at: Ident,
    pub(crate) link: Option<Ident>,
    pub(crate) cursor: OptionalArg,
    pub(crate) query: OptionalArg,
    pub(crate) next: OptionalArg,
    pub(crate) page: OptionalArg,
    pub(crate) start: OptionalArg,
    pub(crate) offset: OptionalArg,
    pub(crate) with: OptionalArg,
    pub(crate) items: OptionalArg,
    /// Something in it could not be read.
    pub(crate) broken: Option<Reported>,
}

impl PagesArgs {
    pub(crate) fn parse(attribute: &Attribute, at: &Ident, diag: &mut Diagnostics) -> Self {
        let mut args = Self {
            at: at.clone(),
            link: None,
            cursor: None,
            query: None,
            next: None,
            page: None,
            start: None,
            offset: None,
            with: None,
            items: None,
            broken: None,
        };
        let tokens = helper::arguments(attribute, diag);
        args.broken = tokens.as_ref().err().copied();
        for item in items(tokens.unwrap_or_default(), diag) {
            args.take(item, diag);
        }
        args
    }

    fn take(&mut self, item: Item, diag: &mut Diagnostics) {
        match item {
            Item::Word(word) if word == "link" => set_flag(&mut self.link, word, diag),
            Item::Pair(arg) => self.pair(arg, diag),
            // `lower` must know of it, or it would report a key as missing that is only misspelt.
            other => self.broken = Some(KNOWN.refuse(&other, diag)),
        }
    }

    fn pair(&mut self, arg: Arg, diag: &mut Diagnostics) {
        let slot = match arg.key.to_string().as_str() {
            "cursor" => &mut self.cursor,
            "query" => &mut self.query,
            "next" => &mut self.next,
            "page" => &mut self.page,
            "start" => &mut self.start,
            "offset" => &mut self.offset,
            "with" => &mut self.with,
            "items" => &mut self.items,
            _ => {
                self.broken = Some(KNOWN.refuse(&Item::Pair(arg), diag));
                return;
            }
        };
        set(slot, arg, diag);
    }
}
