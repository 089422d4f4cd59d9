//! Collected errors, so that one build shows all of them.
//!
//! `?` on a `syn::Error` would end the macro at the first mistake. Here an error is recorded, and
//! the caller gets [`Reported`], an empty proof that the user was told. Code that holds a proof
//! neither repeats the error nor reports what follows from it:
//!
//! ```text
//! #[get("/users/{id")]            ← recorded: `{` is missing its `}`
//! async fn user(&self, id: u64);  ← `id` has no placeholder, but the path is `Reported`: no error
//! ```
//!
//! [`Diagnostics::finish`] is the only way out. It returns the errors even if there is a value too.

use std::fmt::Display;

use quote::ToTokens;

/// All errors about one macro input.
#[derive(Default)]
#[must_use = "call `finish`, or the user never sees these errors"]
pub(crate) struct Diagnostics(Option<syn::Error>);

/// Proof that an error was recorded. Only [`Diagnostics`] can make one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reported(());

/// Lets `?` pass on a borrowed proof, as `arg.value.as_ref()?` has it.
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

    /// Records a message under each of these.
    pub(crate) fn errors<T: ToTokens, M: Display>(
        &mut self,
        all: impl IntoIterator<Item = T>,
        message: impl Fn(&T) -> M,
    ) -> Result<(), Reported> {
        let mut result = Ok(());
        for at in all {
            let message = message(&at);
            result = Err(self.error(at, message));
        }
        result
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
            // This pair cannot occur: only `record` makes a `Reported`.
            (None, Err(Reported(()))) => {
                unreachable!("`Reported` is made by recording an error")
            }
        }
    }
}
