//! A token endpoint, and how requests to it are sent.

use std::fmt;
use std::pin::Pin;
use std::sync::OnceLock;
use std::time::Duration;

use ::oauth2::basic::{BasicClient, BasicTokenResponse, BasicTokenType};
use ::oauth2::{
    AsyncHttpClient, ClientId, ClientSecret, EndpointNotSet, EndpointSet, HttpRequest,
    HttpResponse, Scope, TokenResponse, TokenUrl,
};
use bytes::Bytes;
use http::{Method, StatusCode};
use reqwest::Url;

use crate::client::Call;
use crate::client::retry_client::RetryClient;
use crate::credentials::Credential;
use crate::decode::Returns;
use crate::error::{BoxError, Error, ErrorKind, Result};
use crate::oauth2::error::TokenError;
use crate::policy::Policy;
use crate::policy::strategy::Strategy;
use crate::response::Reply;
use crate::status_set::StatusSet;

/// A client of the `oauth2` crate that knows its token endpoint and nothing else.
pub(crate) type TokenClient =
    BasicClient<EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

/// The bound of a token request, waits and body included: calls wait for it.
const LONGEST: Duration = Duration::from_mins(1);

/// The longest token response that is read, in bytes.
// Token responses have a few kilobytes, most of them a JWT. The limit is for a URL that leads elsewhere.
const MAX_BODY: usize = 1 << 20;

/// The policy of token requests. It lists 429 and 5xx, as a refresh token is repeated after listed statuses alone.
const POLICY: Policy = Policy::new(Strategy::exponential())
    .statuses_set(StatusSet::of(&[429]).and(StatusSet::range(500, 599)))
    .max_body(MAX_BODY)
    .timeout(LONGEST);

/// A token endpoint, and the client that asks it.
pub(crate) struct TokenEndpoint {
    url: String,
    id: String,
    secret: String,
    pub(crate) scopes: Vec<Scope>,
    /// True if a token request may be repeated after its response was lost.
    is_repeatable: bool,
    client: OnceLock<RetryClient>,
}

impl TokenEndpoint {
    pub(crate) fn new(
        url: &impl fmt::Display,
        id: impl Into<String>,
        secret: impl Into<String>,
        is_repeatable: bool,
    ) -> Self {
        Self {
            url: url.to_string(),
            id: id.into(),
            secret: secret.into(),
            scopes: Vec::new(),
            is_repeatable,
            client: OnceLock::new(),
        }
    }

    pub(crate) fn through(&mut self, client: RetryClient) {
        self.client = OnceLock::from(client);
    }

    pub(crate) fn tokens(&self) -> Result<TokenClient, BoxError> {
        let url = TokenUrl::new(self.url.clone())
            .map_err(|_| "the URL of the token endpoint is not absolute")?;
        let client = BasicClient::new(ClientId::new(self.id.clone())).set_token_uri(url);
        Ok(match &*self.secret {
            // A public client (RFC 6749, 2.1) sends its id in the body; an empty secret would make
            // it a confidential one with a wrong password.
            "" => client,
            secret => client.set_client_secret(ClientSecret::new(secret.to_owned())),
        })
    }

    /// Sends a token request. The `oauth2` crate reads the response, even one that refuses the token.
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse> {
        let (parts, body) = request.into_parts();
        let mut request = self
            .client()?
            .request(Method::POST, parts.uri.to_string())
            .headers(parts.headers)
            .body(body)
            .retry(if self.is_repeatable {
                POLICY
            } else {
                POLICY.unprocessed_only()
            });
        if self.is_repeatable {
            request = request.idempotent();
        }
        // As the macro writes it for a method that returns `Result<Reply<Bytes>>`: the crate needs the head
        // of the response and its body together.
        let decoder = <Result<Reply<Bytes>> as Returns>::ReturnType::default()
            .reply()
            .required()
            .decoder();
        let call: Call<Reply<Bytes>> = Call::new(request.into_call(), decoder);
        let (status, headers, body) = match call.await {
            Ok(reply) => {
                let headers = reply.headers().clone();
                // The only success status that the crate accepts.
                (StatusCode::OK, headers, reply.into_value())
            }
            Err(error) => match error.status() {
                Some(status) if is_refusal(&error, status) => {
                    (status, error.headers().clone(), error.body().clone())
                }
                _ => return Err(error),
            },
        };
        let mut response = HttpResponse::new(body.into());
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        Ok(response)
    }

    fn client(&self) -> Result<&RetryClient> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        // Built for the first fetch, so that the constructors of credentials cannot fail. Two fetches at once
        // may build one each, and the second is dropped: `OnceLock` has no stable fallible initialization.
        let client = RetryClient::new()?;
        Ok(self.client.get_or_init(|| client))
    }
}

impl<'c> AsyncHttpClient<'c> for TokenEndpoint {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.send(request))
    }
}

/// Tells whether a response explains why the endpoint issues no token.
fn is_refusal(error: &Error, status: StatusCode) -> bool {
    // RFC 6749, 5.2: errors are JSON in a 400 or 401, which the crate reads. Some servers use 403 for
    // them. A 429 has no such body.
    error.kind() == ErrorKind::Status
        && status.is_client_error()
        && status != StatusCode::TOO_MANY_REQUESTS
}

/// The credential in a token response.
pub(crate) fn credential(response: &BasicTokenResponse) -> Result<Credential, BoxError> {
    if *response.token_type() != BasicTokenType::Bearer {
        return Err(TokenError::new(
            "the token endpoint issued something other than a bearer token",
        )
        .into());
    }
    let token = Credential::bearer(response.access_token().secret());
    Ok(match response.expires_in() {
        Some(life) => token.expires_in(life),
        None => token,
    })
}

/// Shows the origin of the endpoint alone: the rest may be secret.
impl fmt::Debug for TokenEndpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = Url::parse(&self.url).ok();
        let origin = url.map(|url| url.origin().ascii_serialization());
        f.write_str(origin.as_deref().unwrap_or("?"))
    }
}
