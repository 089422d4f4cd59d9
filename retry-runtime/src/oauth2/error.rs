//! The reason why there is no token, without anything that the endpoint has said but the code of its error.

use std::error::Error as StdError;
use std::fmt;

use ::oauth2::RequestTokenError;
use ::oauth2::basic::BasicErrorResponse;

use crate::error::{BoxError, Error};

/// The longest code of an error that is shown.
// The codes of RFC 6749, 5.2 have 22 characters at most. Whatever is longer is no code, and may
// repeat what was sent.
const CODE: usize = 64;

/// A token request that brought no token.
#[derive(Debug)]
pub(crate) struct Problem {
    message: String,
    source: Option<BoxError>,
}

impl Problem {
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

impl From<RequestTokenError<Error, BasicErrorResponse>> for Problem {
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
            // Its text repeats values of the response.
            RequestTokenError::Parse(error, _) => Self::new(format!(
                "the token response cannot be read at `{}`",
                error.path().to_string().escape_debug()
            )),
            RequestTokenError::Other(_) => Self::new("the token response is not one of OAuth"),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl StdError for Problem {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
