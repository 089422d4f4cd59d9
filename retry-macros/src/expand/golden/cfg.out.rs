#[allow(dead_code, async_fn_in_trait, unused_qualifications, clippy::too_many_arguments)]
#[cfg(feature = "api")]
trait Api {
    ///
    /// `GET /a` — one attempt.
    fn a(
        &self,
    ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send;
    #[cfg(unix)]
    #[deprecated]
    ///
    /// `GET /b` — one attempt.
    fn b(
        &self,
    ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send;
    #[cfg(not(unix))]
    ///
    /// `GET /b` — one attempt.
    fn b(
        &self,
    ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send;
    #[cfg(unix)]
    ///
    /// `GET /c/{id}` — one attempt.
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
/// | method | endpoint | attempts |
/// |---|---|---|
/// | [`a`](Self::a) | `GET /a` | one attempt |
/// | `b` | `GET /b` | one attempt |
/// | `b` | `GET /b` | one attempt |
/// | `c` | `GET /c/{id}` | one attempt |
#[cfg(feature = "api")]
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
struct ApiClient(::retry_client::__private::Client);
#[cfg(feature = "api")]
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
    const POLICY: ::retry_client::__private::Policy = ::retry_client::__private::Policy::off();
    const SERVICE: ::retry_client::__private::Service = ::retry_client::__private::Service::new(
        "Api",
        ApiClient::ENDPOINTS,
    );
    fn from_client(client: ::retry_client::__private::Client) -> Self {
        Self(client)
    }
}
#[cfg(feature = "api")]
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
    /// `GET /a`.
    const A: ::retry_client::__private::Endpoint = ::retry_client::__private::Endpoint::declare(
            "Api",
            "a",
            "GET",
            &["/a"],
        )
        .described("`GET /a` — one attempt.")
        .index(0)
        .repeat_when(::retry_client::__private::Repeat::Idempotent)
        .inherit(<Self as ::retry_client::__private::Declared>::POLICY);
    /// `GET /b`.
    #[cfg(unix)]
    const B: ::retry_client::__private::Endpoint = ::retry_client::__private::Endpoint::declare(
            "Api",
            "b",
            "GET",
            &["/b"],
        )
        .described("`GET /b` — one attempt.")
        .index(1)
        .repeat_when(::retry_client::__private::Repeat::Idempotent)
        .inherit(<Self as ::retry_client::__private::Declared>::POLICY);
    /// `GET /b`.
    #[cfg(not(unix))]
    const B: ::retry_client::__private::Endpoint = ::retry_client::__private::Endpoint::declare(
            "Api",
            "b",
            "GET",
            &["/b"],
        )
        .described("`GET /b` — one attempt.")
        .index(::retry_client::__private::count(&[(), #[cfg(unix)] ()]))
        .repeat_when(::retry_client::__private::Repeat::Idempotent)
        .inherit(<Self as ::retry_client::__private::Declared>::POLICY);
    /// `GET /c/{id}`.
    #[cfg(unix)]
    const C: ::retry_client::__private::Endpoint = ::retry_client::__private::Endpoint::declare(
            "Api",
            "c",
            "GET",
            &["/c/{id}"],
        )
        .described("`GET /c/{id}` — one attempt.")
        .index(
            ::retry_client::__private::count(
                &[(), #[cfg(unix)] (), #[cfg(not(unix))] ()],
            ),
        )
        .repeat_when(::retry_client::__private::Repeat::Idempotent)
        .inherit(<Self as ::retry_client::__private::Declared>::POLICY)
        .headers(
            &[
                ::retry_client::__private::StaticHeader::new(
                    "x",
                    || ::retry_client::__private::Constant(X).header(),
                ),
            ],
        );
    /// Every endpoint of [`Api`], in the order of declaration.
    const ENDPOINTS: &'static [&'static ::retry_client::__private::Endpoint] = &[
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
    fn new(
        base_url: impl ::retry_client::__private::IntoUrl,
    ) -> ::core::result::Result<Self, ::retry_client::__private::Error> {
        Self::with_base_url(base_url)
    }
    /// A client for the service at `base_url`, whatever base URL was declared.
    ///
    /// # Errors
    ///
    /// When `base_url` is not an absolute `http` or `https` URL, or the transport
    /// cannot be set up.
    fn with_base_url(
        base_url: impl ::retry_client::__private::IntoUrl,
    ) -> ::core::result::Result<Self, ::retry_client::__private::Error> {
        Self::builder().base_url(base_url).build()
    }
    /// Everything about a client that can be set before it is built.
    fn builder() -> ::retry_client::__private::ClientBuilder<Self> {
        ::retry_client::__private::ClientBuilder::new()
    }
    ///
    /// `GET /a` — one attempt.
    fn a(&self) -> ::retry_client::__private::CallOf<Result<()>> {
        self.0
            .request(const { &Self::A }, &[])
            .call(
                <::retry_client::__private::ShapeOf<
                    Result<()>,
                > as ::core::default::Default>::default()
                    .reply()
                    .required()
                    .decoder(),
            )
    }
    #[cfg(unix)]
    #[deprecated]
    ///
    /// `GET /b` — one attempt.
    fn b(&self) -> ::retry_client::__private::CallOf<Result<()>> {
        self.0
            .request(const { &Self::B }, &[])
            .call(
                <::retry_client::__private::ShapeOf<
                    Result<()>,
                > as ::core::default::Default>::default()
                    .reply()
                    .required()
                    .decoder(),
            )
    }
    #[cfg(not(unix))]
    ///
    /// `GET /b` — one attempt.
    fn b(&self) -> ::retry_client::__private::CallOf<Result<()>> {
        self.0
            .request(const { &Self::B }, &[])
            .call(
                <::retry_client::__private::ShapeOf<
                    Result<()>,
                > as ::core::default::Default>::default()
                    .reply()
                    .required()
                    .decoder(),
            )
    }
    #[cfg(unix)]
    ///
    /// `GET /c/{id}` — one attempt.
    fn c(
        &self,
        #[cfg(unix)]
        id: u8,
        #[cfg(not(unix))]
        id: u16,
        #[cfg(unix)]
        q: u8,
    ) -> ::retry_client::__private::CallOf<Result<()>> {
        let request = self
            .0
            .request(
                const { &Self::C },
                &[
                    #[cfg(unix)]
                    ("id", "id", ::retry_client::__private::segment(&id)),
                    #[cfg(not(unix))]
                    ("id", "id", ::retry_client::__private::segment(&id)),
                ],
            );
        #[cfg(unix)]
        let request = request
            .query(
                "q",
                "q",
                &::retry_client::__private::arg(&q).option().list().query(),
            );
        request
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
#[cfg(feature = "api")]
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
    fn a(
        &self,
    ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send {
        Self::a(self)
    }
    #[cfg(unix)]
    fn b(
        &self,
    ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send {
        Self::b(self)
    }
    #[cfg(not(unix))]
    fn b(
        &self,
    ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send {
        Self::b(self)
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
        Self::c(self, #[cfg(unix)] id, #[cfg(not(unix))] id, #[cfg(unix)] q)
    }
}
#[cfg(feature = "api")]
#[cfg(unix)]
const _: () = ::retry_client::__private::Constant(X).check();
