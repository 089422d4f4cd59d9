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
#[allow(dead_code, unreachable_pub, unused_qualifications, clippy::pedantic)]
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
const _: () = {
    use ::retry_client::__private as __rt;
    #[automatically_derived]
    impl __rt::Declared for ApiClient {
        const POLICY: __rt::Policy = __rt::Policy::new(
                __rt::Strategy::linear()
                    .base(__rt::Duration::new(0, 1500000))
                    .max(__rt::Duration::from_secs(90)),
            )
            .errors(&[__rt::ErrorKind::Connect, OTHER])
            .ignore_retry_after()
            .timeout(__rt::Duration::from_secs(30))
            .attempt_timeout(LIMIT);
        const SERVICE: __rt::Service = __rt::Service::new("Api", ApiClient::ENDPOINTS)
            .base_urls(ApiClient::__BASE_URLS);
        fn from_client(client: __rt::Client) -> Self {
            Self(client)
        }
    }
    #[automatically_derived]
    impl ApiClient {
        const __BASE_URLS: &'static [&'static str] = &["https://eu.example.com", US];
        /// `GET /off`.
        pub const OFF: __rt::Endpoint = __rt::Endpoint::declare(
                "Api",
                "off",
                "GET",
                &["/off"],
            )
            .described("`GET /off` — one attempt, at most 30s.")
            .own(__rt::Policy::off())
            .inherit(<Self as __rt::Declared>::POLICY);
        /// `GET /refined`.
        pub const REFINED: __rt::Endpoint = __rt::Endpoint::declare(
                "Api",
                "refined",
                "GET",
                &["/refined"],
            )
            .described(
                "`GET /refined` — up to 3 attempts, after a connection failure, `OTHER`, any 5xx; waits 10ms, 20ms (at most 30ms). Over after 2m at the latest. May be repeated: GET is idempotent.",
            )
            .own(
                __rt::Policy::new(
                        __rt::Strategy::inherited().base(__rt::Duration::from_millis(10)),
                    )
                    .timeout(__rt::Duration::from_secs(120)),
            )
            .inherit(<Self as __rt::Declared>::POLICY);
        /// `GET /exponential`.
        pub const EXPONENTIAL: __rt::Endpoint = __rt::Endpoint::declare(
                "Api",
                "exponential",
                "GET",
                &["/exponential"],
            )
            .described(
                "`GET /exponential` — up to `N` attempts, after a connection failure, `OTHER`, any 5xx, `CODES`; waits 50ms to 100ms, 150ms to 300ms, 450ms to 900ms, 1.35s to 2.7s, …. Over after 30s at the latest. May be repeated: GET is idempotent.",
            )
            .own(
                __rt::Policy::new(
                        __rt::Strategy::exponential()
                            .factor(3.0)
                            .with_jitter(__rt::Jitter::Equal),
                    )
                    .attempts(N)
                    .statuses_set(__rt::Statuses(CODES).set()),
            )
            .inherit(<Self as __rt::Declared>::POLICY);
        /// `GET /constant`.
        pub const CONSTANT: __rt::Endpoint = __rt::Endpoint::declare(
                "Api",
                "constant",
                "GET",
                &["/constant"],
            )
            .described(
                "`GET /constant` — attempts without limit, after a failure of `KINDS`; waits 1s, 1s, 1s, 1s, …. Over after 30s at the latest. May be repeated: GET is idempotent.",
            )
            .own(
                __rt::Policy::new(__rt::Strategy::constant(__rt::Duration::from_secs(1)))
                    .unlimited()
                    .server_errors(false)
                    .errors(KINDS),
            )
            .inherit(<Self as __rt::Declared>::POLICY);
        /// `GET /list`.
        pub const LIST: __rt::Endpoint = __rt::Endpoint::declare(
                "Api",
                "list",
                "GET",
                &["/list"],
            )
            .described(
                "`GET /list` — up to 3 attempts, after a connection failure, `OTHER`, any 5xx, 408, 425 to 429, 500 to 501, `CODE`; waits 100ms, `CAP`. Over after 30s at the latest. May be repeated: GET is idempotent.",
            )
            .own(
                __rt::Policy::new(
                        __rt::Strategy::constant_list(
                            &[__rt::Duration::from_millis(100), CAP],
                        ),
                    )
                    .attempts(3)
                    .statuses_set(
                        __rt::StatusSet::of(&[408])
                            .and(__rt::StatusSet::range(425, 429))
                            .and(__rt::StatusSet::range(500, 501))
                            .and(__rt::Statuses(CODE).set()),
                    ),
            )
            .inherit(<Self as __rt::Declared>::POLICY);
        /// `GET /custom`.
        pub const CUSTOM: __rt::Endpoint = __rt::Endpoint::declare(
                "Api",
                "custom",
                "GET",
                &["/custom"],
            )
            .described(
                "`GET /custom` — up to 3 attempts, until `is_ready`, after a connection failure, `OTHER`, any 5xx, what `judge` says; waits as `crate::SLOWLY` says. Over after 30s at the latest. May be repeated: GET is idempotent.",
            )
            .own(
                __rt::Policy::new(__rt::Strategy::custom(&crate::SLOWLY))
                    .when(&__rt::judge(judge))
                    .before_attempt(&__rt::hook(refresh)),
            )
            .inherit(<Self as __rt::Declared>::POLICY);
        /// `POST /plain`.
        pub const PLAIN: __rt::Endpoint = __rt::Endpoint::declare(
                "Api",
                "plain",
                "POST",
                &["/plain"],
            )
            .described(
                "`POST /plain` — up to 3 attempts; waits 1.5ms, 3ms (at most 4.5ms). Over after 30s at the latest. Not repeated unless the server provably did not act: the request was never sent, was refused by HTTP/2, or was answered with 429.",
            )
            .repeat_when(__rt::Repeat::Unprocessed(__rt::StatusSet::of(&[429])))
            .inherit(<Self as __rt::Declared>::POLICY);
        /// `POST /narrow`.
        pub const NARROW: __rt::Endpoint = __rt::Endpoint::declare(
                "Api",
                "narrow",
                "POST",
                &["/narrow"],
            )
            .described(
                "`POST /narrow` — up to 3 attempts; waits 1.5ms, 3ms (at most 4.5ms), or as long as `Retry-After` asks, up to 5s. Over after 30s at the latest. Not repeated unless the server provably did not act: the request was never sent, was refused by HTTP/2, or was answered with 409.",
            )
            .repeat_when(__rt::Repeat::Unprocessed(__rt::StatusSet::of(&[409])))
            .own(
                __rt::Policy::refining()
                    .statuses_set(__rt::StatusSet::of(&[409]))
                    .retry_after(__rt::Duration::from_secs(5))
                    .unprocessed_only(),
            )
            .inherit(<Self as __rt::Declared>::POLICY);
        /// Every endpoint of [`Api`], in the order of declaration.
        pub const ENDPOINTS: &'static [&'static __rt::Endpoint] = &[
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
        pub fn new() -> __rt::Result<Self> {
            Self::builder().build()
        }
        /// A client for the service at `base_url`, whatever base URL was declared.
        ///
        /// # Errors
        ///
        /// When `base_url` is not an absolute `http` or `https` URL, or the transport
        /// cannot be set up.
        pub fn with_base_url(base_url: impl __rt::IntoUrl) -> __rt::Result<Self> {
            Self::builder().base_url(base_url).build()
        }
        /// Everything about a client that can be set before it is built.
        pub fn builder() -> __rt::ClientBuilder<Self> {
            __rt::ClientBuilder::new()
        }
        ///
        /// `GET /off` — one attempt, at most 30s.
        pub fn off(&self) -> __rt::Call<(), <Result<()> as __rt::Returns>::Error> {
            self.0
                .request(const { &Self::OFF.listed(Self::ENDPOINTS) }, &[])
                .call(
                    <__rt::ShapeOf<Result<()>> as __rt::Default>::default()
                        .reply()
                        .required()
                        .decoder(),
                )
        }
        ///
        /// `GET /refined` — up to 3 attempts, after a connection failure, `OTHER`, any 5xx; waits 10ms, 20ms (at most 30ms). Over after 2m at the latest. May be repeated: GET is idempotent.
        pub fn refined(&self) -> __rt::Call<(), <Result<()> as __rt::Returns>::Error> {
            self.0
                .request(const { &Self::REFINED.listed(Self::ENDPOINTS) }, &[])
                .call(
                    <__rt::ShapeOf<Result<()>> as __rt::Default>::default()
                        .reply()
                        .required()
                        .decoder(),
                )
        }
        ///
        /// `GET /exponential` — up to `N` attempts, after a connection failure, `OTHER`, any 5xx, `CODES`; waits 50ms to 100ms, 150ms to 300ms, 450ms to 900ms, 1.35s to 2.7s, …. Over after 30s at the latest. May be repeated: GET is idempotent.
        pub fn exponential(
            &self,
        ) -> __rt::Call<(), <Result<()> as __rt::Returns>::Error> {
            self.0
                .request(const { &Self::EXPONENTIAL.listed(Self::ENDPOINTS) }, &[])
                .call(
                    <__rt::ShapeOf<Result<()>> as __rt::Default>::default()
                        .reply()
                        .required()
                        .decoder(),
                )
        }
        ///
        /// `GET /constant` — attempts without limit, after a failure of `KINDS`; waits 1s, 1s, 1s, 1s, …. Over after 30s at the latest. May be repeated: GET is idempotent.
        pub fn constant(&self) -> __rt::Call<(), <Result<()> as __rt::Returns>::Error> {
            self.0
                .request(const { &Self::CONSTANT.listed(Self::ENDPOINTS) }, &[])
                .call(
                    <__rt::ShapeOf<Result<()>> as __rt::Default>::default()
                        .reply()
                        .required()
                        .decoder(),
                )
        }
        ///
        /// `GET /list` — up to 3 attempts, after a connection failure, `OTHER`, any 5xx, 408, 425 to 429, 500 to 501, `CODE`; waits 100ms, `CAP`. Over after 30s at the latest. May be repeated: GET is idempotent.
        pub fn list(&self) -> __rt::Call<(), <Result<()> as __rt::Returns>::Error> {
            self.0
                .request(const { &Self::LIST.listed(Self::ENDPOINTS) }, &[])
                .call(
                    <__rt::ShapeOf<Result<()>> as __rt::Default>::default()
                        .reply()
                        .required()
                        .decoder(),
                )
        }
        ///
        /// `GET /custom` — up to 3 attempts, until `is_ready`, after a connection failure, `OTHER`, any 5xx, what `judge` says; waits as `crate::SLOWLY` says. Over after 30s at the latest. May be repeated: GET is idempotent.
        pub fn custom(&self) -> __rt::Call<Job, <Result<Job> as __rt::Returns>::Error> {
            self.0
                .request(const { &Self::CUSTOM.listed(Self::ENDPOINTS) }, &[])
                .call(
                    <__rt::ShapeOf<Result<Job>> as __rt::Default>::default()
                        .reply()
                        .required()
                        .decoder()
                        .until(is_ready),
                )
        }
        ///
        /// `POST /plain` — up to 3 attempts; waits 1.5ms, 3ms (at most 4.5ms). Over after 30s at the latest. Not repeated unless the server provably did not act: the request was never sent, was refused by HTTP/2, or was answered with 429.
        pub fn plain(&self) -> __rt::Call<(), <Result<()> as __rt::Returns>::Error> {
            self.0
                .request(const { &Self::PLAIN.listed(Self::ENDPOINTS) }, &[])
                .call(
                    <__rt::ShapeOf<Result<()>> as __rt::Default>::default()
                        .reply()
                        .required()
                        .decoder(),
                )
        }
        ///
        /// `POST /narrow` — up to 3 attempts; waits 1.5ms, 3ms (at most 4.5ms), or as long as `Retry-After` asks, up to 5s. Over after 30s at the latest. Not repeated unless the server provably did not act: the request was never sent, was refused by HTTP/2, or was answered with 409.
        pub fn narrow(&self) -> __rt::Call<(), <Result<()> as __rt::Returns>::Error> {
            self.0
                .request(const { &Self::NARROW.listed(Self::ENDPOINTS) }, &[])
                .call(
                    <__rt::ShapeOf<Result<()>> as __rt::Default>::default()
                        .reply()
                        .required()
                        .decoder(),
                )
        }
    }
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
    const _: () = __rt::check_base_url(ApiClient::__BASE_URLS[1usize]);
};
