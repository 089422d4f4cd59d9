//! The roles of arguments: `#[query]`, `#[json]` and the others.
//!
//! ```text
//! #[query("tag", csv)]       → Query("tag", Csv)
//! #[header("x-id", secret)]  → Header("x-id", Secret)
//! #[form(nested)]            → Form(Brackets)
//! ```
//!
//! A role is a word with at most a name and a mode in its parentheses. The type says which of them go
//! together (`kind`), so that other combinations cannot reach `lower`; `words` reads them, and `known`
//! lists what each role takes, for the messages about anything else.
//!
//! Nothing here may ask for the other arguments or the verb: `lower` decides whether an argument may
//! have its role (one body, but not on a GET).

mod kind;
mod known;
mod words;

pub(crate) use self::kind::RoleKind;

use syn::{Attribute, Ident};

use self::words::Words;
use crate::diag::{Diagnostics, Reported};

/// A role, and the word that says so.
pub(crate) struct Role {
    pub(crate) at: Ident,
    pub(crate) kind: RoleKind,
}

impl Role {
    pub(crate) fn parse(
        attribute: &Attribute,
        at: &Ident,
        diag: &mut Diagnostics,
    ) -> Result<Self, Reported> {
        let words = Words::parse(attribute, at, diag)?;
        Ok(Self {
            kind: words.kind(at, diag)?,
            at: at.clone(),
        })
    }
}
