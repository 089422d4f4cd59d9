#[cfg(feature = "api")]
#[allow(clippy::all, clippy::pedantic)]
use ::retry_client::__private as __Api;
#[allow(dead_code, async_fn_in_trait, unused_qualifications, clippy::too_many_arguments)]
#[cfg(feature = "api")]
trait Api {
    ///
    /// `GET /a` — one attempt.
    fn a(&self) -> impl __Api::Future<Output = Result<()>> + __Api::Send;
    #[cfg(unix)]
    #[deprecated]
    ///
    /// `GET /b` — one attempt.
    fn b(&self) -> impl __Api::Future<Output = Result<()>> + __Api::Send;
    #[cfg(not(unix))]
    ///
    /// `GET /b` — one attempt.
    fn b(&self) -> impl __Api::Future<Output = Result<()>> + __Api::Send;
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
    ) -> impl __Api::Future<Output = Result<()>> + __Api::Send;
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
struct ApiClient(__Api::Client);
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
impl __Api::Declared for ApiClient {
    const POLICY: __Api::Policy = __Api::Policy::off();
    const SERVICE: __Api::Service = __Api::Service::new("Api", ApiClient::ENDPOINTS);
    fn from_client(client: __Api::Client) -> Self {
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
    const A: __Api::Endpoint = __Api::Endpoint::declare("Api", "a", "GET", &["/a"])
        .described("`GET /a` — one attempt.")
        .index(0)
        .inherit(<Self as __Api::Declared>::POLICY);
    /// `GET /b`.
    #[cfg(unix)]
    const B: __Api::Endpoint = __Api::Endpoint::declare("Api", "b", "GET", &["/b"])
        .described("`GET /b` — one attempt.")
        .index(1)
        .inherit(<Self as __Api::Declared>::POLICY);
    /// `GET /b`.
    #[cfg(not(unix))]
    const B: __Api::Endpoint = __Api::Endpoint::declare("Api", "b", "GET", &["/b"])
        .described("`GET /b` — one attempt.")
        .index(__Api::count(&[(), #[cfg(unix)] ()]))
        .inherit(<Self as __Api::Declared>::POLICY);
    /// `GET /c/{id}`.
    #[cfg(unix)]
    const C: __Api::Endpoint = __Api::Endpoint::declare("Api", "c", "GET", &["/c/{id}"])
        .described("`GET /c/{id}` — one attempt.")
        .index(__Api::count(&[(), #[cfg(unix)] (), #[cfg(not(unix))] ()]))
        .inherit(<Self as __Api::Declared>::POLICY)
        .headers(&[__Api::StaticHeader::new("x", || __Api::Constant(X).header())]);
    /// Every endpoint of [`Api`], in the order of declaration.
    const ENDPOINTS: &'static [&'static __Api::Endpoint] = &[
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
    fn new(base_url: impl __Api::IntoUrl) -> __Api::Result<Self> {
        Self::with_base_url(base_url)
    }
    /// A client for the service at `base_url`, whatever base URL was declared.
    ///
    /// # Errors
    ///
    /// When `base_url` is not an absolute `http` or `https` URL, or the transport
    /// cannot be set up.
    fn with_base_url(base_url: impl __Api::IntoUrl) -> __Api::Result<Self> {
        Self::builder().base_url(base_url).build()
    }
    /// Everything about a client that can be set before it is built.
    fn builder() -> __Api::ClientBuilder<Self> {
        __Api::ClientBuilder::new()
    }
    ///
    /// `GET /a` — one attempt.
    fn a(&self) -> __Api::CallOf<Result<()>> {
        self.0
            .request(const { &Self::A }, &[])
            .call(
                <__Api::ShapeOf<Result<()>> as __Api::Default>::default()
                    .reply()
                    .required()
                    .decoder(),
            )
    }
    #[cfg(unix)]
    #[deprecated]
    ///
    /// `GET /b` — one attempt.
    fn b(&self) -> __Api::CallOf<Result<()>> {
        self.0
            .request(const { &Self::B }, &[])
            .call(
                <__Api::ShapeOf<Result<()>> as __Api::Default>::default()
                    .reply()
                    .required()
                    .decoder(),
            )
    }
    #[cfg(not(unix))]
    ///
    /// `GET /b` — one attempt.
    fn b(&self) -> __Api::CallOf<Result<()>> {
        self.0
            .request(const { &Self::B }, &[])
            .call(
                <__Api::ShapeOf<Result<()>> as __Api::Default>::default()
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
    ) -> __Api::CallOf<Result<()>> {
        let request = self
            .0
            .request(
                const { &Self::C },
                &[
                    #[cfg(unix)]
                    ("id", "id", __Api::segment(&id)),
                    #[cfg(not(unix))]
                    ("id", "id", __Api::segment(&id)),
                ],
            );
        #[cfg(unix)]
        let request = request.query("q", "q", &__Api::arg(&q).option().list().query());
        request
            .call(
                <__Api::ShapeOf<Result<()>> as __Api::Default>::default()
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
    fn a(&self) -> impl __Api::Future<Output = Result<()>> + __Api::Send {
        Self::a(self)
    }
    #[cfg(unix)]
    fn b(&self) -> impl __Api::Future<Output = Result<()>> + __Api::Send {
        Self::b(self)
    }
    #[cfg(not(unix))]
    fn b(&self) -> impl __Api::Future<Output = Result<()>> + __Api::Send {
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
    ) -> impl __Api::Future<Output = Result<()>> + __Api::Send {
        Self::c(self, #[cfg(unix)] id, #[cfg(not(unix))] id, #[cfg(unix)] q)
    }
}
#[cfg(feature = "api")]
#[cfg(unix)]
const _: () = __Api::Constant(X).check();
