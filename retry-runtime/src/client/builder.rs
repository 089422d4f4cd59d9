//! The builder of a generated client.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use reqwest::{IntoUrl, Request};

use crate::client::guards::Guards;
use crate::client::shared::Client;
use crate::credentials::{CredentialStore, Credentials};
use crate::decide::RedirectLimits;
use crate::endpoint::{Endpoint, Service, StaticHeader};
use crate::engine::Core;
use crate::error::{BoxError, Error, Failure, Result};
use crate::guards::fleet::{Fleet, Quota, SharedState};
use crate::policy::hooks::{AsyncBeforeAttempt, Attempt, Observer, Observers, SharedBeforeAttempt};
use crate::policy::settings::LiveSettings;
use crate::policy::{Policy, hooks};
use crate::request::{
    BaseUrl, DeadlineHeader, Headers, ResolvedEndpoint, bad_header_value, basic_credentials,
    encoded_pair, header_pair,
};
use crate::transport::{Built, InvalidSetting, Settings, Transport, TransportHandle};

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
    pub(super) transport: Option<TransportHandle>,
    /// Settings of the transport that is built, and the first of them by name.
    connection: Settings,
    pub(super) connection_key: Option<&'static str>,
    redirects: RedirectLimits,
    /// The client that was handed in follows none itself.
    pub(super) redirects_are_off: bool,
    headers: HeaderMap,
    query: String,
    attempt_header: Option<HeaderName>,
    policy: Policy,
    pub(super) settings: Option<LiveSettings>,
    changes: Vec<(Endpoint, PolicyChange)>,
    hooks: Vec<SharedBeforeAttempt>,
    pub(super) observers: Observers,
    pub(super) guards: Option<Guards>,
    pub(super) credentials: Option<CredentialStore>,
    /// The base URLs to whose origins they go, if they are those of another client.
    pub(super) credential_urls: Option<Arc<[BaseUrl]>>,
    fleet: Option<Fleet>,
    error: Option<Box<Failure>>,
    client: PhantomData<fn() -> C>,
}

type PolicyChange = Box<dyn FnOnce(Policy) -> Policy + Send>;

impl<C: Declared> ClientBuilder<C> {
    /// The settings of the declaration.
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

    /// Sets the URL that paths are appended to, in place of the declared one. Its own path is kept.
    pub fn base_url(mut self, url: impl IntoUrl) -> Self {
        match url
            .into_url()
            .map_err(|_| Failure::build("the base URL is not an absolute URL"))
        {
            Ok(url) => match BaseUrl::new(url) {
                Ok(base) => self.base_urls = Some(vec![base]),
                Err(error) => self.note(error),
            },
            Err(error) => self.note(error),
        }
        self
    }

    /// Sends through this client. Its settings stay its owner's: reqwest's own retries, for one,
    /// happen unseen within an attempt unless the owner has switched them off.
    ///
    /// So do its redirects, which reqwest follows unless told otherwise, and of which only the last is
    /// reported: a request that may not be repeated is then never repeated, as no failure proves
    /// anything about it. If its redirects are off, say so with
    /// [`http_without_redirects`](Self::http_without_redirects).
    pub fn http(mut self, client: reqwest::Client) -> Self {
        self.transport = Some(TransportHandle::Reqwest(client));
        self.redirects_are_off = false;
        self
    }

    /// Sends through this client, whose redirects are off:
    /// `reqwest::Client::builder().redirect(reqwest::redirect::Policy::none())`. What it reports is
    /// then about the request that was sent, and redirects are followed here, if asked for.
    pub fn http_without_redirects(mut self, client: reqwest::Client) -> Self {
        self.transport = Some(TransportHandle::Reqwest(client));
        self.redirects_are_off = true;
        self
    }

    /// Sends through a transport of your own.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(TransportHandle::own(transport));
        self.redirects_are_off = false;
        self
    }

    /// Follows up to `most` redirects in an attempt, within the origin of its first request. Default: 0.
    ///
    /// A redirect that is not followed is the response. After a 303, and a 301 or 302 to a POST, the
    /// call is the GET that follows: a failure of it repeats that GET, and never the request before it.
    pub fn redirects(mut self, most: usize) -> Self {
        self.redirects.same_origin = most;
        self
    }

    /// Follows up to `most` redirects in an attempt, to other origins too: GET and HEAD only, never from
    /// https to http. Nothing that may be secret goes there: of all headers only `accept`,
    /// `accept-encoding`, `accept-language`, `if-modified-since`, `if-none-match`, `if-range`, `range`
    /// and `user-agent`. Default: 0.
    pub fn redirects_elsewhere(mut self, most: usize) -> Self {
        self.redirects.elsewhere = most;
        self
    }

    /// Bounds the time that it takes to connect: to look up the host, open a socket, go through a proxy
    /// and shake hands for TLS. Nothing was sent by then. Default: 10 s.
    pub fn connect_timeout(self, limit: Duration) -> Self {
        self.connection("connect_timeout", |settings| {
            settings.connect_timeout(limit);
            Ok(())
        })
    }

    /// Pings an HTTP/2 connection that calls wait on, after so long a silence, and takes it for lost if
    /// nothing comes back in time. Default: after 10 s, within 5 s.
    pub fn http2_keep_alive(self, interval: Duration, timeout: Duration) -> Self {
        self.connection("http2_keep_alive", |settings| {
            settings.http2_keep_alive(interval, timeout);
            Ok(())
        })
    }

    /// Trusts the certificates in a PEM, beside the platform's.
    pub fn root_certificate(self, pem: impl AsRef<[u8]>) -> Self {
        self.connection("root_certificate", |settings| {
            settings.root_certificate(pem.as_ref())
        })
    }

    /// Shows a certificate of one's own to servers that ask for one: one PEM with the certificate, its
    /// chain, and its key. It is never shown elsewhere.
    pub fn identity(self, pem: impl AsRef<[u8]>) -> Self {
        self.connection("identity", |settings| settings.identity(pem.as_ref()))
    }

    /// Goes through a proxy, `http://user:password@proxy.example.com:3128`, whatever the environment
    /// says. The password is never shown.
    pub fn proxy(self, url: impl AsRef<str>) -> Self {
        self.connection("proxy", |settings| settings.proxy(url.as_ref()))
    }

    /// Sends a `user-agent` with every request that has none. Default: none.
    pub fn user_agent(self, text: impl AsRef<str>) -> Self {
        self.connection("user_agent", |settings| settings.user_agent(text.as_ref()))
    }

    fn connection(
        mut self,
        key: &'static str,
        set: impl FnOnce(&mut Settings) -> Result<(), InvalidSetting>,
    ) -> Self {
        self.connection_key.get_or_insert(key);
        if let Err(InvalidSetting { rule, why }) = set(&mut self.connection) {
            self.note(Failure::build(format!("{rule}; {why}")));
        }
        self
    }

    /// Changes the policy of all methods, in what their own attributes do not name.
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
    /// [`LiveSettings`] that can be replaced while the client runs. They go before everything that
    /// the code says, but for what one call says of itself.
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

    /// Sends a header with every request, in place of a declared one of the same name.
    pub fn header<N, V>(mut self, name: N, value: V) -> Self
    where
        HeaderName: TryFrom<N>,
        HeaderValue: TryFrom<V>,
    {
        match header_pair(name, value) {
            Ok((name, value)) => {
                self.headers.insert(name, value);
            }
            Err(error) => self.note(error),
        }
        self
    }

    /// Sends the number of the attempt, counted from 1, in this header of every request, in place of
    /// any other of the same name: `.attempt_header("x-retry-attempt")`. Hooks see it. Default: none.
    pub fn attempt_header<N>(mut self, name: N) -> Self
    where
        HeaderName: TryFrom<N>,
    {
        match header_pair(name, HeaderValue::from_static("")) {
            Ok((name, _)) => self.attempt_header = Some(name),
            Err(error) => self.note(error),
        }
        self
    }

    /// Sends `Authorization: Bearer <token>` with every request. It is never shown.
    pub fn bearer(self, token: impl fmt::Display) -> Self {
        self.authorization(format!("Bearer {token}"), "the token for `bearer`")
    }

    /// Sends `Authorization: Basic …` with every request, made of a name and a password. It is never
    /// shown.
    pub fn basic_auth(self, username: impl fmt::Display, password: impl fmt::Display) -> Self {
        self.authorization(
            basic_credentials(username, password),
            "the name for `basic_auth`",
        )
    }

    fn authorization(mut self, value: String, what: &str) -> Self {
        match HeaderValue::try_from(value) {
            Ok(mut value) => {
                value.set_sensitive(true);
                self.headers.insert(AUTHORIZATION, value);
            }
            Err(_) => self.note(Failure::build(format!("{what} is not a header value"))),
        }
        self
    }

    /// Sends what a source of [`Credentials`] brings, such as a token that expires, to the origins of the base
    /// URLs and nowhere else: fetched once for all calls of this client and its clones, again when it is about
    /// to expire, and when a server refuses it with a 401. The attempt that was refused is then repeated once,
    /// whatever its verb.
    ///
    /// A header of its name that a call or a method sets goes before it, and it goes before a header of
    /// this builder. Without a base URL it is an error of [`build`](Self::build). Default: none.
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

    /// Adds a pair to the query of every request to the base URLs: an API key, a version. A pair of the
    /// same name in a call goes before it. It is never shown.
    pub fn query(mut self, name: impl fmt::Display, value: impl fmt::Display) -> Self {
        match encoded_pair(&name.to_string(), &value.to_string()) {
            Ok(pair) => {
                if !self.query.is_empty() {
                    self.query.push('&');
                }
                self.query.push_str(&pair);
            }
            Err(error) => {
                self.note(Failure::build("the query cannot be encoded").caused_by(error));
            }
        }
        self
    }

    /// Has an async function change the request of each attempt, after the wait and before it is
    /// sent: a signature, say. For a token that expires there is [`credentials`](Self::credentials). Its
    /// error ends the call as `Rejected`. Hooks run in the order they are given here, then that of the
    /// method's attribute.
    ///
    /// Its captures are cloned for each attempt, so share it behind an `Arc`.
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

    /// Has somebody watch every call; as often as one likes.
    pub fn observe(mut self, observer: impl Observer) -> Self {
        self.observers.add(observer);
        self
    }

    /// Shares what guards know with other clients, by origin: retries of one draw on the budget of all.
    /// Default: a client shares it with its clones.
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

    /// Shares rate limits and pauses with all clients that have the same key, of this process or of others:
    /// a quota belongs to an account, not to a process. Budgets, circuits and attempts in flight are never
    /// shared. Default: limits hold for each client.
    ///
    /// The client leases turns for about 100 ms and spends them by itself. A call waits for the state only
    /// where its lease is spent, and then for at most 20 ms; while the state is out of reach the client goes on
    /// with its share of the limits. Two limits are the same if they stand in the same place of a trait of
    /// the same name, with the same numbers.
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

    /// Sets how long a body may be, decoded. Default: 64 MiB.
    pub fn max_body(self, bytes: usize) -> Self {
        self.retry(|policy| policy.max_body(bytes))
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// An error of kind `Build`, if a URL or header cannot be used, or TLS cannot be set up.
    pub fn build(self) -> Result<C> {
        #[cfg(retry_client_over_reqwest)]
        let this = self.over_reqwest();
        #[cfg(not(retry_client_over_reqwest))]
        let this = self;
        this.core()
            .map(|core| C::from_client(Client::new(core)))
            .map_err(|error| Error::unsent(error, Endpoint::CLIENT))
    }

    fn core(self) -> Result<Core, Box<Failure>> {
        // The first mistake in the order of the chain, as a setter cannot return an error.
        if let Some(error) = self.error {
            return Err(error);
        }
        let transport = match (self.transport, self.connection_key) {
            // A setting without an effect would be found out in production.
            (Some(_), Some(key)) => return Err(not_the_built_one(key)),
            (Some(given), None) => given,
            (None, _) => TransportHandle::Built(Built::new(self.connection)),
        };
        // A transport that follows redirects reports the last response as if it were that of the
        // first request. Two who follow would not know of each other either.
        let follows_unseen = transport.follows_redirects() && !self.redirects_are_off;
        if follows_unseen && self.redirects.follow() {
            return Err(Failure::build(
                "`redirects` needs a client that follows none itself; hand it in with `.http_without_redirects(client)`",
            ));
        }
        let environment = transport.environment();
        let mut base_urls = match self.base_urls {
            Some(base_urls) => base_urls,
            None => declared_base_urls(self.service)?,
        };
        let mut observers = self.observers;
        if let Some(environment) = &environment {
            let has_paths = |endpoint: &&Endpoint| !endpoint.path().is_empty();
            let needs_base_url = self.service.endpoints.iter().any(has_paths);
            // Before the origins are looked up: a stub gives a base URL to a client that has none.
            environment.0.join(&mut base_urls, needs_base_url);
            observers.push(environment.0.observer());
        }
        let mut credentials = self.credentials;
        let credential_urls = match self.credential_urls {
            Some(theirs) => {
                let common = BaseUrl::of_both(&base_urls, &theirs);
                // Nothing that both declare: there is nowhere to send them to.
                credentials = credentials.filter(|_| !common.is_empty());
                // With all of them in common no attempt need compare origins.
                Some(common).filter(|common| common.len() < base_urls.len())
            }
            None => None,
        };
        if credentials.is_some() && base_urls.is_empty() {
            return Err(Failure::build(
                "`credentials` go to the origins of base URLs, and there is none; add `.base_url(…)`",
            ));
        }
        let origins = transport.origins(&base_urls)?;
        let mut headers = static_headers(self.service.headers)?;
        headers.extend(self.headers);
        let deadline_header = self.service.deadline_header.map(DeadlineHeader::new);
        let guards = self.guards.unwrap_or_default().of_client(&base_urls);
        let level = ClientLevel {
            policy: self.policy,
            headers,
            base_urls: base_urls.into(),
            query: self.query.into(),
            attempt_header: self.attempt_header,
        };
        let mut resolved = level.resolve(self.service)?;
        // After the method's own attributes, in the order in which they were written.
        for (endpoint, change) in self.changes {
            let position = self.service.position(&endpoint);
            let resolved = position
                .and_then(|position| resolved.get_mut(position))
                .ok_or_else(|| not_a_method(endpoint.name(), self.service.name))?;
            resolved.policy = change(resolved.policy);
        }
        let endpoints: Box<[_]> = resolved.into_iter().map(Arc::new).collect();
        // Last: settings stand over everything that the code says, but for what a call says of
        // itself.
        let settings = self
            .settings
            .map(|settings| settings.attach(self.service, Core::policies(&endpoints)));
        Ok(Core {
            service: self.service,
            settings: settings.transpose()?,
            endpoints,
            transport,
            origins,
            environment,
            redirects: self.redirects,
            follows_unseen,
            hooks: self.hooks,
            observers,
            guards,
            fleet: self.fleet.map(Arc::new),
            deadline_header: deadline_header.transpose()?,
            credentials,
            credential_urls,
        })
    }

    pub(super) fn note(&mut self, error: Box<Failure>) {
        self.error.get_or_insert(error);
    }
}

impl<C: Declared> Default for ClientBuilder<C> {
    fn default() -> Self {
        Self::new()
    }
}

fn not_the_built_one(key: &str) -> Box<Failure> {
    Failure::build(format!(
        "`{key}` is a setting of the client that is built here; set it on the one that is handed in"
    ))
}

fn not_a_method(method: &str, service: &str) -> Box<Failure> {
    Failure::build(format!("`{method}` is not a method of `{service}`"))
}

fn declared_base_urls(service: &Service) -> Result<Vec<BaseUrl>, Box<Failure>> {
    let parse = |text: &&str| {
        let url = reqwest::Url::parse(text).map_err(|error| {
            Failure::build(format!("the base URL of `{}` cannot be used", service.name))
                .caused_by(error)
        })?;
        BaseUrl::new(url)
    };
    service.base_urls.iter().map(parse).collect()
}

/// Settings of a client that each of its endpoints starts from.
struct ClientLevel {
    policy: Policy,
    headers: HeaderMap,
    base_urls: Arc<[BaseUrl]>,
    query: Arc<str>,
    attempt_header: Option<HeaderName>,
}

impl ClientLevel {
    fn resolve(&self, service: &Service) -> Result<Vec<ResolvedEndpoint>, Box<Failure>> {
        let resolve = |endpoint: &&'static Endpoint| {
            let method = Method::from_bytes(endpoint.verb().as_bytes()).map_err(|error| {
                Failure::build(format!("`{}` is not a verb", endpoint.verb())).caused_by(error)
            })?;
            let own = static_headers(endpoint.static_headers())?;
            Ok(ResolvedEndpoint {
                endpoint,
                // The builder's policy began as the trait's, so it is merged below the method's and
                // replaces it at the trait's level.
                policy: endpoint.own_policy().merged_over(self.policy),
                method,
                headers: Headers::merge(&self.headers, own),
                base_urls: Arc::clone(&self.base_urls),
                query: Arc::clone(&self.query),
                attempt_header: self.attempt_header.clone(),
            })
        };
        service.endpoints.iter().map(resolve).collect()
    }
}

fn static_headers(headers: &[StaticHeader]) -> Result<HeaderMap, Box<Failure>> {
    let pair = |header: &StaticHeader| {
        let error = || bad_header_value(header.name);
        Ok((
            HeaderName::try_from(header.name).map_err(|_| error())?,
            header.value().map_err(|_| error())?,
        ))
    };
    headers.iter().map(pair).collect()
}

/// The service alone: headers may hold secrets.
impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("service", &self.service.name)
            .finish_non_exhaustive()
    }
}
