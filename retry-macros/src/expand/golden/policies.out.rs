#[allow(clippy::all, clippy::pedantic)]
use ::retry_client::__private as __Api;
#[allow(dead_code, async_fn_in_trait, unused_qualifications, clippy::too_many_arguments)]
pub trait Api {
    ///
    /// `GET /off` — one attempt, at most 30s.
    fn off(&self) -> impl __Api::Future<Output = Result<()>> + __Api::Send;
    ///
    /// `GET /refined` — up to 3 attempts, after a connection failure, `OTHER`, any 5xx; waits 10ms, 20ms (at most 30ms). Over after 2m at the latest. May be repeated: GET is idempotent.
    fn refined(&self) -> impl __Api::Future<Output = Result<()>> + __Api::Send;
    ///
    /// `GET /exponential` — up to `N` attempts, after a connection failure, `OTHER`, any 5xx, `CODES`; waits 50ms to 100ms, 150ms to 300ms, 450ms to 900ms, 1.35s to 2.7s, …. Over after 30s at the latest. May be repeated: GET is idempotent.
    fn exponential(&self) -> impl __Api::Future<Output = Result<()>> + __Api::Send;
    ///
    /// `GET /constant` — attempts without limit, after a failure of `KINDS`; waits 1s, 1s, 1s, 1s, …. Over after 30s at the latest. May be repeated: GET is idempotent.
    fn constant(&self) -> impl __Api::Future<Output = Result<()>> + __Api::Send;
    ///
    /// `GET /list` — up to 3 attempts, after a connection failure, `OTHER`, any 5xx, 408, 425 to 429, 500 to 501, `CODE`; waits 100ms, `CAP`. Over after 30s at the latest. May be repeated: GET is idempotent.
    fn list(&self) -> impl __Api::Future<Output = Result<()>> + __Api::Send;
    ///
    /// `GET /custom` — up to 3 attempts, until `is_ready`, after a connection failure, `OTHER`, any 5xx, what `judge` says; waits as `crate::SLOWLY` says. Over after 30s at the latest. May be repeated: GET is idempotent.
    fn custom(&self) -> impl __Api::Future<Output = Result<Job>> + __Api::Send;
    ///
    /// `POST /plain` — up to 3 attempts; waits 1.5ms, 3ms (at most 4.5ms). Over after 30s at the latest. Not repeated unless the server provably did not act: the request was never sent, was refused by HTTP/2, or was answered with 429.
    fn plain(&self) -> impl __Api::Future<Output = Result<()>> + __Api::Send;
    ///
    /// `POST /narrow` — up to 3 attempts; waits 1.5ms, 3ms (at most 4.5ms), or as long as `Retry-After` asks, up to 5s. Over after 30s at the latest. Not repeated unless the server provably did not act: the request was never sent, was refused by HTTP/2, or was answered with 409.
    fn narrow(&self) -> impl __Api::Future<Output = Result<()>> + __Api::Send;
}
/// The client of [`Api`].
///
/// | method | endpoint | attempts |
/// |---|---|---|
/// | [`off`](Self::off) | `GET /off` | one attempt |
/// | [`refined`](Self::refined) | `GET /refined` | up to 3 attempts |
/// | [`exponential`](Self::exponential) | `GET /exponential` | up to `N` attempts |
/// | [`constant`](Self::constant) | `GET /constant` | attempts without limit |
/// | [`list`](Self::list) | `GET /list` | up to 3 attempts |
/// | [`custom`](Self::custom) | `GET /custom` | up to 3 attempts |
/// | [`plain`](Self::plain) | `POST /plain` | up to 3 attempts |
/// | [`narrow`](Self::narrow) | `POST /narrow` | up to 3 attempts |
#[allow(
    dead_code,
    deprecated,
    non_upper_case_globals,
    unreachable_pub,
    unused_qualifications,
    clippy::all,
    clippy::pedantic
)]
#[derive(::core::clone::Clone, ::core::fmt::Debug)]
pub struct ApiClient(__Api::Client);
#[allow(
    dead_code,
    deprecated,
    non_upper_case_globals,
    unreachable_pub,
    unused_qualifications,
    clippy::all,
    clippy::pedantic
)]
#[automatically_derived]
impl __Api::Declared for ApiClient {
    const POLICY: __Api::Policy = __Api::Policy::new(
            __Api::Strategy::linear()
                .base(__Api::Duration::new(0, 1500000))
                .max(__Api::Duration::from_secs(90)),
        )
        .errors(&[__Api::ErrorKind::Connect, OTHER])
        .ignore_retry_after()
        .timeout(__Api::Duration::from_secs(30))
        .attempt_timeout(LIMIT);
    const SERVICE: __Api::Service = __Api::Service::new("Api", ApiClient::ENDPOINTS)
        .base_urls(ApiClient::__BASE_URLS);
    fn from_client(client: __Api::Client) -> Self {
        Self(client)
    }
}
#[allow(
    dead_code,
    deprecated,
    non_upper_case_globals,
    unreachable_pub,
    unused_qualifications,
    clippy::all,
    clippy::pedantic
)]
#[automatically_derived]
impl ApiClient {
    const __BASE_URLS: &'static [&'static str] = &["https://eu.example.com", US];
    /// `GET /off`.
    pub const OFF: __Api::Endpoint = __Api::Endpoint::declare(
            "Api",
            "off",
            "GET",
            &["/off"],
        )
        .described("`GET /off` — one attempt, at most 30s.")
        .index(0)
        .own(__Api::Policy::off())
        .inherit(<Self as __Api::Declared>::POLICY);
    /// `GET /refined`.
    pub const REFINED: __Api::Endpoint = __Api::Endpoint::declare(
            "Api",
            "refined",
            "GET",
            &["/refined"],
        )
        .described(
            "`GET /refined` — up to 3 attempts, after a connection failure, `OTHER`, any 5xx; waits 10ms, 20ms (at most 30ms). Over after 2m at the latest. May be repeated: GET is idempotent.",
        )
        .index(1)
        .own(
            __Api::Policy::new(
                    __Api::Strategy::inherited().base(__Api::Duration::from_millis(10)),
                )
                .timeout(__Api::Duration::from_secs(120)),
        )
        .inherit(<Self as __Api::Declared>::POLICY);
    /// `GET /exponential`.
    pub const EXPONENTIAL: __Api::Endpoint = __Api::Endpoint::declare(
            "Api",
            "exponential",
            "GET",
            &["/exponential"],
        )
        .described(
            "`GET /exponential` — up to `N` attempts, after a connection failure, `OTHER`, any 5xx, `CODES`; waits 50ms to 100ms, 150ms to 300ms, 450ms to 900ms, 1.35s to 2.7s, …. Over after 30s at the latest. May be repeated: GET is idempotent.",
        )
        .index(2)
        .own(
            __Api::Policy::new(
                    __Api::Strategy::exponential()
                        .factor(3.0)
                        .with_jitter(__Api::Jitter::Equal),
                )
                .attempts(N)
                .statuses_set(__Api::Statuses(CODES).set()),
        )
        .inherit(<Self as __Api::Declared>::POLICY);
    /// `GET /constant`.
    pub const CONSTANT: __Api::Endpoint = __Api::Endpoint::declare(
            "Api",
            "constant",
            "GET",
            &["/constant"],
        )
        .described(
            "`GET /constant` — attempts without limit, after a failure of `KINDS`; waits 1s, 1s, 1s, 1s, …. Over after 30s at the latest. May be repeated: GET is idempotent.",
        )
        .index(3)
        .own(
            __Api::Policy::new(__Api::Strategy::constant(__Api::Duration::from_secs(1)))
                .unlimited()
                .server_errors(false)
                .errors(KINDS),
        )
        .inherit(<Self as __Api::Declared>::POLICY);
    /// `GET /list`.
    pub const LIST: __Api::Endpoint = __Api::Endpoint::declare(
            "Api",
            "list",
            "GET",
            &["/list"],
        )
        .described(
            "`GET /list` — up to 3 attempts, after a connection failure, `OTHER`, any 5xx, 408, 425 to 429, 500 to 501, `CODE`; waits 100ms, `CAP`. Over after 30s at the latest. May be repeated: GET is idempotent.",
        )
        .index(4)
        .own(
            __Api::Policy::new(
                    __Api::Strategy::constant_list(
                        &[__Api::Duration::from_millis(100), CAP],
                    ),
                )
                .attempts(3)
                .statuses_set(
                    __Api::StatusSet::NONE
                        .and(__Api::Statuses(408).set())
                        .and(__Api::Statuses(425..=429).set())
                        .and(__Api::Statuses(500..=501).set())
                        .and(__Api::Statuses(CODE).set()),
                ),
        )
        .inherit(<Self as __Api::Declared>::POLICY);
    /// `GET /custom`.
    pub const CUSTOM: __Api::Endpoint = __Api::Endpoint::declare(
            "Api",
            "custom",
            "GET",
            &["/custom"],
        )
        .described(
            "`GET /custom` — up to 3 attempts, until `is_ready`, after a connection failure, `OTHER`, any 5xx, what `judge` says; waits as `crate::SLOWLY` says. Over after 30s at the latest. May be repeated: GET is idempotent.",
        )
        .index(5)
        .own(
            __Api::Policy::new(__Api::Strategy::custom(&crate::SLOWLY))
                .when(&__Api::judge(judge))
                .before_attempt(&__Api::hook(refresh)),
        )
        .inherit(<Self as __Api::Declared>::POLICY);
    /// `POST /plain`.
    pub const PLAIN: __Api::Endpoint = __Api::Endpoint::declare(
            "Api",
            "plain",
            "POST",
            &["/plain"],
        )
        .described(
            "`POST /plain` — up to 3 attempts; waits 1.5ms, 3ms (at most 4.5ms). Over after 30s at the latest. Not repeated unless the server provably did not act: the request was never sent, was refused by HTTP/2, or was answered with 429.",
        )
        .index(6)
        .repeat_when(
            __Api::Repeat::Unprocessed(
                __Api::StatusSet::NONE.and(__Api::Statuses(429).set()),
            ),
        )
        .inherit(<Self as __Api::Declared>::POLICY);
    /// `POST /narrow`.
    pub const NARROW: __Api::Endpoint = __Api::Endpoint::declare(
            "Api",
            "narrow",
            "POST",
            &["/narrow"],
        )
        .described(
            "`POST /narrow` — up to 3 attempts; waits 1.5ms, 3ms (at most 4.5ms), or as long as `Retry-After` asks, up to 5s. Over after 30s at the latest. Not repeated unless the server provably did not act: the request was never sent, was refused by HTTP/2, or was answered with 409.",
        )
        .index(7)
        .repeat_when(
            __Api::Repeat::Unprocessed(
                __Api::StatusSet::NONE.and(__Api::Statuses(409).set()),
            ),
        )
        .own(
            __Api::Policy::refining()
                .statuses_set(__Api::StatusSet::NONE.and(__Api::Statuses(409).set()))
                .retry_after(__Api::Duration::from_secs(5))
                .unprocessed_only(),
        )
        .inherit(<Self as __Api::Declared>::POLICY);
    /// Every endpoint of [`Api`], in the order of declaration.
    pub const ENDPOINTS: &'static [&'static __Api::Endpoint] = &[
        &Self::OFF,
        &Self::REFINED,
        &Self::EXPONENTIAL,
        &Self::CONSTANT,
        &Self::LIST,
        &Self::CUSTOM,
        &Self::PLAIN,
        &Self::NARROW,
    ];
    /// A client for the service at its declared base URL.
    ///
    /// # Errors
    ///
    /// When the transport cannot be set up.
    pub fn new() -> __Api::Result<Self> {
        Self::builder().build()
    }
    /// A client for the service at `base_url`, whatever base URL was declared.
    ///
    /// # Errors
    ///
    /// When `base_url` is not an absolute `http` or `https` URL, or the transport
    /// cannot be set up.
    pub fn with_base_url(base_url: impl __Api::IntoUrl) -> __Api::Result<Self> {
        Self::builder().base_url(base_url).build()
    }
    /// Everything about a client that can be set before it is built.
    pub fn builder() -> __Api::ClientBuilder<Self> {
        __Api::ClientBuilder::new()
    }
    ///
    /// `GET /off` — one attempt, at most 30s.
    pub fn off(&self) -> __Api::CallOf<Result<()>> {
        self.0
            .request(const { &Self::OFF }, &[])
            .call(
                <__Api::ShapeOf<Result<()>> as __Api::Default>::default()
                    .reply()
                    .required()
                    .decoder(),
            )
    }
    ///
    /// `GET /refined` — up to 3 attempts, after a connection failure, `OTHER`, any 5xx; waits 10ms, 20ms (at most 30ms). Over after 2m at the latest. May be repeated: GET is idempotent.
    pub fn refined(&self) -> __Api::CallOf<Result<()>> {
        self.0
            .request(const { &Self::REFINED }, &[])
            .call(
                <__Api::ShapeOf<Result<()>> as __Api::Default>::default()
                    .reply()
                    .required()
                    .decoder(),
            )
    }
    ///
    /// `GET /exponential` — up to `N` attempts, after a connection failure, `OTHER`, any 5xx, `CODES`; waits 50ms to 100ms, 150ms to 300ms, 450ms to 900ms, 1.35s to 2.7s, …. Over after 30s at the latest. May be repeated: GET is idempotent.
    pub fn exponential(&self) -> __Api::CallOf<Result<()>> {
        self.0
            .request(const { &Self::EXPONENTIAL }, &[])
            .call(
                <__Api::ShapeOf<Result<()>> as __Api::Default>::default()
                    .reply()
                    .required()
                    .decoder(),
            )
    }
    ///
    /// `GET /constant` — attempts without limit, after a failure of `KINDS`; waits 1s, 1s, 1s, 1s, …. Over after 30s at the latest. May be repeated: GET is idempotent.
    pub fn constant(&self) -> __Api::CallOf<Result<()>> {
        self.0
            .request(const { &Self::CONSTANT }, &[])
            .call(
                <__Api::ShapeOf<Result<()>> as __Api::Default>::default()
                    .reply()
                    .required()
                    .decoder(),
            )
    }
    ///
    /// `GET /list` — up to 3 attempts, after a connection failure, `OTHER`, any 5xx, 408, 425 to 429, 500 to 501, `CODE`; waits 100ms, `CAP`. Over after 30s at the latest. May be repeated: GET is idempotent.
    pub fn list(&self) -> __Api::CallOf<Result<()>> {
        self.0
            .request(const { &Self::LIST }, &[])
            .call(
                <__Api::ShapeOf<Result<()>> as __Api::Default>::default()
                    .reply()
                    .required()
                    .decoder(),
            )
    }
    ///
    /// `GET /custom` — up to 3 attempts, until `is_ready`, after a connection failure, `OTHER`, any 5xx, what `judge` says; waits as `crate::SLOWLY` says. Over after 30s at the latest. May be repeated: GET is idempotent.
    pub fn custom(&self) -> __Api::CallOf<Result<Job>> {
        self.0
            .request(const { &Self::CUSTOM }, &[])
            .call(
                <__Api::ShapeOf<Result<Job>> as __Api::Default>::default()
                    .reply()
                    .required()
                    .decoder()
                    .until(is_ready),
            )
    }
    ///
    /// `POST /plain` — up to 3 attempts; waits 1.5ms, 3ms (at most 4.5ms). Over after 30s at the latest. Not repeated unless the server provably did not act: the request was never sent, was refused by HTTP/2, or was answered with 429.
    pub fn plain(&self) -> __Api::CallOf<Result<()>> {
        self.0
            .request(const { &Self::PLAIN }, &[])
            .call(
                <__Api::ShapeOf<Result<()>> as __Api::Default>::default()
                    .reply()
                    .required()
                    .decoder(),
            )
    }
    ///
    /// `POST /narrow` — up to 3 attempts; waits 1.5ms, 3ms (at most 4.5ms), or as long as `Retry-After` asks, up to 5s. Over after 30s at the latest. Not repeated unless the server provably did not act: the request was never sent, was refused by HTTP/2, or was answered with 409.
    pub fn narrow(&self) -> __Api::CallOf<Result<()>> {
        self.0
            .request(const { &Self::NARROW }, &[])
            .call(
                <__Api::ShapeOf<Result<()>> as __Api::Default>::default()
                    .reply()
                    .required()
                    .decoder(),
            )
    }
}
#[allow(
    dead_code,
    deprecated,
    non_upper_case_globals,
    unreachable_pub,
    unused_qualifications,
    clippy::all,
    clippy::pedantic
)]
#[automatically_derived]
impl Api for ApiClient {
    fn off(&self) -> impl __Api::Future<Output = Result<()>> + __Api::Send {
        Self::off(self)
    }
    fn refined(&self) -> impl __Api::Future<Output = Result<()>> + __Api::Send {
        Self::refined(self)
    }
    fn exponential(&self) -> impl __Api::Future<Output = Result<()>> + __Api::Send {
        Self::exponential(self)
    }
    fn constant(&self) -> impl __Api::Future<Output = Result<()>> + __Api::Send {
        Self::constant(self)
    }
    fn list(&self) -> impl __Api::Future<Output = Result<()>> + __Api::Send {
        Self::list(self)
    }
    fn custom(&self) -> impl __Api::Future<Output = Result<Job>> + __Api::Send {
        Self::custom(self)
    }
    fn plain(&self) -> impl __Api::Future<Output = Result<()>> + __Api::Send {
        Self::plain(self)
    }
    fn narrow(&self) -> impl __Api::Future<Output = Result<()>> + __Api::Send {
        Self::narrow(self)
    }
}
const _: () = __Api::check_base_url(ApiClient::__BASE_URLS[1usize]);
