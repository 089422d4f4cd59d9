//! Errors that hold nothing secret: neither a URL, nor text that the server has made from a command.

use std::fmt;

use redis::{ErrorKind, RedisError};

/// The reason why the state is out of reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    Lost,
    Slow,
    /// The code of an error of the server: `OOM`, `NOPERM`, `WRONGPASS`.
    Server(String),
    Other(String),
}

impl Failure {
    pub(crate) fn of(error: &RedisError) -> Self {
        if let Some(code) = error.code() {
            return Self::Server(code.to_owned());
        }
        match error.kind() {
            ErrorKind::Io if error.is_timeout() => Self::Slow,
            ErrorKind::Io if error.is_connection_refusal() => {
                Self::Other("connection refused".into())
            }
            ErrorKind::Io => Self::Lost,
            _ => Self::Other(error.category().to_owned()),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lost => f.write_str("redis: connection lost"),
            Self::Slow => f.write_str("redis: no connection in time"),
            Self::Server(code) => write!(f, "redis: {code}"),
            Self::Other(category) => write!(f, "redis: {category}"),
        }
    }
}

impl std::error::Error for Failure {}
