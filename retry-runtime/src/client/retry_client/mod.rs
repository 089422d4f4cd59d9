//! The ad-hoc client: the same loop without a trait, for requests made at run time.
//!
//! It is a [`Client`] like a generated one, for a service that is declared here by hand, with one
//! endpoint per verb. So it needs no second engine, and policies, hooks, observers and settings
//! work as they do for a trait.
//!
//! Two things differ. The verb of a request decides whether it may be repeated, as there is no
//! declaration; and the response is returned as it is, whatever its status, as by
//! `reqwest::Client`. The client is itself a [`Transport`], so code that is generic over one takes
//! it in place of a `reqwest::Client`. It then has to report whether it follows redirects: the
//! failure of the last request in a chain must never count as one of the first.

mod params;
mod request;
mod urls;

use http::Method;
use reqwest::{Request, Response};

pub use self::params::RequestParams;
pub use self::request::RequestBuilder;
pub use self::urls::{IntoUrls, OneUrl};
use crate::body::RequestBody;
use crate::client::{Client, ClientBuilder, Declared, Guards};
use crate::endpoint::{Endpoint, EndpointDeclaration, Repeat, Service, listed};
use crate::error::{BoxError, Result};
use crate::policy::Policy;
use crate::policy::strategy::Strategy;
use crate::request::Target;
use crate::status_set::StatusSet;
use crate::transport::{Transport, carrying};

/// Sends requests made at run time, with the retries of a [`Policy`].
///
/// It mirrors `reqwest::Client`: it returns the last response of all attempts as it is, whatever its status. Cloning
/// it is cheap. The default policy is [`Policy::default`]: `exponential` with 3 attempts.
///
/// POST, PATCH and verbs of your own are repeated only after failures that prove that nothing happened, unless the
/// request is [`idempotent`](RequestBuilder::idempotent) or has an
/// [`idempotency_key`](RequestBuilder::idempotency_key).
///
/// ```no_run
/// use retry_runtime::{Policy, RetryClient, Strategy};
///
/// # async fn run() -> retry_runtime::Result<()> {
/// let client = RetryClient::new()?;
/// let reply = client
///     .get("https://api.example.com/status")
///     .retry(Policy::new(Strategy::exponential()).attempts(5))
///     .send()
///     .await?
///     .error_for_status()?;
/// println!("{} after {} attempts", reply.status(), reply.attempts().len());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct RetryClient(Client);

impl Declared for RetryClient {
    const POLICY: Policy = Policy::new(Strategy::exponential());
    const SERVICE: Service = SERVICE;

    fn from_client(client: Client) -> Self {
        Self(client)
    }

    fn as_client(&self) -> &Client {
        &self.0
    }
}

const SERVICE: Service = Service::new(
    "RetryClient",
    &[
        &GET, &HEAD, &OPTIONS, &TRACE, &PUT, &DELETE, &POST, &PATCH, &REQUEST,
    ],
);

const GET: Endpoint = endpoint("get", "GET", Repeat::Idempotent);
const HEAD: Endpoint = endpoint("head", "HEAD", Repeat::Idempotent);
const OPTIONS: Endpoint = endpoint("options", "OPTIONS", Repeat::Idempotent);
const TRACE: Endpoint = endpoint("request", "TRACE", Repeat::Idempotent);
const PUT: Endpoint = endpoint("put", "PUT", Repeat::Idempotent);
const DELETE: Endpoint = endpoint("delete", "DELETE", Repeat::Idempotent);
const POST: Endpoint = endpoint("post", "POST", WHEN_ASKED_TO_WAIT);
const PATCH: Endpoint = endpoint("patch", "PATCH", WHEN_ASKED_TO_WAIT);
// Any other verb is unknown, so it counts as one that may not be repeated.
const REQUEST: Endpoint = endpoint("request", "REQUEST", WHEN_ASKED_TO_WAIT);

const WHEN_ASKED_TO_WAIT: Repeat = Repeat::Unprocessed(StatusSet::of(&[429]));

const fn endpoint(name: &'static str, verb: &'static str, repeat: Repeat) -> Endpoint {
    EndpointDeclaration {
        service: "RetryClient",
        name,
        verb,
        repeat,
        ..EndpointDeclaration::NEW
    }
    .endpoint()
}

/// The endpoint of a verb.
fn endpoint_of(method: &Method) -> &'static Endpoint {
    match *method {
        // Inline constants: the position of each endpoint is found while this crate compiles.
        Method::GET => const { &listed(GET, SERVICE.endpoints) },
        Method::HEAD => const { &listed(HEAD, SERVICE.endpoints) },
        Method::OPTIONS => const { &listed(OPTIONS, SERVICE.endpoints) },
        Method::TRACE => const { &listed(TRACE, SERVICE.endpoints) },
        Method::PUT => const { &listed(PUT, SERVICE.endpoints) },
        Method::DELETE => const { &listed(DELETE, SERVICE.endpoints) },
        Method::POST => const { &listed(POST, SERVICE.endpoints) },
        Method::PATCH => const { &listed(PATCH, SERVICE.endpoints) },
        _ => const { &listed(REQUEST, SERVICE.endpoints) },
    }
}

impl RetryClient {
    /// A client with the default policy and a transport of its own.
    ///
    /// # Errors
    ///
    /// An error of kind `Build`, if TLS cannot be set up.
    pub fn new() -> Result<Self> {
        Self::builder().build()
    }

    /// A builder, with the methods of a generated client's.
    pub fn builder() -> ClientBuilder<Self> {
        ClientBuilder::new()
    }

    /// The same client with another policy. It shares the connections and the guards.
    #[must_use]
    pub fn with_policy(&self, policy: Policy) -> Self {
        Self(self.0.with_policy(policy))
    }

    /// The guards that calls of this client and its clones share, per origin.
    #[must_use]
    pub fn guards(&self) -> Guards {
        self.0.guards()
    }

    /// Makes a GET request of one URL, or of one per attempt: `["https://a/x", "https://b/x"]`. Attempt *n* goes to
    /// URL *n*, and any further attempt to the last.
    pub fn get(&self, urls: impl IntoUrls) -> RequestBuilder {
        self.request(Method::GET, urls)
    }

    /// Makes a POST request, otherwise as [`get`](Self::get) does.
    pub fn post(&self, urls: impl IntoUrls) -> RequestBuilder {
        self.request(Method::POST, urls)
    }

    /// Makes a PUT request, otherwise as [`get`](Self::get) does.
    pub fn put(&self, urls: impl IntoUrls) -> RequestBuilder {
        self.request(Method::PUT, urls)
    }

    /// Makes a PATCH request, otherwise as [`get`](Self::get) does.
    pub fn patch(&self, urls: impl IntoUrls) -> RequestBuilder {
        self.request(Method::PATCH, urls)
    }

    /// Makes a DELETE request, otherwise as [`get`](Self::get) does.
    pub fn delete(&self, urls: impl IntoUrls) -> RequestBuilder {
        self.request(Method::DELETE, urls)
    }

    /// Makes a HEAD request, otherwise as [`get`](Self::get) does.
    pub fn head(&self, urls: impl IntoUrls) -> RequestBuilder {
        self.request(Method::HEAD, urls)
    }

    /// Makes an OPTIONS request, otherwise as [`get`](Self::get) does.
    pub fn options(&self, urls: impl IntoUrls) -> RequestBuilder {
        self.request(Method::OPTIONS, urls)
    }

    /// Makes a request with any verb, otherwise as [`get`](Self::get) does. All attempts have the same headers and
    /// body.
    pub fn request(&self, method: Method, urls: impl IntoUrls) -> RequestBuilder {
        let urls = urls.places().map(|urls| Target::Urls(urls.into()));
        let mut call = self.0.call(endpoint_of(&method), urls);
        call.spec.method = Some(Box::new(method));
        RequestBuilder::new(call)
    }

    /// Makes one of several requests per attempt: attempt *n* sends entry *n*, and any further attempt the last.
    pub fn requests(&self, requests: impl IntoIterator<Item = RequestParams>) -> RequestBuilder {
        let variants = requests
            .into_iter()
            .map(RequestParams::variant)
            .collect::<Result<Box<[_]>, _>>();
        // The endpoint names the call, so it is that of the first verb. What may be repeated depends on the verb of
        // the attempt that failed.
        let first = variants.as_deref().ok().and_then(<[_]>::first);
        let endpoint = first.map_or(const { &listed(REQUEST, SERVICE.endpoints) }, |first| {
            endpoint_of(&first.method)
        });
        let target = match variants {
            Ok(variants) if variants.is_empty() => Err(urls::none()),
            variants => variants.map(Target::Requests),
        };
        RequestBuilder::new(self.0.call(endpoint, target))
    }
}

/// Sends through this client, with its own settings. Its retries happen unseen within an attempt, so switch them off
/// with `.retry(reqwest::retry::never())`.
impl From<reqwest::Client> for RetryClient {
    fn from(client: reqwest::Client) -> Self {
        match Self::builder().http(client).build() {
            Ok(client) => client,
            // A builder fails at a URL, a header, a certificate or two settings that contradict each other,
            // and here it was given nothing but the transport.
            Err(error) => unreachable!("{error}"),
        }
    }
}

/// Adds retries wherever one request goes in and one response comes out.
///
/// A request whose body is a stream is sent once. So is a request of another client whose transport this is, as that
/// client retries. The guards of both apply, and a 401 is repeated once, by the inner client if its credentials were
/// refused too.
impl Transport for RetryClient {
    async fn send(&self, mut request: Request) -> Result<Response, BoxError> {
        // Taken out first, as the request is copied into a builder and a body cannot be copied.
        let body = request.body_mut().take();
        let mut builder = self
            .request(request.method().clone(), request.url().clone())
            .headers(std::mem::take(request.headers_mut()));
        if let Some(timeout) = request.timeout() {
            builder = builder.timeout(*timeout);
        }
        if let Some(body) = body {
            builder = builder.request_body(RequestBody::of(body));
        }
        let call = match carrying() {
            Some(renewed) => builder.carried(renewed).send().no_retry(),
            None => builder.send(),
        };
        Ok(call.await?.into_value())
    }

    fn follows_redirects(&self) -> bool {
        let core = &self.0.0;
        core.follows_unseen || core.redirects.follow()
    }
}
