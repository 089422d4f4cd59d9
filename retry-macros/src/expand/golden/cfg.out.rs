#[allow(
    dead_code,
    async_fn_in_trait,
    private_bounds,
    unused_qualifications,
    clippy::manual_async_fn,
    clippy::too_many_arguments
)]
#[cfg(feature = "api")]
trait Api {
    /// `GET /a`, with the policy of [`ApiClient::a`].
    fn a(
        &self,
    ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send;
    #[cfg(unix)]
    #[deprecated]
    /// `GET /b`, with the policy of [`ApiClient::b`].
    fn b(
        &self,
    ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send;
    #[cfg(not(unix))]
    /// `GET /b`, with the policy of [`ApiClient::b`].
    fn b(
        &self,
    ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send;
    #[cfg(unix)]
    /// `GET /c/{id}`, with the policy of [`ApiClient::c`].
    fn c(
        &self,
        #[cfg(unix)]
        id: u8,
        #[cfg(not(unix))]
        id: u16,
        #[cfg(unix)]
        q: u8,
    ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send;
}
/// The client of [`Api`].
///
/// | method | endpoint | attempts | repeated |
/// |---|---|---|---|
/// | [`a`](Self::a) | `GET /a` | one attempt | no |
/// | `b` | `GET /b` | one attempt | no |
/// | `b` | `GET /b` | one attempt | no |
/// | `c` | `GET /c/{id}` | one attempt | no |
#[cfg(feature = "api")]
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
#[derive(::core::clone::Clone, ::core::fmt::Debug)]
struct ApiClient(::retry_client::__private::Client);
#[cfg(feature = "api")]
#[allow(
    dead_code,
    deprecated,
    non_snake_case,
    non_upper_case_globals,
    private_bounds,
    private_interfaces,
    unreachable_pub,
    unused_braces,
    unused_parens,
    unused_qualifications,
    clippy::all,
    clippy::pedantic
)]
const _: () = {
    use ::retry_client::__private as __rt;
    #[automatically_derived]
    impl __rt::Declared for ApiClient {
        const POLICY: __rt::Policy = __rt::Policy::off();
        const SERVICE: __rt::Service = __rt::Service::new("Api", ApiClient::ENDPOINTS);
        fn from_client(client: __rt::Client) -> Self {
            Self(client)
        }
    }
    const _: __rt::Policy = __rt::Policy::checked(<ApiClient as __rt::Declared>::POLICY);
    #[automatically_derived]
    impl ApiClient {
        /// `GET /a`, called by [`a`](Self::a).
        const A: __rt::Endpoint = {
            const __POLICIES: __rt::DeclaredPolicies = __rt::DeclaredPolicies::inherited(
                &<ApiClient as __rt::Declared>::POLICY,
            );
            __rt::Endpoint::declare("Api", "a", "GET", &["/a"])
                .described("`GET /a`: one attempt.")
                .policies(&__POLICIES)
        };
        /// `GET /b`, called by [`b`](Self::b).
        #[cfg(unix)]
        const B: __rt::Endpoint = {
            const __POLICIES: __rt::DeclaredPolicies = __rt::DeclaredPolicies::inherited(
                &<ApiClient as __rt::Declared>::POLICY,
            );
            __rt::Endpoint::declare("Api", "b", "GET", &["/b"])
                .described("`GET /b`: one attempt.")
                .policies(&__POLICIES)
        };
        /// `GET /b`, called by [`b`](Self::b).
        #[cfg(not(unix))]
        const B: __rt::Endpoint = {
            const __POLICIES: __rt::DeclaredPolicies = __rt::DeclaredPolicies::inherited(
                &<ApiClient as __rt::Declared>::POLICY,
            );
            __rt::Endpoint::declare("Api", "b", "GET", &["/b"])
                .described("`GET /b`: one attempt.")
                .policies(&__POLICIES)
        };
        /// `GET /c/{id}`, called by [`c`](Self::c).
        #[cfg(unix)]
        const C: __rt::Endpoint = {
            const __POLICIES: __rt::DeclaredPolicies = __rt::DeclaredPolicies::inherited(
                &<ApiClient as __rt::Declared>::POLICY,
            );
            __rt::Endpoint::declare("Api", "c", "GET", &["/c/{id}"])
                .described("`GET /c/{id}`: one attempt.")
                .policies(&__POLICIES)
                .headers(&[__rt::StaticHeader::new("x", || __rt::Constant(X).header())])
        };
        /// Every endpoint of [`Api`], in the order of declaration.
        const ENDPOINTS: &'static [&'static __rt::Endpoint] = &[
            &Self::A,
            #[cfg(unix)]
            &Self::B,
            #[cfg(not(unix))]
            &Self::B,
            #[cfg(unix)]
            &Self::C,
        ];
        /// A client for the service at `base_url`.
        ///
        /// # Errors
        ///
        /// When `base_url` is not an absolute `http` or `https` URL, or the transport
        /// cannot be set up.
        fn new(base_url: impl __rt::IntoUrl) -> __rt::Result<Self> {
            Self::with_base_url(base_url)
        }
        /// A client for the service at `base_url`, whatever base URL was declared.
        ///
        /// # Errors
        ///
        /// When `base_url` is not an absolute `http` or `https` URL, or the transport
        /// cannot be set up.
        fn with_base_url(base_url: impl __rt::IntoUrl) -> __rt::Result<Self> {
            Self::builder().base_url(base_url).build()
        }
        /// The guards that calls of this client and its clones share: budget, attempts in flight, pace and pause.
        #[must_use]
        fn guards(&self) -> __rt::Guards {
            self.0.guards()
        }
        /// Everything about a client that can be set before it is built.
        fn builder() -> __rt::ClientBuilder<Self> {
            __rt::ClientBuilder::new()
        }
        /// `GET /a`: **one attempt**.
        fn a(&self) -> __rt::Call<(), <Result<()> as __rt::Returns>::Error> {
            self.0
                .request(const { &Self::A.listed(Self::ENDPOINTS) }, &[])
                .call(
                    <__rt::ShapeOf<Result<()>> as __rt::Default>::default()
                        .reply()
                        .required()
                        .decoder(),
                )
        }
        #[cfg(unix)]
        #[deprecated]
        /// `GET /b`: **one attempt**.
        fn b(&self) -> __rt::Call<(), <Result<()> as __rt::Returns>::Error> {
            self.0
                .request(const { &Self::B.listed(Self::ENDPOINTS) }, &[])
                .call(
                    <__rt::ShapeOf<Result<()>> as __rt::Default>::default()
                        .reply()
                        .required()
                        .decoder(),
                )
        }
        #[cfg(not(unix))]
        /// `GET /b`: **one attempt**.
        fn b(&self) -> __rt::Call<(), <Result<()> as __rt::Returns>::Error> {
            self.0
                .request(const { &Self::B.listed(Self::ENDPOINTS) }, &[])
                .call(
                    <__rt::ShapeOf<Result<()>> as __rt::Default>::default()
                        .reply()
                        .required()
                        .decoder(),
                )
        }
        #[cfg(unix)]
        /// `GET /c/{id}`: **one attempt**.
        fn c(
            &self,
            #[cfg(unix)]
            id: u8,
            #[cfg(not(unix))]
            id: u16,
            #[cfg(unix)]
            q: u8,
        ) -> __rt::Call<(), <Result<()> as __rt::Returns>::Error> {
            let request = self
                .0
                .request(
                    const { &Self::C.listed(Self::ENDPOINTS) },
                    &[
                        #[cfg(unix)]
                        ("id", "id", &__rt::arg(&id).segment()),
                        #[cfg(not(unix))]
                        ("id", "id", &__rt::arg(&id).segment()),
                    ],
                );
            #[cfg(unix)]
            let request = request
                .query("q", "q", &__rt::arg(&q).option().list().query());
            request
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
        fn a(
            &self,
        ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send {
            __rt::future::<Result<()>>(Self::a(self))
        }
        #[cfg(unix)]
        fn b(
            &self,
        ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send {
            __rt::future::<Result<()>>(Self::b(self))
        }
        #[cfg(not(unix))]
        fn b(
            &self,
        ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send {
            __rt::future::<Result<()>>(Self::b(self))
        }
        #[cfg(unix)]
        fn c(
            &self,
            #[cfg(unix)]
            id: u8,
            #[cfg(not(unix))]
            id: u16,
            #[cfg(unix)]
            q: u8,
        ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send {
            __rt::future::<
                Result<()>,
            >(Self::c(self, #[cfg(unix)] id, #[cfg(not(unix))] id, #[cfg(unix)] q))
        }
    }
    #[automatically_derived]
    impl<__T> Api for &__T
    where
        __T: Api + ?::core::marker::Sized,
    {
        fn a(
            &self,
        ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send {
            <__T as Api>::a(*self)
        }
        #[cfg(unix)]
        fn b(
            &self,
        ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send {
            <__T as Api>::b(*self)
        }
        #[cfg(not(unix))]
        fn b(
            &self,
        ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send {
            <__T as Api>::b(*self)
        }
        #[cfg(unix)]
        fn c(
            &self,
            #[cfg(unix)]
            id: u8,
            #[cfg(not(unix))]
            id: u16,
            #[cfg(unix)]
            q: u8,
        ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send {
            <__T as Api>::c(*self, #[cfg(unix)] id, #[cfg(not(unix))] id, #[cfg(unix)] q)
        }
    }
    #[cfg(unix)]
    const _: () = __rt::Constant(X).check();
};
