#[allow(clippy::all, clippy::pedantic)]
use ::elsewhere::__private as __Api;
#[allow(dead_code, async_fn_in_trait, unused_qualifications, clippy::too_many_arguments)]
pub(crate) trait Api: Send {
    ///
    /// `POST /files/{type}/{path*}`, then `/mirror/{type}/{path*}` — one attempt, at most 1m.
    fn every_role<'a>(
        &self,
        r#type: &'a str,
        tail: &str,
        page: Option<u32>,
        tags: &[&str],
        list: Vec<u64>,
        verbose: bool,
        filter: &Filter,
        trace: &str,
        token: &str,
        more: HeaderMap,
        body: &Body,
        key: Option<&str>,
    ) -> impl __Api::Future<Output = Result<Reply<()>>> + __Api::Send;
    ///
    /// `GET` of the URL that is given — one attempt, at most 1m.
    fn whole(
        &self,
        url: &str,
    ) -> impl __Api::Future<Output = Result<Bytes>> + __Api::Send;
    ///
    /// `PUT /form` — one attempt, at most 1m.
    fn form(&self, form: &Form) -> impl __Api::Future<Output = Result<()>> + __Api::Send;
    ///
    /// `PATCH /body` — one attempt, at most 1m.
    fn body(
        &self,
        text: String,
    ) -> impl __Api::Future<Output = Result<()>> + __Api::Send;
    ///
    /// `REPORT /parts` — one attempt, at most 1m.
    fn parts(
        &self,
        a: String,
        b: &B,
        c: &Path,
    ) -> impl __Api::Future<Output = Result<()>> + __Api::Send;
    async fn own(&self) -> u8 {
        1
    }
}
/// The client of [`Api`].
///
/// | method | endpoint | attempts |
/// |---|---|---|
/// | [`every_role`](Self::every_role) | `POST /files/{type}/{path*}`, then `/mirror/{type}/{path*}` | one attempt |
/// | [`whole`](Self::whole) | `GET` of the URL that is given | one attempt |
/// | [`form`](Self::form) | `PUT /form` | one attempt |
/// | [`body`](Self::body) | `PATCH /body` | one attempt |
/// | [`parts`](Self::parts) | `REPORT /parts` | one attempt |
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
pub(crate) struct ApiClient(__Api::Client);
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
    const POLICY: __Api::Policy = __Api::Policy::off()
        .timeout(__Api::Duration::from_secs(60));
    const SERVICE: __Api::Service = __Api::Service::new("Api", ApiClient::ENDPOINTS)
        .headers(
            &[
                __Api::StaticHeader::new(
                    "x-version",
                    || __Api::Constant(VERSION).header(),
                ),
            ],
        );
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
    /// `POST /files/{type}/{path*}`, then `/mirror/{type}/{path*}`.
    pub(crate) const EVERY_ROLE: __Api::Endpoint = __Api::Endpoint::declare(
            "Api",
            "every_role",
            "POST",
            &["/files/{type}/{path*}", "/mirror/{type}/{path*}"],
        )
        .described(
            "`POST /files/{type}/{path*}`, then `/mirror/{type}/{path*}` — one attempt, at most 1m.",
        )
        .index(0)
        .repeat_when(__Api::Repeat::Key("X-Key"))
        .inherit(<Self as __Api::Declared>::POLICY)
        .ok_on(__Api::StatusSet::NONE.and(__Api::Statuses(409).set()))
        .headers(&[__Api::StaticHeader::new("a", || __Api::Constant("b").header())]);
    /// `GET` of the URL that is given.
    pub(crate) const WHOLE: __Api::Endpoint = __Api::Endpoint::declare(
            "Api",
            "whole",
            "GET",
            &[],
        )
        .described("`GET` of the URL that is given — one attempt, at most 1m.")
        .index(1)
        .inherit(<Self as __Api::Declared>::POLICY);
    /// `PUT /form`.
    pub(crate) const FORM: __Api::Endpoint = __Api::Endpoint::declare(
            "Api",
            "form",
            "PUT",
            &["/form"],
        )
        .described("`PUT /form` — one attempt, at most 1m.")
        .index(2)
        .inherit(<Self as __Api::Declared>::POLICY);
    /// `PATCH /body`.
    pub(crate) const BODY: __Api::Endpoint = __Api::Endpoint::declare(
            "Api",
            "body",
            "PATCH",
            &["/body"],
        )
        .described("`PATCH /body` — one attempt, at most 1m.")
        .index(3)
        .repeat_when(
            __Api::Repeat::Unprocessed(
                __Api::StatusSet::NONE.and(__Api::Statuses(429).set()),
            ),
        )
        .inherit(<Self as __Api::Declared>::POLICY);
    /// `REPORT /parts`.
    pub(crate) const PARTS: __Api::Endpoint = __Api::Endpoint::declare(
            "Api",
            "parts",
            "REPORT",
            &["/parts"],
        )
        .described("`REPORT /parts` — one attempt, at most 1m.")
        .index(4)
        .repeat_when(
            __Api::Repeat::Unprocessed(
                __Api::StatusSet::NONE.and(__Api::Statuses(429).set()),
            ),
        )
        .inherit(<Self as __Api::Declared>::POLICY);
    /// Every endpoint of [`Api`], in the order of declaration.
    pub(crate) const ENDPOINTS: &'static [&'static __Api::Endpoint] = &[
        &Self::EVERY_ROLE,
        &Self::WHOLE,
        &Self::FORM,
        &Self::BODY,
        &Self::PARTS,
    ];
    /// A client for the service at `base_url`.
    ///
    /// # Errors
    ///
    /// When `base_url` is not an absolute `http` or `https` URL, or the transport
    /// cannot be set up.
    pub(crate) fn new(base_url: impl __Api::IntoUrl) -> __Api::Result<Self> {
        Self::with_base_url(base_url)
    }
    /// A client for the service at `base_url`, whatever base URL was declared.
    ///
    /// # Errors
    ///
    /// When `base_url` is not an absolute `http` or `https` URL, or the transport
    /// cannot be set up.
    pub(crate) fn with_base_url(base_url: impl __Api::IntoUrl) -> __Api::Result<Self> {
        Self::builder().base_url(base_url).build()
    }
    /// Everything about a client that can be set before it is built.
    pub(crate) fn builder() -> __Api::ClientBuilder<Self> {
        __Api::ClientBuilder::new()
    }
    ///
    /// `POST /files/{type}/{path*}`, then `/mirror/{type}/{path*}` — one attempt, at most 1m.
    pub(crate) fn every_role<'a>(
        &self,
        r#type: &'a str,
        tail: &str,
        page: Option<u32>,
        tags: &[&str],
        list: Vec<u64>,
        verbose: bool,
        filter: &Filter,
        trace: &str,
        token: &str,
        more: HeaderMap,
        body: &Body,
        key: Option<&str>,
    ) -> __Api::CallOf<Result<Reply<()>>> {
        self.0
            .request(
                const { &Self::EVERY_ROLE },
                &[
                    ("type", "type", __Api::segment(&r#type)),
                    ("path", "tail", __Api::segment(&tail)),
                ],
            )
            .query("page", "page", &__Api::arg(&page).option().list().query())
            .query("tags", "tag[]", &__Api::arg(&tags).option().list().query())
            .query_csv("list", "ids", &__Api::arg(&list).option().list().query())
            .query_flag("verbose", verbose)
            .query_flatten("filter", &filter)
            .header("trace", "x-trace", &__Api::arg(&trace).option().list().header())
            .secret_header(
                "token",
                "authorization",
                &__Api::arg(&token).option().list().header(),
            )
            .headers(&more)
            .json("body", &body)
            .idempotency_key("key", &__Api::arg(&key).option().header())
            .call(
                <__Api::ShapeOf<Result<Reply<()>>> as __Api::Default>::default()
                    .reply()
                    .required()
                    .decoder(),
            )
    }
    ///
    /// `GET` of the URL that is given — one attempt, at most 1m.
    pub(crate) fn whole(&self, url: &str) -> __Api::CallOf<Result<Bytes>> {
        self.0
            .request(const { &Self::WHOLE }, &[])
            .url("url", &url)
            .call(
                <__Api::ShapeOf<Result<Bytes>> as __Api::Default>::default()
                    .reply()
                    .required()
                    .decoder(),
            )
    }
    ///
    /// `PUT /form` — one attempt, at most 1m.
    pub(crate) fn form(&self, form: &Form) -> __Api::CallOf<Result<()>> {
        self.0
            .request(const { &Self::FORM }, &[])
            .form("form", &form)
            .call(
                <__Api::ShapeOf<Result<()>> as __Api::Default>::default()
                    .reply()
                    .required()
                    .decoder(),
            )
    }
    ///
    /// `PATCH /body` — one attempt, at most 1m.
    pub(crate) fn body(&self, text: String) -> __Api::CallOf<Result<()>> {
        self.0
            .request(const { &Self::BODY }, &[])
            .body_once("text/plain", text)
            .call(
                <__Api::ShapeOf<Result<()>> as __Api::Default>::default()
                    .reply()
                    .required()
                    .decoder(),
            )
    }
    ///
    /// `REPORT /parts` — one attempt, at most 1m.
    pub(crate) fn parts(&self, a: String, b: &B, c: &Path) -> __Api::CallOf<Result<()>> {
        self.0
            .request(const { &Self::PARTS }, &[])
            .part("a", a)
            .part_json("b", &b)
            .part_file("c", c)
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
    fn every_role<'a>(
        &self,
        r#type: &'a str,
        tail: &str,
        page: Option<u32>,
        tags: &[&str],
        list: Vec<u64>,
        verbose: bool,
        filter: &Filter,
        trace: &str,
        token: &str,
        more: HeaderMap,
        body: &Body,
        key: Option<&str>,
    ) -> impl __Api::Future<Output = Result<Reply<()>>> + __Api::Send {
        Self::every_role(
            self,
            r#type,
            tail,
            page,
            tags,
            list,
            verbose,
            filter,
            trace,
            token,
            more,
            body,
            key,
        )
    }
    fn whole(
        &self,
        url: &str,
    ) -> impl __Api::Future<Output = Result<Bytes>> + __Api::Send {
        Self::whole(self, url)
    }
    fn form(
        &self,
        form: &Form,
    ) -> impl __Api::Future<Output = Result<()>> + __Api::Send {
        Self::form(self, form)
    }
    fn body(
        &self,
        text: String,
    ) -> impl __Api::Future<Output = Result<()>> + __Api::Send {
        Self::body(self, text)
    }
    fn parts(
        &self,
        a: String,
        b: &B,
        c: &Path,
    ) -> impl __Api::Future<Output = Result<()>> + __Api::Send {
        Self::parts(self, a, b, c)
    }
}
const _: () = __Api::Constant(VERSION).check();
