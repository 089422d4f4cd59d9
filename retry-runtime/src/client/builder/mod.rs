//! The builder of a generated client.
//!
//! Setters are grouped by what they set up: the transport and its connections (`connection`),
//! headers and query pairs of every request (`every_request`), and the parts of another client
//! (`sharing`). The setters of policies, hooks and guards are here. A setter returns the builder
//! and not a `Result`, so that a chain stays a chain: the first mistake is kept, and becomes the
//! error of `build`.
//!
//! `build` puts the parts together, and `resolve` merges each method with its client. Both happen
//! once: nothing may be merged, parsed or checked again while a call runs.

mod build;
mod connection;
mod every_request;
#[cfg(retry_client_over_reqwest)]
mod over_reqwest;
mod resolve;
mod sharing;

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderName};
use reqwest::{IntoUrl, Request};

use crate::client::guards::Guards;
use crate::client::shared::Client;
use crate::credentials::{CredentialStore, Credentials};
use crate::decide::RedirectLimits;
use crate::endpoint::{Endpoint, Service};
use crate::error::{BoxError, Failure};
use crate::guards::fleet::{Fleet, Quota, SharedState};
use crate::policy::hooks::{AsyncBeforeAttempt, Attempt, Observer, Observers, SharedBeforeAttempt};
use crate::policy::settings::LiveSettings;
use crate::policy::{Policy, hooks};
use crate::request::BaseUrl;
use crate::transport::{Settings, TransportHandle};

/// The declaration of a generated client.
pub trait Declared: Sized {
    /// The policy of the trait.
    const POLICY: Policy;
    /// The service.
    const SERVICE: Service;

    /// Wraps the client.
    fn from_client(client: Client) -> Self;

    /// The client inside.
    fn as_client(&self) -> &Client;
}

/// Sets up a client: `GitHubClient::builder().bearer(token).build()?`.
///
/// Settings for all methods come before the trait's attributes and after a method's own:
/// call > `.endpoint` > method attribute > builder > trait attribute > default.
#[must_use = "a builder does nothing until `.build()`"]
pub struct ClientBuilder<C> {
    service: &'static Service,
    base_urls: Option<Vec<BaseUrl>>,
    transport: Option<TransportHandle>,
    /// Settings of the transport that is built, and the name of the first.
    connection: Settings,
    connection_key: Option<&'static str>,
    redirects: RedirectLimits,
    /// True if the client that was handed in follows no redirects itself.
    redirects_are_off: bool,
    headers: HeaderMap,
    query: String,
    attempt_header: Option<HeaderName>,
    policy: Policy,
    settings: Option<LiveSettings>,
    changes: Vec<(Endpoint, PolicyChange)>,
    hooks: Vec<SharedBeforeAttempt>,
    observers: Observers,
    guards: Option<Guards>,
    credentials: Option<CredentialStore>,
    /// The base URLs to whose origins the credentials go, if these came from another client.
    credential_urls: Option<Arc<[BaseUrl]>>,
    fleet: Option<Fleet>,
    error: Option<Box<Failure>>,
    client: PhantomData<fn() -> C>,
}

type PolicyChange = Box<dyn FnOnce(Policy) -> Policy + Send>;

impl<C: Declared> ClientBuilder<C> {
    /// A builder with the settings of the declaration.
    pub fn new() -> Self {
        Self {
            // An inline const, so that the service is `'static`: settings and errors outlive the builder.
            service: const { &C::SERVICE },
            base_urls: None,
            transport: None,
            connection: Settings::default(),
            connection_key: None,
            redirects: RedirectLimits::default(),
            redirects_are_off: false,
            headers: HeaderMap::new(),
            query: String::new(),
            attempt_header: None,
            policy: C::POLICY,
            settings: None,
            changes: Vec::new(),
            hooks: Vec::new(),
            observers: Observers::default(),
            guards: None,
            credentials: None,
            credential_urls: None,
            fleet: None,
            error: None,
            client: PhantomData,
        }
    }

    /// Sets the URL that paths are appended to, in place of the declared one. Its own path is kept. A URL that is not
    /// absolute is an error of [`build`](Self::build).
    pub fn base_url(mut self, url: impl IntoUrl) -> Self {
        let url = url
            .into_url()
            .map_err(|_| Failure::build("the base URL is not an absolute URL"));
        if let Some(base) = self.checked(url.and_then(BaseUrl::new)) {
            self.base_urls = Some(vec![base]);
        }
        self
    }

    /// Changes the policy of all methods, except for keys that their own attributes set.
    pub fn retry(mut self, change: impl FnOnce(Policy) -> Policy) -> Self {
        self.policy = change(self.policy);
        self
    }

    /// Changes the policy of one method, whatever its attributes say.
    pub fn endpoint(
        mut self,
        endpoint: Endpoint,
        change: impl FnOnce(Policy) -> Policy + Send + 'static,
    ) -> Self {
        self.changes.push((endpoint, Box::new(change)));
        self
    }

    /// Takes policies from outside the code as well: from [`Settings`](crate::Settings), or from
    /// [`LiveSettings`] that can be replaced while the client runs. They override everything in the code except the
    /// overrides of a single call. Default: none.
    pub fn settings(mut self, settings: impl Into<LiveSettings>) -> Self {
        self.settings = Some(settings.into());
        self
    }

    /// Bounds each call, waits included. Default: none.
    pub fn timeout(self, timeout: Duration) -> Self {
        self.retry(|policy| policy.timeout(timeout))
    }

    /// Bounds each attempt. Default: 30 s, or what is left of the `timeout`.
    pub fn attempt_timeout(self, timeout: Duration) -> Self {
        self.retry(|policy| policy.attempt_timeout(timeout))
    }

    /// Sends the credentials of a source, such as a token that expires, to the origins of the base URLs and nowhere
    /// else. They are fetched once for all calls of this client and its clones, and again when they are about to
    /// expire or a server refuses them with a 401. The refused attempt is then repeated once, whatever its verb.
    ///
    /// They override a header of this builder, and a call or a method that sets the same header overrides them.
    /// [`build`](Self::build) refuses them for a client without a base URL. Default: none.
    ///
    /// ```
    /// use retry_runtime::{Credential, RetryClient};
    ///
    /// let client = RetryClient::builder()
    ///     .base_url("https://api.example.com")
    ///     .credentials(Credential::query("api_key", "s3cret"))
    ///     .build()?;
    /// # Ok::<(), retry_runtime::Error>(())
    /// ```
    pub fn credentials(mut self, source: impl Credentials) -> Self {
        self.credentials = Some(CredentialStore::new(source));
        self.credential_urls = None;
        self
    }

    /// Adds an async function that may change the request of each attempt, after the wait and before it is sent; to
    /// sign it, for example. For a token that expires use [`credentials`](Self::credentials). An error of the function
    /// ends the call with the kind `Rejected`. Hooks run in the order in which they are added, and then the one of the
    /// method's attribute.
    ///
    /// The captures are cloned for each attempt, so share what is large behind an `Arc`.
    ///
    /// ```
    /// use retry_runtime::{HeaderValue, RetryClient};
    ///
    /// # async fn sign(path: &str) -> Result<HeaderValue, retry_runtime::BoxError> {
    /// #     Ok(path.parse()?)
    /// # }
    /// let client = RetryClient::builder()
    ///     .before_attempt(async |request, _attempt| {
    ///         let signature = sign(request.url().path()).await?;
    ///         request.headers_mut().insert("x-signature", signature);
    ///         Ok(())
    ///     })
    ///     .build();
    /// ```
    pub fn before_attempt<F>(mut self, hook: F) -> Self
    where
        F: AsyncFn(&mut Request, &Attempt) -> Result<(), BoxError>,
        F: for<'a> AsyncBeforeAttempt<'a> + Clone + Send + Sync + 'static,
    {
        self.hooks
            .push(Arc::new(hooks::hook::<F, hooks::Async>(hook)));
        self
    }

    /// Adds an observer of every call. It can be called several times.
    pub fn observe(mut self, observer: impl Observer) -> Self {
        self.observers.push(Arc::new(observer));
        self
    }

    /// Shares the state of guards with other clients, by origin: all of them draw on one retry budget.
    /// Default: a client shares it with its clones alone.
    ///
    /// ```
    /// use retry_runtime::{Guards, RetryClient};
    ///
    /// let guards = Guards::new();
    /// let one = RetryClient::builder().guards(&guards).build()?;
    /// let other = RetryClient::builder().guards(&guards).build()?;
    /// # Ok::<(), retry_runtime::Error>(())
    /// ```
    pub fn guards(mut self, guards: &Guards) -> Self {
        self.guards = Some(guards.clone());
        self
    }

    /// Shares rate limits and pauses with all clients that have the same key, in this process and in others: a quota
    /// belongs to an account, not to a process. Budgets, circuits and attempts in flight are never shared.
    /// Default: each client has its own limits. A client without any rate limit shares nothing.
    ///
    /// The client leases turns for about 100 ms and spends them by itself. A call waits for the state only if the
    /// lease is spent, and then for at most 20 ms. While the state cannot be reached, the client continues with its
    /// share of the limits. Two limits are the same if they stand in the same place of a trait of the same name, with
    /// the same numbers.
    ///
    /// ```
    /// use retry_runtime::fleet::LocalState;
    /// use retry_runtime::{Quota, RetryClient};
    ///
    /// let quota = Quota::key("tenant-7").members(20);
    /// let client = RetryClient::builder().fleet(LocalState::new(), quota).build()?;
    /// # Ok::<(), retry_runtime::Error>(())
    /// ```
    pub fn fleet(mut self, state: impl SharedState, quota: Quota) -> Self {
        self.fleet = Some(Fleet::new(state, quota, self.service.name));
        self
    }

    /// Limits the length of a response body after decoding, in bytes. Default: 64 MiB.
    pub fn max_body(self, bytes: usize) -> Self {
        self.retry(|policy| policy.max_body(bytes))
    }

    /// The value of a result, whose error is that of [`build`](Self::build) if it is the first.
    fn checked<T>(&mut self, result: Result<T, Box<Failure>>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                self.error.get_or_insert(error);
                None
            }
        }
    }
}

impl<C: Declared> Default for ClientBuilder<C> {
    fn default() -> Self {
        Self::new()
    }
}

/// The service alone: headers may hold secrets.
impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("service", &self.service.name)
            .finish_non_exhaustive()
    }
}
