#[allow(
    dead_code,
    async_fn_in_trait,
    private_bounds,
    unused_qualifications,
    clippy::manual_async_fn,
    clippy::too_many_arguments
)]
pub trait Api {
    /// `GET /off`, with the policy of [`ApiClient::off`].
    fn off(
        &self,
    ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send;
    /// `GET /refined`, with the policy of [`ApiClient::refined`].
    fn refined(
        &self,
    ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send;
    /// `GET /exponential`, with the policy of [`ApiClient::exponential`].
    fn exponential(
        &self,
    ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send;
    /// `GET /constant`, with the policy of [`ApiClient::constant`].
    fn constant(
        &self,
    ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send;
    /// `GET /list`, with the policy of [`ApiClient::list`].
    fn list(
        &self,
    ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send;
    /// `GET /custom`, with the policy of [`ApiClient::custom`].
    fn custom(
        &self,
    ) -> impl ::core::future::Future<Output = Result<Job>> + ::core::marker::Send;
    /// `POST /plain`, with the policy of [`ApiClient::plain`].
    fn plain(
        &self,
    ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send;
    /// `POST /narrow`, with the policy of [`ApiClient::narrow`].
    fn narrow(
        &self,
    ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send;
}
/// The client of [`Api`].
///
/// | method | endpoint | attempts | repeated |
/// |---|---|---|---|
/// | [`off`](Self::off) | `GET /off` | one attempt | no |
/// | [`refined`](Self::refined) | `GET /refined` | up to 3 attempts | yes: GET is idempotent |
/// | [`exponential`](Self::exponential) | `GET /exponential` | up to `N` attempts | yes: GET is idempotent |
/// | [`constant`](Self::constant) | `GET /constant` | attempts without limit | yes: GET is idempotent |
/// | [`list`](Self::list) | `GET /list` | up to 3 attempts | yes: GET is idempotent |
/// | [`custom`](Self::custom) | `GET /custom` | up to 3 attempts | yes: GET is idempotent |
/// | [`plain`](Self::plain) | `POST /plain` | up to 3 attempts | only if the server provably did not act |
/// | [`narrow`](Self::narrow) | `POST /narrow` | up to 3 attempts | only if the server provably did not act |
#[allow(
    dead_code,
    non_snake_case,
    private_bounds,
    private_interfaces,
    unreachable_pub,
    unused_qualifications,
    clippy::pedantic,
    clippy::too_many_arguments
)]
pub struct ApiClient(::retry_client::__private::Client);
#[allow(
    dead_code,
    deprecated,
    non_snake_case,
    non_upper_case_globals,
    private_bounds,
    private_interfaces,
    unreachable_pub,
    unused_braces,
    unused_imports,
    unused_parens,
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
            use __rt::{Constructs as _, ConstructsNothing as _, Foreign as _, Own as _};
            let parts = (&__rt::Constructor(ApiClient)).__parts(|this| &this.0);
            let parts = __rt::PartsOf::<_, Self>::new(parts);
            (&parts).__wrap(client)
        }
        fn as_client(&self) -> &__rt::Client {
            use __rt::{Constructs as _, ConstructsNothing as _, Foreign as _, Own as _};
            let parts = (&__rt::Constructor(ApiClient)).__parts(|this| &this.0);
            let parts = __rt::PartsOf::<_, Self>::new(parts);
            (&parts).__open(self)
        }
    }
    #[automatically_derived]
    impl ::core::clone::Clone for ApiClient {
        fn clone(&self) -> Self {
            __rt::Declared::from_client(__rt::Declared::as_client(self).clone())
        }
    }
    #[automatically_derived]
    impl ::core::fmt::Debug for ApiClient {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            f.debug_tuple("ApiClient").field(__rt::Declared::as_client(self)).finish()
        }
    }
    const _: __rt::Policy = __rt::checked(<ApiClient as __rt::Declared>::POLICY);
    #[automatically_derived]
    impl ApiClient {
        const __BASE_URLS: &'static [&'static str] = &["https://eu.example.com", US];
        /// `GET /off`, called by [`off`](Self::off).
        pub const OFF: __rt::Endpoint = {
            const __POLICIES: __rt::DeclaredPolicies = __rt::DeclaredPolicies::new(
                __rt::Policy::off(),
                &<ApiClient as __rt::Declared>::POLICY,
            );
            __rt::EndpointDeclaration {
                service: "Api",
                name: "off",
                verb: "GET",
                paths: &["/off"],
                description: "`GET /off`: one attempt, at most 30s.",
                policies: &__POLICIES,
                ..__rt::EndpointDeclaration::NEW
            }
                .endpoint()
        };
        /// `GET /refined`, called by [`refined`](Self::refined).
        pub const REFINED: __rt::Endpoint = {
            const __POLICIES: __rt::DeclaredPolicies = __rt::DeclaredPolicies::new(
                __rt::Policy::new(
                        __rt::INHERITED_STRATEGY.base(__rt::Duration::from_millis(10)),
                    )
                    .timeout(__rt::Duration::from_secs(120)),
                &<ApiClient as __rt::Declared>::POLICY,
            );
            __rt::EndpointDeclaration {
                service: "Api",
                name: "refined",
                verb: "GET",
                paths: &["/refined"],
                description: "`GET /refined`: up to 3 attempts, retried after a connection failure, `OTHER`, or any 5xx. Waits 10ms, then 20ms (at most 30ms). Worst case: 2m. Safe to repeat: GET is idempotent.",
                policies: &__POLICIES,
                ..__rt::EndpointDeclaration::NEW
            }
                .endpoint()
        };
        /// `GET /exponential`, called by [`exponential`](Self::exponential).
        pub const EXPONENTIAL: __rt::Endpoint = {
            const __POLICIES: __rt::DeclaredPolicies = __rt::DeclaredPolicies::new(
                __rt::DeclaredPolicy {
                    policy: __rt::Policy::new(
                            __rt::Strategy::exponential()
                                .factor(3.0)
                                .with_jitter(__rt::Jitter::Equal),
                        )
                        .attempts(N),
                    statuses: __rt::Some(
                        __rt::retried_statuses(__rt::Statuses(CODES).set()),
                    ),
                    ..__rt::DeclaredPolicy::NEW
                }
                    .policy(),
                &<ApiClient as __rt::Declared>::POLICY,
            );
            __rt::EndpointDeclaration {
                service: "Api",
                name: "exponential",
                verb: "GET",
                paths: &["/exponential"],
                description: "`GET /exponential`: up to `N` attempts, retried after a connection failure, `OTHER`, any 5xx, or `CODES`. Waits 50ms to 100ms, 150ms to 300ms, 450ms to 900ms, 1.35s to 2.7s, …. Worst case: 30s. Safe to repeat: GET is idempotent.",
                policies: &__POLICIES,
                ..__rt::EndpointDeclaration::NEW
            }
                .endpoint()
        };
        /// `GET /constant`, called by [`constant`](Self::constant).
        pub const CONSTANT: __rt::Endpoint = {
            const __POLICIES: __rt::DeclaredPolicies = __rt::DeclaredPolicies::new(
                __rt::Policy::new(__rt::Strategy::constant(__rt::Duration::from_secs(1)))
                    .unlimited()
                    .server_errors(false)
                    .errors(KINDS),
                &<ApiClient as __rt::Declared>::POLICY,
            );
            __rt::EndpointDeclaration {
                service: "Api",
                name: "constant",
                verb: "GET",
                paths: &["/constant"],
                description: "`GET /constant`: attempts without limit, retried after a failure of `KINDS`. Waits 1s, 1s, 1s, 1s, …. Worst case: 30s. Safe to repeat: GET is idempotent.",
                policies: &__POLICIES,
                ..__rt::EndpointDeclaration::NEW
            }
                .endpoint()
        };
        /// `GET /list`, called by [`list`](Self::list).
        pub const LIST: __rt::Endpoint = {
            const __POLICIES: __rt::DeclaredPolicies = __rt::DeclaredPolicies::new(
                __rt::DeclaredPolicy {
                    policy: __rt::Policy::new(
                            __rt::constant_list(&[__rt::Duration::from_millis(100), CAP]),
                        )
                        .attempts(3),
                    statuses: __rt::Some(
                        __rt::retried_statuses(
                            __rt::StatusSet::of(&[408])
                                .and(__rt::StatusSet::range(425, 429))
                                .and(__rt::StatusSet::range(500, 501))
                                .and(__rt::Statuses(CODE).set()),
                        ),
                    ),
                    ..__rt::DeclaredPolicy::NEW
                }
                    .policy(),
                &<ApiClient as __rt::Declared>::POLICY,
            );
            __rt::EndpointDeclaration {
                service: "Api",
                name: "list",
                verb: "GET",
                paths: &["/list"],
                description: "`GET /list`: up to 3 attempts, retried after a connection failure, `OTHER`, any 5xx, 408, 425 to 429, 500 to 501, or `CODE`. Waits 100ms, then `CAP`. Worst case: 30s. Safe to repeat: GET is idempotent.",
                policies: &__POLICIES,
                ..__rt::EndpointDeclaration::NEW
            }
                .endpoint()
        };
        /// `GET /custom`, called by [`custom`](Self::custom).
        pub const CUSTOM: __rt::Endpoint = {
            const __POLICIES: __rt::DeclaredPolicies = __rt::DeclaredPolicies::new(
                __rt::DeclaredPolicy {
                    policy: __rt::Policy::new(__rt::Strategy::custom(&crate::SLOWLY))
                        .when(&__rt::hook(judge)),
                    before_attempt: __rt::Some(&__rt::hook(refresh)),
                    ..__rt::DeclaredPolicy::NEW
                }
                    .policy(),
                &<ApiClient as __rt::Declared>::POLICY,
            );
            __rt::EndpointDeclaration {
                service: "Api",
                name: "custom",
                verb: "GET",
                paths: &["/custom"],
                description: "`GET /custom`: up to 3 attempts, until `is_ready`, retried after a connection failure, `OTHER`, any 5xx, or whatever `judge` says. Waits as `crate::SLOWLY` says. Worst case: 30s. Safe to repeat: GET is idempotent.",
                policies: &__POLICIES,
                ..__rt::EndpointDeclaration::NEW
            }
                .endpoint()
        };
        /// `POST /plain`, called by [`plain`](Self::plain).
        pub const PLAIN: __rt::Endpoint = {
            const __POLICIES: __rt::DeclaredPolicies = __rt::DeclaredPolicies::inherited(
                &<ApiClient as __rt::Declared>::POLICY,
            );
            __rt::EndpointDeclaration {
                service: "Api",
                name: "plain",
                verb: "POST",
                paths: &["/plain"],
                description: "`POST /plain`: up to 3 attempts, retried only after proof that the server did not act (the request was never sent, HTTP/2 refused it, or the response was 429). Waits 1.5ms, then 3ms (at most 4.5ms). Worst case: 30s.",
                repeat: __rt::Repeat::Unprocessed(__rt::StatusSet::of(&[429])),
                policies: &__POLICIES,
                ..__rt::EndpointDeclaration::NEW
            }
                .endpoint()
        };
        /// `POST /narrow`, called by [`narrow`](Self::narrow).
        pub const NARROW: __rt::Endpoint = {
            const __POLICIES: __rt::DeclaredPolicies = __rt::DeclaredPolicies::new(
                __rt::REFINING
                    .statuses(&[409])
                    .retry_after(__rt::Duration::from_secs(5))
                    .unprocessed_only(),
                &<ApiClient as __rt::Declared>::POLICY,
            );
            __rt::EndpointDeclaration {
                service: "Api",
                name: "narrow",
                verb: "POST",
                paths: &["/narrow"],
                description: "`POST /narrow`: up to 3 attempts, retried only after proof that the server did not act (the request was never sent, HTTP/2 refused it, or the response was 409). Waits 1.5ms, then 3ms (at most 4.5ms), or as long as `Retry-After` asks, up to 5s. Worst case: 30s.",
                repeat: __rt::Repeat::Unprocessed(__rt::StatusSet::of(&[409])),
                policies: &__POLICIES,
                ..__rt::EndpointDeclaration::NEW
            }
                .endpoint()
        };
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
        /// If the HTTP client cannot be set up.
        pub fn new() -> __rt::Result<Self> {
            Self::builder().build()
        }
        /// A client for the service at `base_url`, in place of any declared base URL.
        ///
        /// # Errors
        ///
        /// If `base_url` is not an absolute `http` or `https` URL, or the HTTP client
        /// cannot be set up.
        pub fn with_base_url(base_url: impl __rt::IntoUrl) -> __rt::Result<Self> {
            Self::builder().base_url(base_url).build()
        }
        /// The guards that the calls of this client and its clones share.
        #[must_use]
        pub fn guards(&self) -> __rt::Guards {
            __rt::Declared::as_client(self).guards()
        }
        /// A builder, for everything that is set before a client is built.
        pub fn builder() -> __rt::ClientBuilder<Self> {
            __rt::ClientBuilder::new()
        }
        /// `GET /off`: **one attempt**, at most 30s.
        pub fn off(&self) -> __rt::Call<(), <Result<()> as __rt::Returns>::Error> {
            __rt::Declared::as_client(self)
                .request(const { &__rt::listed(Self::OFF, Self::ENDPOINTS) }, &[])
                .call(
                    <__rt::ReturnTypeOf<Result<()>> as __rt::Default>::default()
                        .reply()
                        .required()
                        .decoder(),
                )
        }
        /// `GET /refined`: **up to 3 attempts**, retried **after** a connection failure, `OTHER`, or any 5xx. **Waits** 10ms, then 20ms (at most 30ms). **Worst case**: 2m. **Safe to repeat**: GET is idempotent.
        pub fn refined(&self) -> __rt::Call<(), <Result<()> as __rt::Returns>::Error> {
            __rt::Declared::as_client(self)
                .request(const { &__rt::listed(Self::REFINED, Self::ENDPOINTS) }, &[])
                .call(
                    <__rt::ReturnTypeOf<Result<()>> as __rt::Default>::default()
                        .reply()
                        .required()
                        .decoder(),
                )
        }
        /// `GET /exponential`: **up to `N` attempts**, retried **after** a connection failure, `OTHER`, any 5xx, or `CODES`. **Waits** 50ms to 100ms, 150ms to 300ms, 450ms to 900ms, 1.35s to 2.7s, …. **Worst case**: 30s. **Safe to repeat**: GET is idempotent.
        pub fn exponential(
            &self,
        ) -> __rt::Call<(), <Result<()> as __rt::Returns>::Error> {
            __rt::Declared::as_client(self)
                .request(
                    const { &__rt::listed(Self::EXPONENTIAL, Self::ENDPOINTS) },
                    &[],
                )
                .call(
                    <__rt::ReturnTypeOf<Result<()>> as __rt::Default>::default()
                        .reply()
                        .required()
                        .decoder(),
                )
        }
        /// `GET /constant`: **attempts without limit**, retried **after** a failure of `KINDS`. **Waits** 1s, 1s, 1s, 1s, …. **Worst case**: 30s. **Safe to repeat**: GET is idempotent.
        pub fn constant(&self) -> __rt::Call<(), <Result<()> as __rt::Returns>::Error> {
            __rt::Declared::as_client(self)
                .request(const { &__rt::listed(Self::CONSTANT, Self::ENDPOINTS) }, &[])
                .call(
                    <__rt::ReturnTypeOf<Result<()>> as __rt::Default>::default()
                        .reply()
                        .required()
                        .decoder(),
                )
        }
        /// `GET /list`: **up to 3 attempts**, retried **after** a connection failure, `OTHER`, any 5xx, 408, 425 to 429, 500 to 501, or `CODE`. **Waits** 100ms, then `CAP`. **Worst case**: 30s. **Safe to repeat**: GET is idempotent.
        pub fn list(&self) -> __rt::Call<(), <Result<()> as __rt::Returns>::Error> {
            __rt::Declared::as_client(self)
                .request(const { &__rt::listed(Self::LIST, Self::ENDPOINTS) }, &[])
                .call(
                    <__rt::ReturnTypeOf<Result<()>> as __rt::Default>::default()
                        .reply()
                        .required()
                        .decoder(),
                )
        }
        /// `GET /custom`: **up to 3 attempts**, until `is_ready`, retried **after** a connection failure, `OTHER`, any 5xx, or whatever `judge` says. **Waits** as `crate::SLOWLY` says. **Worst case**: 30s. **Safe to repeat**: GET is idempotent.
        pub fn custom(&self) -> __rt::Call<Job, <Result<Job> as __rt::Returns>::Error> {
            __rt::Declared::as_client(self)
                .request(const { &__rt::listed(Self::CUSTOM, Self::ENDPOINTS) }, &[])
                .call(
                    <__rt::ReturnTypeOf<Result<Job>> as __rt::Default>::default()
                        .reply()
                        .required()
                        .decoder()
                        .until(is_ready),
                )
        }
        /// `POST /plain`: **up to 3 attempts**, retried **only after** proof that the server did not act (the request was never sent, HTTP/2 refused it, or the response was 429). **Waits** 1.5ms, then 3ms (at most 4.5ms). **Worst case**: 30s.
        pub fn plain(&self) -> __rt::Call<(), <Result<()> as __rt::Returns>::Error> {
            __rt::Declared::as_client(self)
                .request(const { &__rt::listed(Self::PLAIN, Self::ENDPOINTS) }, &[])
                .call(
                    <__rt::ReturnTypeOf<Result<()>> as __rt::Default>::default()
                        .reply()
                        .required()
                        .decoder(),
                )
        }
        /// `POST /narrow`: **up to 3 attempts**, retried **only after** proof that the server did not act (the request was never sent, HTTP/2 refused it, or the response was 409). **Waits** 1.5ms, then 3ms (at most 4.5ms), or as long as `Retry-After` asks, up to 5s. **Worst case**: 30s.
        pub fn narrow(&self) -> __rt::Call<(), <Result<()> as __rt::Returns>::Error> {
            __rt::Declared::as_client(self)
                .request(const { &__rt::listed(Self::NARROW, Self::ENDPOINTS) }, &[])
                .call(
                    <__rt::ReturnTypeOf<Result<()>> as __rt::Default>::default()
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
            __rt::future::<Result<()>>(Self::off(self))
        }
        fn refined(
            &self,
        ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send {
            __rt::future::<Result<()>>(Self::refined(self))
        }
        fn exponential(
            &self,
        ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send {
            __rt::future::<Result<()>>(Self::exponential(self))
        }
        fn constant(
            &self,
        ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send {
            __rt::future::<Result<()>>(Self::constant(self))
        }
        fn list(
            &self,
        ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send {
            __rt::future::<Result<()>>(Self::list(self))
        }
        fn custom(
            &self,
        ) -> impl ::core::future::Future<Output = Result<Job>> + ::core::marker::Send {
            __rt::future::<Result<Job>>(Self::custom(self))
        }
        fn plain(
            &self,
        ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send {
            __rt::future::<Result<()>>(Self::plain(self))
        }
        fn narrow(
            &self,
        ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send {
            __rt::future::<Result<()>>(Self::narrow(self))
        }
    }
    #[automatically_derived]
    impl<__T> Api for &__T
    where
        __T: Api + ?::core::marker::Sized,
    {
        fn off(
            &self,
        ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send {
            <__T as Api>::off(*self)
        }
        fn refined(
            &self,
        ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send {
            <__T as Api>::refined(*self)
        }
        fn exponential(
            &self,
        ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send {
            <__T as Api>::exponential(*self)
        }
        fn constant(
            &self,
        ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send {
            <__T as Api>::constant(*self)
        }
        fn list(
            &self,
        ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send {
            <__T as Api>::list(*self)
        }
        fn custom(
            &self,
        ) -> impl ::core::future::Future<Output = Result<Job>> + ::core::marker::Send {
            <__T as Api>::custom(*self)
        }
        fn plain(
            &self,
        ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send {
            <__T as Api>::plain(*self)
        }
        fn narrow(
            &self,
        ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send {
            <__T as Api>::narrow(*self)
        }
    }
    const _: () = __rt::check_base_url(ApiClient::__BASE_URLS[1usize]);
};
