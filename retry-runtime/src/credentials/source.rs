//! Sources of credentials.

use std::pin::Pin;
use std::sync::Arc;

use crate::credentials::credential::Credential;
use crate::error::BoxError;

/// A source of credentials: a token endpoint, a file, a vault.
///
/// A client and all its clones run one fetch at a time, in a task of its own. The calls that need it wait for it, each
/// as long as its `attempt_timeout` allows, and share its failure. A token request through the client itself would
/// wait for its own end, so send it through another client, or write `credentials = off` on its verb.
///
/// ```
/// use std::time::Duration;
/// use retry_runtime::{BoxError, Credential, Credentials, RetryClient};
///
/// struct Login {
///     client: RetryClient,
/// }
///
/// impl Credentials for Login {
///     async fn fetch(&self, _refused: Option<&Credential>) -> Result<Credential, BoxError> {
///         let reply = self.client.post("https://auth.example.com/token").send().await?;
///         let token = reply.error_for_status()?.into_value().text().await?;
///         Ok(Credential::bearer(token).expires_in(Duration::from_secs(3600)))
///     }
/// }
///
/// # fn run() -> retry_runtime::Result<()> {
/// let client = RetryClient::builder()
///     .base_url("https://api.example.com")
///     .credentials(Login { client: RetryClient::new()? })
///     .build()?;
/// # Ok(())
/// # }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a source of credentials",
    label = "not `Credentials`",
    note = "give a `Credential` for what never changes, such as `Credential::bearer(token)`; implement `Credentials` \
            for a type of your own for what has to be fetched"
)]
pub trait Credentials: Send + Sync + 'static {
    /// Fetches a credential. `refused` is the one that a server refused with a 401, if that is the reason for the
    /// fetch.
    ///
    /// # Errors
    ///
    /// Any error ends the calls that wait, with the kind [`Rejected`](crate::ErrorKind::Rejected) and the error as its
    /// source.
    fn fetch(
        &self,
        refused: Option<&Credential>,
    ) -> impl Future<Output = Result<Credential, BoxError>> + Send;
}

/// Returns itself every time, so a server that refuses it has the last word.
impl Credentials for Credential {
    async fn fetch(&self, _refused: Option<&Credential>) -> Result<Credential, BoxError> {
        Ok(self.clone())
    }
}

/// A source for several clients, each of which has a store of its own.
impl<S: Credentials> Credentials for Arc<S> {
    fn fetch(
        &self,
        refused: Option<&Credential>,
    ) -> impl Future<Output = Result<Credential, BoxError>> + Send {
        (**self).fetch(refused)
    }
}

type BoxedFetch<'a> = Pin<Box<dyn Future<Output = Result<Credential, BoxError>> + Send + 'a>>;

/// [`Credentials`], object-safe.
pub(crate) trait DynCredentials: Send + Sync {
    fn fetch_boxed<'a>(&'a self, refused: Option<&'a Credential>) -> BoxedFetch<'a>;
}

impl<S: Credentials> DynCredentials for S {
    fn fetch_boxed<'a>(&'a self, refused: Option<&'a Credential>) -> BoxedFetch<'a> {
        Box::pin(self.fetch(refused))
    }
}
