//! The roles of arguments: `#[query]`, `#[json]` and the others.
//!
//! A role is a word with at most a name and a mode in its parentheses. Which of them go together is said by
//! the type (`kind`), so that what is not in it cannot be lowered; `words` reads what was written into it, and
//! `known` lists what each role takes, for the messages about anything else.
//!
//! `lower` says if an argument may have its role (one body, none on a GET).

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
