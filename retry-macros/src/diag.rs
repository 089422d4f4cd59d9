//! Errors are collected, so that one build shows all of them.
//!
//! `?` on a `syn::Error` would end the macro at the first mistake. Here an error is recorded, and
//! what comes back is [`Reported`], a proof that holds nothing. Code that has a proof in its hands
//! knows that the user was told, so it neither repeats the error nor complains of what follows from
//! it:
//!
//! ```text
//! #[get("/users/{id")]            ← recorded: `{` is missing its `}`
//! async fn user(&self, id: u64);  ← `id` has no placeholder, but the path is `Reported`: silence
//! ```
//!
//! [`Diagnostics::finish`] is the only way out, and turns a value beside an error into the error.

use std::fmt::Display;

use quote::ToTokens;

/// Every complaint about one macro input, so that all are shown at once.
#[derive(Default)]
#[must_use = "call `finish`, or the user never sees these errors"]
pub(crate) struct Diagnostics(Option<syn::Error>);

/// Proof that an error was recorded. Only [`Diagnostics`] can make one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reported(());

/// So that `?` goes through `as_ref()`: a proof is as good as its copy.
impl From<&Self> for Reported {
    fn from(reported: &Self) -> Self {
        *reported
    }
}

impl Diagnostics {
    /// Records an error, and returns the proof of it.
    pub(crate) fn record(&mut self, error: syn::Error) -> Reported {
        match &mut self.0 {
            // `combine` keeps the order and each error's own span: `to_compile_error` prints one
            // `compile_error!` for each of them.
            Some(first) => first.combine(error),
            None => self.0 = Some(error),
        }
        Reported(())
    }

    /// Records `message` under the whole of `at`.
    pub(crate) fn error(&mut self, at: impl ToTokens, message: impl Display) -> Reported {
        self.record(syn::Error::new_spanned(at, message))
    }

    /// Trades a `syn::Error` for the proof that it was recorded.
    pub(crate) fn check<T>(&mut self, result: syn::Result<T>) -> Result<T, Reported> {
        result.map_err(|error| self.record(error))
    }

    /// Returns the value, or all errors as one.
    pub(crate) fn finish<T>(self, value: Result<T, Reported>) -> syn::Result<T> {
        match (self.0, value) {
            (Some(error), _) => Err(error),
            (None, Ok(value)) => Ok(value),
            // The pair cannot occur: `Reported` is private to this file and made by `record`
            // alone.
            (None, Err(Reported(()))) => {
                unreachable!("`Reported` is made by recording an error")
            }
        }
    }
}
