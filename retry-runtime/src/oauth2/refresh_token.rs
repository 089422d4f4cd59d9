//! Refresh tokens from an earlier login of a user.

use std::fmt;
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};

use ::oauth2::{Scope, TokenResponse};

use crate::client::retry_client::RetryClient;
use crate::credentials::{Credential, Credentials};
use crate::error::BoxError;
use crate::oauth2::endpoint::{TokenEndpoint, credential};
use crate::oauth2::error::TokenError;

/// Bearer tokens for a user who has logged in before
/// ([RFC 6749, section 6](https://www.rfc-editor.org/rfc/rfc6749#section-6)).
///
/// A server may issue another refresh token with each access token and forget the old one. The new one is kept in
/// memory for the next fetch; [`on_rotation`](Self::on_rotation) lets the program store it.
///
/// ```
/// use retry_runtime::BoxError;
/// use retry_runtime::oauth2::RefreshToken;
///
/// async fn save(token: &str) -> Result<(), BoxError> {
/// #   drop(token);
///     Ok(())
/// }
///
/// # fn run(secret: String, stored: String) {
/// let login = RefreshToken::new("https://auth.example.com/token", "app", secret, stored)
///     .on_rotation(async |token| save(&token).await);
/// # }
/// ```
#[must_use = "a source of credentials does nothing until a client has it"]
pub struct RefreshToken {
    endpoint: TokenEndpoint,
    current: Mutex<CurrentToken>,
    on_rotation: Option<OnRotation>,
}

/// The refresh token that the server knows.
struct CurrentToken {
    token: String,
    /// True if the listener has been called with it.
    is_told: bool,
}

type Telling = Pin<Box<dyn Future<Output = Result<(), BoxError>> + Send>>;
type OnRotation = Box<dyn Fn(String) -> Telling + Send + Sync>;

impl RefreshToken {
    /// Asks the token endpoint at `token_url` with the id and the secret of the application and the refresh token of
    /// the user. An empty secret is not sent, for a public application. A URL that is not absolute is an error of the
    /// fetch.
    pub fn new(
        token_url: impl fmt::Display,
        id: impl Into<String>,
        secret: impl Into<String>,
        token: impl Into<String>,
    ) -> Self {
        Self {
            endpoint: TokenEndpoint::new(&token_url, id, secret, false),
            current: Mutex::new(CurrentToken {
                token: token.into(),
                is_told: true,
            }),
            on_rotation: None,
        }
    }

    /// Asks for a scope that the user has granted before. It can be called several times. Default: all of them.
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

    /// Calls a function with each new refresh token, before the access token that came with it is used. If the
    /// function fails, the fetch fails, and the next fetch calls it again. Its captures are cloned for each token, so
    /// share them behind an `Arc`. Default: a new refresh token is lost when the program ends.
    pub fn on_rotation<F, A>(mut self, listener: F) -> Self
    where
        F: AsyncFn(String) -> Result<(), BoxError>,
        // The same function a second time, as the future of an `AsyncFn` has no name for a `Send` bound. Called
        // as an `FnOnce`, its future also owns the function, and so can be boxed without a lifetime.
        F: FnOnce(String) -> A + Clone + Send + Sync + 'static,
        A: Future<Output = Result<(), BoxError>> + Send + 'static,
    {
        self.on_rotation = Some(Box::new(move |token| Box::pin((listener.clone())(token))));
        self
    }

    fn current(&self) -> MutexGuard<'_, CurrentToken> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps a refresh token that replaces the one that was sent.
    fn keep(&self, token: &str) {
        let mut current = self.current();
        if current.token != token {
            token.clone_into(&mut current.token);
            current.is_told = false;
        }
    }

    /// Calls the listener with a refresh token that it does not know.
    async fn tell(&self) -> Result<(), BoxError> {
        let token = {
            let current = self.current();
            (!current.is_told).then(|| current.token.clone())
        };
        // The lock is released by now, as a listener may be slow.
        let (Some(token), Some(listener)) = (token, &self.on_rotation) else {
            return Ok(());
        };
        let told = listener(token).await;
        told.map_err(|error| TokenError::new("`on_rotation` failed").caused_by(error))?;
        // It is still the same token, since a store fetches one credential at a time.
        self.current().is_told = true;
        Ok(())
    }
}

impl Credentials for RefreshToken {
    async fn fetch(&self, _refused: Option<&Credential>) -> Result<Credential, BoxError> {
        let tokens = self.endpoint.tokens()?;
        let token = ::oauth2::RefreshToken::new(self.current().token.clone());
        let request = tokens.exchange_refresh_token(&token);
        let request = request.add_scopes(self.endpoint.scopes.iter().cloned());
        let response = request
            .request_async(&self.endpoint)
            .await
            .map_err(TokenError::from)?;
        // Kept before the listener is called. The server may have forgotten the old one with this response,
        // so a listener that fails must not lose the new one.
        if let Some(rotated) = response.refresh_token() {
            self.keep(rotated.secret());
        }
        self.tell().await?;
        credential(&response)
    }
}

/// Shows the endpoint alone.
impl fmt::Debug for RefreshToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RefreshToken")
            .field("endpoint", &self.endpoint)
            .finish_non_exhaustive()
    }
}
