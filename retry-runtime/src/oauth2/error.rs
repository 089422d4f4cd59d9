//! The error of a token request, which shows nothing of the response but its error code.

use std::error::Error as StdError;
use std::fmt;

use ::oauth2::RequestTokenError;
use ::oauth2::basic::BasicErrorResponse;

use crate::error::{BoxError, Error};

/// The most characters of an error code that are shown.
// The codes of RFC 6749, 5.2 have at most 22. A longer text is not a code, and may repeat the request.
const CODE: usize = 64;

/// A token request that brought no token.
#[derive(Debug)]
pub(crate) struct TokenError {
    message: String,
    source: Option<BoxError>,
}

impl TokenError {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            source: None,
        }
    }

    pub(crate) fn caused_by(mut self, source: BoxError) -> Self {
        self.source = Some(source);
        self
    }
}

impl From<RequestTokenError<Error, BasicErrorResponse>> for TokenError {
    fn from(error: RequestTokenError<Error, BasicErrorResponse>) -> Self {
        match error {
            RequestTokenError::ServerResponse(response) => {
                let code = response.error().as_ref().chars().take(CODE);
                let code: String = code.flat_map(char::escape_debug).collect();
                Self::new(format!("the token endpoint refused: `{code}`"))
            }
            RequestTokenError::Request(error) => {
                Self::new("the token request failed").caused_by(error.into())
            }
            // The text of this error would repeat values of the response.
            RequestTokenError::Parse(error, _) => Self::new(format!(
                "the token response cannot be read at `{}`",
                error.path().to_string().escape_debug()
            )),
            RequestTokenError::Other(_) => Self::new("the token response is not one of OAuth"),
        }
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl StdError for TokenError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
