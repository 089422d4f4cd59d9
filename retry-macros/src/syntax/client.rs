//! `#[client(...)]`.

use proc_macro2::TokenStream;
use syn::Ident;

use super::arg::{Item, OptionalArg, items, set, set_flag};
use super::headers::{self, HeaderSlot};
use super::known::Known;
use super::limits::Limits;
use crate::diag::Diagnostics;

/// The keys. They also tell after an error whether a base URL was meant.
pub(crate) const KEYS: &[&str] = &[
    "base_url",
    "base_urls",
    "name",
    "timeout",
    "attempt_timeout",
    "idle_timeout",
    "max_body",
    "format",
    "headers",
    "deadline_header",
    "crate",
    "dyn",
];

const KNOWN: Known<'static> = Known {
    attribute: "client",
    keys: KEYS,
};

/// The attribute, as it was written.
#[derive(Default)]
pub(crate) struct ClientArgs {
    pub(crate) base_url: OptionalArg,
    pub(crate) base_urls: OptionalArg,
    pub(crate) name: OptionalArg,
    pub(crate) limits: Limits,
    pub(crate) format: OptionalArg,
    pub(crate) headers: HeaderSlot,
    pub(crate) deadline_header: OptionalArg,
    pub(crate) crate_path: OptionalArg,
    pub(crate) object_safe: Option<Ident>,
}

impl ClientArgs {
    pub(crate) fn parse(tokens: TokenStream, diag: &mut Diagnostics) -> Self {
        let mut args = Self::default();
        for item in items(tokens, diag) {
            args.take(item, diag);
        }
        args
    }

    /// Stores one item.
    fn take(&mut self, item: Item, diag: &mut Diagnostics) {
        match item {
            Item::Pair(arg) => {
                let key = arg.key.to_string();
                let slot = match key.as_str() {
                    "base_url" => Some(&mut self.base_url),
                    "base_urls" => Some(&mut self.base_urls),
                    "name" => Some(&mut self.name),
                    "format" => Some(&mut self.format),
                    "deadline_header" => Some(&mut self.deadline_header),
                    "crate" => Some(&mut self.crate_path),
                    key => self.limits.slot(key),
                };
                match slot {
                    Some(slot) => set(slot, arg, diag),
                    None => _ = KNOWN.refuse(&Item::Pair(arg), diag),
                }
            }
            Item::Word(word) if word == "dyn" => set_flag(&mut self.object_safe, word, diag),
            Item::Call(name, tokens) if name == "headers" => {
                headers::set(&mut self.headers, &name, tokens, diag);
            }
            Item::Text(text) => {
                let way_out = format!("write `base_url = {:?}`", text.value());
                diag.error(
                    &text,
                    format!("every option of `client` has a key; {way_out}"),
                );
            }
            other => _ = KNOWN.refuse(&other, diag),
        }
    }
}
