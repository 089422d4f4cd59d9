//! Causes of an error.

use std::error::Error as StdError;
use std::io;

/// The error and everything that caused it. An `io::Error` hides what it wraps from `source()`.
pub(crate) fn causes<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |&error| {
        // `io::Error::source` skips the error that it wraps and goes on with that one's source.
        // Where a type is looked for, as here, the wrapped error is what matters.
        let wrapped = error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref);
        match wrapped {
            Some(wrapped) => Some(wrapped as &(dyn StdError + 'static)),
            None => error.source(),
        }
    })
}
