//! Tokens of OAuth 2.0 as credentials (feature `oauth2`).
//!
//! [`ClientCredentials`] asks for a token with the id and secret of a service, [`RefreshToken`] with a token from an
//! earlier login of a user. The [`oauth2`](https://docs.rs/oauth2) crate writes and reads the messages, and a
//! [`RetryClient`](crate::RetryClient) sends them: it retries 429, 5xx and requests that were never sent. After a lost
//! response, a request with client credentials is repeated, as a surplus token does no harm. One with a refresh token
//! is not, as the server may already have replaced it. `expires_in` of the response sets the lifetime of a token.
//!
//! Secrets and tokens are never shown. Of the response of a token endpoint only the error code is.
//!
//! ```no_run
//! use retry_runtime::RetryClient;
//! use retry_runtime::oauth2::ClientCredentials;
//!
//! # fn run(secret: String) -> retry_runtime::Result<()> {
//! let login = ClientCredentials::new("https://auth.example.com/token", "billing", secret);
//! let client = RetryClient::builder()
//!     .base_url("https://api.example.com")
//!     .credentials(login.scope("invoices:read"))
//!     .build()?;
//! # Ok(())
//! # }
//! ```

mod client_credentials;
mod endpoint;
mod error;
mod refresh_token;

pub use self::client_credentials::ClientCredentials;
pub use self::refresh_token::RefreshToken;
