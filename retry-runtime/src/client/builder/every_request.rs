//! Headers and query pairs that are sent with every request.

use std::fmt;

use http::header::AUTHORIZATION;
use http::{HeaderName, HeaderValue};

use crate::client::builder::{ClientBuilder, Declared};
use crate::error::Failure;
use crate::request::{basic_credentials, encoded_pair, header_pair, secret};

impl<C: Declared> ClientBuilder<C> {
    /// Sends a header with every request, in place of a declared one of the same name.
    pub fn header<N, V>(mut self, name: N, value: V) -> Self
    where
        HeaderName: TryFrom<N>,
        HeaderValue: TryFrom<V>,
    {
        if let Some((name, value)) = self.checked(header_pair(name, value)) {
            self.headers.insert(name, value);
        }
        self
    }

    /// Sends the number of the attempt, counted from 1, in this header of every request:
    /// `.attempt_header("x-retry-attempt")`. It replaces any other of the same name, and hooks see it. Default: none.
    pub fn attempt_header<N>(mut self, name: N) -> Self
    where
        HeaderName: TryFrom<N>,
    {
        let pair = header_pair(name, HeaderValue::from_static(""));
        self.attempt_header = self.checked(pair).map(|(name, _)| name);
        self
    }

    /// Sends `Authorization: Bearer <token>` with every request. It is never shown.
    pub fn bearer(self, token: impl fmt::Display) -> Self {
        self.authorization(format!("Bearer {token}"), "the token for `bearer`")
    }

    /// Sends `Authorization: Basic …` with every request, for a name and a password
    /// ([RFC 7617](https://www.rfc-editor.org/rfc/rfc7617)). It is never shown.
    pub fn basic_auth(self, username: impl fmt::Display, password: impl fmt::Display) -> Self {
        self.authorization(
            basic_credentials(username, password),
            "the name for `basic_auth`",
        )
    }

    fn authorization(mut self, value: String, what: &str) -> Self {
        let value = HeaderValue::try_from(value)
            .map_err(|_| Failure::build(format!("{what} is not a header value")));
        if let Some(value) = self.checked(value) {
            self.headers.insert(AUTHORIZATION, secret(value));
        }
        self
    }

    /// Adds a pair to the query of every request to the base URLs, such as an API key or a version. A pair of the same
    /// name in a call replaces it. It is never shown.
    pub fn query(mut self, name: impl fmt::Display, value: impl fmt::Display) -> Self {
        let pair = encoded_pair(&name.to_string(), &value.to_string())
            .map_err(|error| Failure::build("the query cannot be encoded").caused_by(error));
        if let Some(pair) = self.checked(pair) {
            if !self.query.is_empty() {
                self.query.push('&');
            }
            self.query.push_str(&pair);
        }
        self
    }
}
