#[allow(dead_code, async_fn_in_trait, unused_qualifications, clippy::too_many_arguments)]
pub trait Api {
    ///
    /// `GET /off` — one attempt, at most 30s.
    fn off(
        &self,
    ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send;
    ///
    /// `GET /refined` — up to 3 attempts, after a connection failure, `OTHER`, any 5xx; waits 10ms, 20ms (at most 30ms). Over after 2m at the latest. May be repeated: GET is idempotent.
    fn refined(
        &self,
    ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send;
    ///
    /// `GET /exponential` — up to `N` attempts, after a connection failure, `OTHER`, any 5xx, `CODES`; waits 50ms to 100ms, 150ms to 300ms, 450ms to 900ms, 1.35s to 2.7s, …. Over after 30s at the latest. May be repeated: GET is idempotent.
    fn exponential(
        &self,
    ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send;
    ///
    /// `GET /constant` — attempts without limit, after a failure of `KINDS`; waits 1s, 1s, 1s, 1s, …. Over after 30s at the latest. May be repeated: GET is idempotent.
    fn constant(
        &self,
    ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send;
    ///
    /// `GET /list` — up to 3 attempts, after a connection failure, `OTHER`, any 5xx, 408, 425 to 429, 500 to 501, `CODE`; waits 100ms, `CAP`. Over after 30s at the latest. May be repeated: GET is idempotent.
    fn list(
        &self,
    ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send;
    ///
    /// `GET /custom` — up to 3 attempts, until `is_ready`, after a connection failure, `OTHER`, any 5xx, what `judge` says; waits as `crate::SLOWLY` says. Over after 30s at the latest. May be repeated: GET is idempotent.
    fn custom(
        &self,
    ) -> impl ::core::future::Future<Output = Result<Job>> + ::core::marker::Send;
    ///
    /// `POST /plain` — up to 3 attempts; waits 1.5ms, 3ms (at most 4.5ms). Over after 30s at the latest. Not repeated unless the server provably did not act: the request was never sent, was refused by HTTP/2, or was answered with 429.
    fn plain(
        &self,
    ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send;
    ///
    /// `POST /narrow` — up to 3 attempts; waits 1.5ms, 3ms (at most 4.5ms), or as long as `Retry-After` asks, up to 5s. Over after 30s at the latest. Not repeated unless the server provably did not act: the request was never sent, was refused by HTTP/2, or was answered with 409.
    fn narrow(
        &self,
    ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send;
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
pub struct ApiClient(::retry_client::__private::Client);
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
impl ::retry_client::__private::Declared for ApiClient {
    const POLICY: ::retry_client::__private::Policy = ::retry_client::__private::Policy::new(
            ::retry_client::__private::Strategy::linear()
                .base(::retry_client::__private::Duration::new(0, 1500000))
                .max(::retry_client::__private::Duration::from_secs(90)),
        )
        .errors(&[::retry_client::__private::ErrorKind::Connect, OTHER])
        .ignore_retry_after()
        .timeout(::retry_client::__private::Duration::from_secs(30))
        .attempt_timeout(LIMIT);
    const SERVICE: ::retry_client::__private::Service = ::retry_client::__private::Service::new(
            "Api",
            ApiClient::ENDPOINTS,
        )
        .base_urls(&["https://eu.example.com", US]);
    fn from_client(client: ::retry_client::__private::Client) -> Self {
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
    /// `GET /off`.
    pub const OFF: ::retry_client::__private::Endpoint = ::retry_client::__private::Endpoint::declare(
            "Api",
            "off",
            "GET",
            &["/off"],
        )
        .described("`GET /off` — one attempt, at most 30s.")
        .index(0)
        .repeat_when(::retry_client::__private::Repeat::Idempotent)
        .own(::retry_client::__private::Policy::off())
        .inherit(<Self as ::retry_client::__private::Declared>::POLICY);
    /// `GET /refined`.
    pub const REFINED: ::retry_client::__private::Endpoint = ::retry_client::__private::Endpoint::declare(
            "Api",
            "refined",
            "GET",
            &["/refined"],
        )
        .described(
            "`GET /refined` — up to 3 attempts, after a connection failure, `OTHER`, any 5xx; waits 10ms, 20ms (at most 30ms). Over after 2m at the latest. May be repeated: GET is idempotent.",
        )
        .index(1)
        .repeat_when(::retry_client::__private::Repeat::Idempotent)
        .own(
            ::retry_client::__private::Policy::new(
                    ::retry_client::__private::Strategy::inherited()
                        .base(::retry_client::__private::Duration::from_millis(10)),
                )
                .timeout(::retry_client::__private::Duration::from_secs(120)),
        )
        .inherit(<Self as ::retry_client::__private::Declared>::POLICY);
    /// `GET /exponential`.
    pub const EXPONENTIAL: ::retry_client::__private::Endpoint = ::retry_client::__private::Endpoint::declare(
            "Api",
            "exponential",
            "GET",
            &["/exponential"],
        )
        .described(
            "`GET /exponential` — up to `N` attempts, after a connection failure, `OTHER`, any 5xx, `CODES`; waits 50ms to 100ms, 150ms to 300ms, 450ms to 900ms, 1.35s to 2.7s, …. Over after 30s at the latest. May be repeated: GET is idempotent.",
        )
        .index(2)
        .repeat_when(::retry_client::__private::Repeat::Idempotent)
        .own(
            ::retry_client::__private::Policy::new(
                    ::retry_client::__private::Strategy::exponential()
                        .factor(3.0)
                        .with_jitter(::retry_client::__private::Jitter::Equal),
                )
                .attempts(N)
                .statuses_set(::retry_client::__private::Statuses(CODES).set()),
        )
        .inherit(<Self as ::retry_client::__private::Declared>::POLICY);
    /// `GET /constant`.
    pub const CONSTANT: ::retry_client::__private::Endpoint = ::retry_client::__private::Endpoint::declare(
            "Api",
            "constant",
            "GET",
            &["/constant"],
        )
        .described(
            "`GET /constant` — attempts without limit, after a failure of `KINDS`; waits 1s, 1s, 1s, 1s, …. Over after 30s at the latest. May be repeated: GET is idempotent.",
        )
        .index(3)
        .repeat_when(::retry_client::__private::Repeat::Idempotent)
        .own(
            ::retry_client::__private::Policy::new(
                    ::retry_client::__private::Strategy::constant(
                        ::retry_client::__private::Duration::from_secs(1),
                    ),
                )
                .unlimited()
                .server_errors(false)
                .errors(KINDS),
        )
        .inherit(<Self as ::retry_client::__private::Declared>::POLICY);
    /// `GET /list`.
    pub const LIST: ::retry_client::__private::Endpoint = ::retry_client::__private::Endpoint::declare(
            "Api",
            "list",
            "GET",
            &["/list"],
        )
        .described(
            "`GET /list` — up to 3 attempts, after a connection failure, `OTHER`, any 5xx, 408, 425 to 429, 500 to 501, `CODE`; waits 100ms, `CAP`. Over after 30s at the latest. May be repeated: GET is idempotent.",
        )
        .index(4)
        .repeat_when(::retry_client::__private::Repeat::Idempotent)
        .own(
            ::retry_client::__private::Policy::new(
                    ::retry_client::__private::Strategy::constant_list(
                        &[::retry_client::__private::Duration::from_millis(100), CAP],
                    ),
                )
                .attempts(3)
                .statuses_set(
                    ::retry_client::__private::StatusSet::NONE
                        .and(::retry_client::__private::Statuses(408).set())
                        .and(::retry_client::__private::Statuses(425..=429).set())
                        .and(::retry_client::__private::Statuses(500..=501).set())
                        .and(::retry_client::__private::Statuses(CODE).set()),
                ),
        )
        .inherit(<Self as ::retry_client::__private::Declared>::POLICY);
    /// `GET /custom`.
    pub const CUSTOM: ::retry_client::__private::Endpoint = ::retry_client::__private::Endpoint::declare(
            "Api",
            "custom",
            "GET",
            &["/custom"],
        )
        .described(
            "`GET /custom` — up to 3 attempts, until `is_ready`, after a connection failure, `OTHER`, any 5xx, what `judge` says; waits as `crate::SLOWLY` says. Over after 30s at the latest. May be repeated: GET is idempotent.",
        )
        .index(5)
        .repeat_when(::retry_client::__private::Repeat::Idempotent)
        .own(
            ::retry_client::__private::Policy::new(
                    ::retry_client::__private::Strategy::custom(&crate::SLOWLY),
                )
                .when(&::retry_client::__private::judge(judge))
                .before_attempt(&::retry_client::__private::hook(refresh)),
        )
        .inherit(<Self as ::retry_client::__private::Declared>::POLICY);
    /// `POST /plain`.
    pub const PLAIN: ::retry_client::__private::Endpoint = ::retry_client::__private::Endpoint::declare(
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
            ::retry_client::__private::Repeat::Unprocessed(
                ::retry_client::__private::StatusSet::NONE
                    .and(::retry_client::__private::Statuses(429).set()),
            ),
        )
        .inherit(<Self as ::retry_client::__private::Declared>::POLICY);
    /// `POST /narrow`.
    pub const NARROW: ::retry_client::__private::Endpoint = ::retry_client::__private::Endpoint::declare(
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
            ::retry_client::__private::Repeat::Unprocessed(
                ::retry_client::__private::StatusSet::NONE
                    .and(::retry_client::__private::Statuses(409).set()),
            ),
        )
        .own(
            ::retry_client::__private::Policy::refining()
                .statuses_set(
                    ::retry_client::__private::StatusSet::NONE
                        .and(::retry_client::__private::Statuses(409).set()),
                )
                .retry_after(::retry_client::__private::Duration::from_secs(5))
                .unprocessed_only(),
        )
        .inherit(<Self as ::retry_client::__private::Declared>::POLICY);
    /// Every endpoint of [`Api`], in the order of declaration.
    pub const ENDPOINTS: &'static [&'static ::retry_client::__private::Endpoint] = &[
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
    pub fn new() -> ::core::result::Result<Self, ::retry_client::__private::Error> {
        Self::builder().build()
    }
    /// A client for the service at `base_url`, whatever base URL was declared.
    ///
    /// # Errors
    ///
    /// When `base_url` is not an absolute `http` or `https` URL, or the transport
    /// cannot be set up.
    pub fn with_base_url(
        base_url: impl ::retry_client::__private::IntoUrl,
    ) -> ::core::result::Result<Self, ::retry_client::__private::Error> {
        Self::builder().base_url(base_url).build()
    }
    /// Everything about a client that can be set before it is built.
    pub fn builder() -> ::retry_client::__private::ClientBuilder<Self> {
        ::retry_client::__private::ClientBuilder::new()
    }
    ///
    /// `GET /off` — one attempt, at most 30s.
    pub fn off(&self) -> ::retry_client::__private::CallOf<Result<()>> {
        self.0
            .request(const { &Self::OFF }, &[])
            .call(
                <::retry_client::__private::ShapeOf<
                    Result<()>,
                > as ::core::default::Default>::default()
                    .reply()
                    .required()
                    .decoder(),
            )
    }
    ///
    /// `GET /refined` — up to 3 attempts, after a connection failure, `OTHER`, any 5xx; waits 10ms, 20ms (at most 30ms). Over after 2m at the latest. May be repeated: GET is idempotent.
    pub fn refined(&self) -> ::retry_client::__private::CallOf<Result<()>> {
        self.0
            .request(const { &Self::REFINED }, &[])
            .call(
                <::retry_client::__private::ShapeOf<
                    Result<()>,
                > as ::core::default::Default>::default()
                    .reply()
                    .required()
                    .decoder(),
            )
    }
    ///
    /// `GET /exponential` — up to `N` attempts, after a connection failure, `OTHER`, any 5xx, `CODES`; waits 50ms to 100ms, 150ms to 300ms, 450ms to 900ms, 1.35s to 2.7s, …. Over after 30s at the latest. May be repeated: GET is idempotent.
    pub fn exponential(&self) -> ::retry_client::__private::CallOf<Result<()>> {
        self.0
            .request(const { &Self::EXPONENTIAL }, &[])
            .call(
                <::retry_client::__private::ShapeOf<
                    Result<()>,
                > as ::core::default::Default>::default()
                    .reply()
                    .required()
                    .decoder(),
            )
    }
    ///
    /// `GET /constant` — attempts without limit, after a failure of `KINDS`; waits 1s, 1s, 1s, 1s, …. Over after 30s at the latest. May be repeated: GET is idempotent.
    pub fn constant(&self) -> ::retry_client::__private::CallOf<Result<()>> {
        self.0
            .request(const { &Self::CONSTANT }, &[])
            .call(
                <::retry_client::__private::ShapeOf<
                    Result<()>,
                > as ::core::default::Default>::default()
                    .reply()
                    .required()
                    .decoder(),
            )
    }
    ///
    /// `GET /list` — up to 3 attempts, after a connection failure, `OTHER`, any 5xx, 408, 425 to 429, 500 to 501, `CODE`; waits 100ms, `CAP`. Over after 30s at the latest. May be repeated: GET is idempotent.
    pub fn list(&self) -> ::retry_client::__private::CallOf<Result<()>> {
        self.0
            .request(const { &Self::LIST }, &[])
            .call(
                <::retry_client::__private::ShapeOf<
                    Result<()>,
                > as ::core::default::Default>::default()
                    .reply()
                    .required()
                    .decoder(),
            )
    }
    ///
    /// `GET /custom` — up to 3 attempts, until `is_ready`, after a connection failure, `OTHER`, any 5xx, what `judge` says; waits as `crate::SLOWLY` says. Over after 30s at the latest. May be repeated: GET is idempotent.
    pub fn custom(&self) -> ::retry_client::__private::CallOf<Result<Job>> {
        self.0
            .request(const { &Self::CUSTOM }, &[])
            .call(
                <::retry_client::__private::ShapeOf<
                    Result<Job>,
                > as ::core::default::Default>::default()
                    .reply()
                    .required()
                    .decoder()
                    .until(is_ready),
            )
    }
    ///
    /// `POST /plain` — up to 3 attempts; waits 1.5ms, 3ms (at most 4.5ms). Over after 30s at the latest. Not repeated unless the server provably did not act: the request was never sent, was refused by HTTP/2, or was answered with 429.
    pub fn plain(&self) -> ::retry_client::__private::CallOf<Result<()>> {
        self.0
            .request(const { &Self::PLAIN }, &[])
            .call(
                <::retry_client::__private::ShapeOf<
                    Result<()>,
                > as ::core::default::Default>::default()
                    .reply()
                    .required()
                    .decoder(),
            )
    }
    ///
    /// `POST /narrow` — up to 3 attempts; waits 1.5ms, 3ms (at most 4.5ms), or as long as `Retry-After` asks, up to 5s. Over after 30s at the latest. Not repeated unless the server provably did not act: the request was never sent, was refused by HTTP/2, or was answered with 409.
    pub fn narrow(&self) -> ::retry_client::__private::CallOf<Result<()>> {
        self.0
            .request(const { &Self::NARROW }, &[])
            .call(
                <::retry_client::__private::ShapeOf<
                    Result<()>,
                > as ::core::default::Default>::default()
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
    fn off(
        &self,
    ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send {
        Self::off(self)
    }
    fn refined(
        &self,
    ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send {
        Self::refined(self)
    }
    fn exponential(
        &self,
    ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send {
        Self::exponential(self)
    }
    fn constant(
        &self,
    ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send {
        Self::constant(self)
    }
    fn list(
        &self,
    ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send {
        Self::list(self)
    }
    fn custom(
        &self,
    ) -> impl ::core::future::Future<Output = Result<Job>> + ::core::marker::Send {
        Self::custom(self)
    }
    fn plain(
        &self,
    ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send {
        Self::plain(self)
    }
    fn narrow(
        &self,
    ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send {
        Self::narrow(self)
    }
}
const _: ::retry_client::__private::Service = ::retry_client::__private::Service::new(
        "Api",
        &[],
    )
    .base_urls(&[US]);
