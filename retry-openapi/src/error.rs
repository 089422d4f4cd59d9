//! Errors: the reasons why a document became no module.

use std::fmt;

/// Reason why a document cannot be read as OpenAPI 3.0 or 3.1, in one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    text: String,
}

impl Error {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        let text: String = text.into();
        // One line, whatever a parser of ours says.
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        Self { text }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Error {}
