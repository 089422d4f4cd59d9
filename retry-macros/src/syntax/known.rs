//! The keys and words of an attribute, for the errors about others.

use quote::ToTokens;
use syn::Ident;

use crate::diag::{Diagnostics, Reported};
use crate::suggest;
use crate::syntax::arg::{Arg, Item};

/// Words for `off` in other languages and crates.
const NOTHING: [&str; 5] = ["none", "false", "no", "never", "disabled"];

/// The keys of one attribute, for the errors about others.
pub(crate) struct Known<'a> {
    /// The word in "unknown … option": `retry`, `client`, `get`.
    pub(crate) attribute: &'a str,
    pub(crate) keys: &'static [&'static str],
}

impl Known<'_> {
    /// Refuses an item that the attribute does not take.
    pub(crate) fn refuse(&self, item: &Item, diag: &mut Diagnostics) -> Reported {
        match item {
            Item::Broken(reported) => *reported,
            Item::Pair(Arg { key, value }) => match value {
                Ok(_) => self.unknown_or_not_a_pair(key, diag),
                Err(reported) => *reported,
            },
            Item::Word(name) | Item::Call(name, _) => self.unknown_or_misused(name, diag),
            Item::Path(path) => self.unexpected(path, diag),
            Item::Text(text) => self.unexpected(text, diag),
            Item::Other(expr) => self.unexpected(expr, diag),
        }
    }

    /// Refuses a percentage as the value of a key.
    pub(crate) fn refuse_share(&self, key: &Ident, diag: &mut Diagnostics) -> Reported {
        if self.keys.contains(&key.to_string().as_str()) {
            return diag.error(key, format!("`{key}` is not a percentage; remove its `%`"));
        }
        self.unknown(key, diag)
    }

    /// Refuses a word: one that needs a value, or an unknown one.
    fn unknown_or_misused(&self, name: &Ident, diag: &mut Diagnostics) -> Reported {
        if self.keys.contains(&name.to_string().as_str()) {
            return diag.error(name, format!("`{name}` needs a value; write `{name} = …`"));
        }
        self.unknown(name, diag)
    }

    /// Refuses a pair: one whose key takes no value, or an unknown one.
    fn unknown_or_not_a_pair(&self, name: &Ident, diag: &mut Diagnostics) -> Reported {
        match name.to_string().as_str() {
            "headers" if self.keys.contains(&"headers") => diag.error(
                name,
                "headers are listed in parentheses; write `headers(\"name\" = …)`",
            ),
            key if self.keys.contains(&key) => {
                diag.error(name, format!("`{name}` stands alone; remove its value"))
            }
            _ => self.unknown(name, diag),
        }
    }

    fn unknown(&self, key: &Ident, diag: &mut Diagnostics) -> Reported {
        let Self { attribute, keys } = self;
        let name = key.to_string();
        // `false` and `never` are far from `off` by edits, so they are listed.
        let hint = if NOTHING.contains(&name.as_str()) && keys.contains(&"off") {
            "did you mean `off`?".to_owned()
        } else {
            suggest::hint(&name, keys)
        };
        diag.error(key, format!("unknown `{attribute}` option `{key}`; {hint}"))
    }

    /// Refuses anything that is neither a key nor a word.
    pub(crate) fn unexpected(&self, at: impl ToTokens, diag: &mut Diagnostics) -> Reported {
        let Self { attribute, keys } = self;
        let keys = suggest::list(keys);
        let message = format!("this does not belong in `{attribute}`; it takes {keys}");
        diag.error(at, message)
    }
}
