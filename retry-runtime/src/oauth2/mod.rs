//! Tokens of OAuth 2.0 as credentials (feature `oauth2`).
//!
//! [`ClientCredentials`] asks for a token with the name and secret of a service, [`RefreshToken`] with a token that a
//! user's login has left behind. The messages are those of the [`oauth2`](https://docs.rs/oauth2) crate. They are
//! sent by a [`RetryClient`](crate::RetryClient): 429, 5xx and what was never sent are retried. A lost response is
//! retried with client credentials, since one token more does no harm, and not with a refresh token, which the server
//! may have replaced. `expires_in` of the response says how long a token serves.
//!
//! Secrets and tokens are never shown, nor is anything that the token endpoint answers but the code of its error.
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
