//! Refresh tokens: what a user's login has left behind.

use std::fmt;
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};

use ::oauth2::{Scope, TokenResponse};

use crate::client::retry_client::RetryClient;
use crate::credentials::{Credential, Credentials};
use crate::error::BoxError;
use crate::oauth2::endpoint::{TokenEndpoint, credential};
use crate::oauth2::error::Problem;

/// Bearer tokens for a user who has logged in before
/// ([RFC 6749, section 6](https://www.rfc-editor.org/rfc/rfc6749#section-6)).
///
/// A server may issue another refresh token with each access token and forget the old one. The new one is kept here
/// for the next fetch; [`on_rotation`](Self::on_rotation) keeps it beyond the program.
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
    current: Mutex<Current>,
    on_rotation: Option<Listener>,
}

/// The refresh token that the server knows.
struct Current {
    token: String,
    /// The listener has been told of it.
    is_told: bool,
}

type Telling = Pin<Box<dyn Future<Output = Result<(), BoxError>> + Send>>;
type Listener = Box<dyn Fn(String) -> Telling + Send + Sync>;

impl RefreshToken {
    /// Asks the token endpoint at `token_url`, with the id and the secret of the application and the refresh token
    /// of the user. An empty secret is not sent, as an application without one wants it. A URL that is not absolute is
    /// an error of the fetch.
    pub fn new(
        token_url: impl fmt::Display,
        id: impl Into<String>,
        secret: impl Into<String>,
        token: impl Into<String>,
    ) -> Self {
        Self {
            endpoint: TokenEndpoint::new(&token_url, id, secret, false),
            current: Mutex::new(Current {
                token: token.into(),
                is_told: true,
            }),
            on_rotation: None,
        }
    }

    /// Asks for a scope, which the user has granted before; as often as one likes. Default: all of them.
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.endpoint.scopes.push(Scope::new(scope.into()));
        self
    }

    /// Sends token requests through this client: for a proxy, an authority of one's own, or a test.
    /// Default: a client of its own.
    pub fn through(mut self, client: RetryClient) -> Self {
        self.endpoint.through(client);
        self
    }

    /// Tells a function of each new refresh token before the access token that came with it is used. If it fails,
    /// the fetch has failed; the next fetch tells it again. Its captures are cloned for each token, so share them
    /// behind an `Arc`. Default: nobody is told, and a new refresh token ends with the program.
    pub fn on_rotation<F, A>(mut self, listener: F) -> Self
    where
        F: AsyncFn(String) -> Result<(), BoxError>,
        // The same function a second time, as the future of an `AsyncFn` has no name that `Send`
        // could be asked of. Called as an `FnOnce` its future owns the function, too, and so can be
        // boxed without a lifetime.
        F: FnOnce(String) -> A + Clone + Send + Sync + 'static,
        A: Future<Output = Result<(), BoxError>> + Send + 'static,
    {
        self.on_rotation = Some(Box::new(move |token| Box::pin((listener.clone())(token))));
        self
    }

    fn current(&self) -> MutexGuard<'_, Current> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps a refresh token that came in place of the one that was sent.
    fn keep(&self, token: &str) {
        let mut current = self.current();
        if current.token != token {
            token.clone_into(&mut current.token);
            current.is_told = false;
        }
    }

    /// Tells the listener of a refresh token that it does not know of.
    async fn tell(&self) -> Result<(), BoxError> {
        let token = {
            let current = self.current();
            (!current.is_told).then(|| current.token.clone())
        };
        // The lock is dropped by now, as a listener may take its time.
        let (Some(token), Some(listener)) = (token, &self.on_rotation) else {
            return Ok(());
        };
        let told = listener(token).await;
        told.map_err(|error| Problem::new("`on_rotation` failed").caused_by(error))?;
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
            .map_err(Problem::from)?;
        // Kept before anybody is told of it. The server may have forgotten the old one with this
        // response, so a listener that fails must not lose the new one.
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
