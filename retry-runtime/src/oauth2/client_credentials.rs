//! Client credentials: a token for a service that acts for itself.

use std::fmt;

use ::oauth2::Scope;

use crate::client::retry_client::RetryClient;
use crate::credentials::{Credential, Credentials};
use crate::error::BoxError;
use crate::oauth2::endpoint::{TokenEndpoint, credential};
use crate::oauth2::error::TokenError;

/// Bearer tokens for a service that acts for itself
/// ([RFC 6749, section 4.4](https://www.rfc-editor.org/rfc/rfc6749#section-4.4)).
#[must_use = "a source of credentials does nothing until a client has it"]
#[derive(Debug)]
pub struct ClientCredentials {
    endpoint: TokenEndpoint,
}

impl ClientCredentials {
    /// Asks the token endpoint at `token_url` with the id and the secret of the service, which are sent as HTTP basic
    /// authentication. A URL that is not absolute is an error of the fetch.
    ///
    /// ```
    /// use retry_runtime::oauth2::ClientCredentials;
    ///
    /// # let secret = String::new();
    /// let login = ClientCredentials::new("https://auth.example.com/token", "billing", secret);
    /// let login = login.scope("invoices:read").scope("invoices:write");
    /// ```
    pub fn new(
        token_url: impl fmt::Display,
        id: impl Into<String>,
        secret: impl Into<String>,
    ) -> Self {
        Self {
            endpoint: TokenEndpoint::new(&token_url, id, secret, true),
        }
    }

    /// Asks for a scope. It can be called several times. Default: the scopes that the server chooses.
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.endpoint.scopes.push(Scope::new(scope.into()));
        self
    }

    /// Sends token requests through this client, which may have a proxy, a private root certificate, or a stub for its
    /// transport. Default: a client of its own.
    pub fn through(mut self, client: RetryClient) -> Self {
        self.endpoint.through(client);
        self
    }
}

impl Credentials for ClientCredentials {
    async fn fetch(&self, _refused: Option<&Credential>) -> Result<Credential, BoxError> {
        let tokens = self.endpoint.tokens()?;
        let request = tokens.exchange_client_credentials();
        let request = request.add_scopes(self.endpoint.scopes.iter().cloned());
        let response = request.request_async(&self.endpoint).await;
        credential(&response.map_err(TokenError::from)?)
    }
}
