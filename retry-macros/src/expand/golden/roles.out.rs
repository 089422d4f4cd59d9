#[allow(
    dead_code,
    async_fn_in_trait,
    private_bounds,
    unused_qualifications,
    clippy::manual_async_fn,
    clippy::too_many_arguments
)]
pub(crate) trait Api: Send {
    /// `POST /files/{type}/{path*}`, then `/mirror/{type}/{path*}`, with the policy of [`ApiClient::every_role`].
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
    ) -> impl ::core::future::Future<Output = Result<Reply<()>>> + ::core::marker::Send;
    /// `GET` of the URL that is given, with the policy of [`ApiClient::whole`].
    fn whole(
        &self,
        url: &str,
    ) -> impl ::core::future::Future<Output = Result<Bytes>> + ::core::marker::Send;
    /// `PUT /form`, with the policy of [`ApiClient::form`].
    fn form(
        &self,
        form: &Form,
    ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send;
    /// `PATCH /body`, with the policy of [`ApiClient::body`].
    fn body(
        &self,
        text: String,
    ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send;
    /// `REPORT /parts`, with the policy of [`ApiClient::parts`].
    fn parts(
        &self,
        a: String,
        b: &B,
        c: &Path,
    ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send;
    async fn own(&self) -> u8 {
        1
    }
}
/// The client of [`Api`].
///
/// | method | endpoint | attempts | repeated |
/// |---|---|---|---|
/// | [`every_role`](Self::every_role) | `POST /files/{type}/{path*}`, then `/mirror/{type}/{path*}` | one attempt | no |
/// | [`whole`](Self::whole) | `GET` of the URL that is given | one attempt | no |
/// | [`form`](Self::form) | `PUT /form` | one attempt | no |
/// | [`body`](Self::body) | `PATCH /body` | one attempt | no |
/// | [`parts`](Self::parts) | `REPORT /parts` | one attempt | no |
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
pub(crate) struct ApiClient(::elsewhere::__private::Client);
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
    #[automatically_derived]
    impl ::elsewhere::__private::Declared for ApiClient {
        const POLICY: ::elsewhere::__private::Policy = ::elsewhere::__private::Policy::off()
            .timeout(::elsewhere::__private::Duration::from_secs(60));
        const SERVICE: ::elsewhere::__private::Service = ::elsewhere::__private::Service::new(
                "Api",
                ApiClient::ENDPOINTS,
            )
            .headers(
                &[
                    ::elsewhere::__private::StaticHeader::new(
                        "x-version",
                        || ::elsewhere::__private::Constant(VERSION).header(),
                    ),
                ],
            );
        fn from_client(client: ::elsewhere::__private::Client) -> Self {
            use ::elsewhere::__private::{
                Constructs as _, ConstructsNothing as _, Foreign as _, Own as _,
            };
            let parts = (&::elsewhere::__private::Constructor(ApiClient))
                .__parts(|this| &this.0);
            let parts = ::elsewhere::__private::PartsOf::<_, Self>::new(parts);
            (&parts).__wrap(client)
        }
        fn as_client(&self) -> &::elsewhere::__private::Client {
            use ::elsewhere::__private::{
                Constructs as _, ConstructsNothing as _, Foreign as _, Own as _,
            };
            let parts = (&::elsewhere::__private::Constructor(ApiClient))
                .__parts(|this| &this.0);
            let parts = ::elsewhere::__private::PartsOf::<_, Self>::new(parts);
            (&parts).__open(self)
        }
    }
    #[automatically_derived]
    impl ::core::clone::Clone for ApiClient {
        fn clone(&self) -> Self {
            ::elsewhere::__private::Declared::from_client(
                ::elsewhere::__private::Declared::as_client(self).clone(),
            )
        }
    }
    #[automatically_derived]
    impl ::core::fmt::Debug for ApiClient {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            f.debug_tuple("ApiClient")
                .field(::elsewhere::__private::Declared::as_client(self))
                .finish()
        }
    }
    const _: ::elsewhere::__private::Policy = ::elsewhere::__private::checked(
        <ApiClient as ::elsewhere::__private::Declared>::POLICY,
    );
    #[automatically_derived]
    impl ApiClient {
        /// `POST /files/{type}/{path*}`, then `/mirror/{type}/{path*}`, called by [`every_role`](Self::every_role).
        pub(crate) const EVERY_ROLE: ::elsewhere::__private::Endpoint = {
            const __POLICIES: ::elsewhere::__private::DeclaredPolicies = ::elsewhere::__private::DeclaredPolicies::inherited(
                &<ApiClient as ::elsewhere::__private::Declared>::POLICY,
            );
            ::elsewhere::__private::EndpointDeclaration {
                service: "Api",
                name: "every_role",
                verb: "POST",
                paths: &["/files/{type}/{path*}", "/mirror/{type}/{path*}"],
                description: "`POST /files/{type}/{path*}`, then `/mirror/{type}/{path*}`: one attempt, at most 1m.",
                repeat: ::elsewhere::__private::Repeat::Key("X-Key"),
                policies: &__POLICIES,
                ok_on: ::elsewhere::__private::StatusSet::of(&[409]),
                headers: &[::elsewhere::__private::StaticHeader::literal("a", "b")],
                ..::elsewhere::__private::EndpointDeclaration::NEW
            }
                .endpoint()
        };
        /// `GET` of the URL that is given, called by [`whole`](Self::whole).
        pub(crate) const WHOLE: ::elsewhere::__private::Endpoint = {
            const __POLICIES: ::elsewhere::__private::DeclaredPolicies = ::elsewhere::__private::DeclaredPolicies::inherited(
                &<ApiClient as ::elsewhere::__private::Declared>::POLICY,
            );
            ::elsewhere::__private::EndpointDeclaration {
                service: "Api",
                name: "whole",
                verb: "GET",
                paths: &[],
                description: "`GET` of the URL that is given: one attempt, at most 1m.",
                policies: &__POLICIES,
                ..::elsewhere::__private::EndpointDeclaration::NEW
            }
                .endpoint()
        };
        /// `PUT /form`, called by [`form`](Self::form).
        pub(crate) const FORM: ::elsewhere::__private::Endpoint = {
            const __POLICIES: ::elsewhere::__private::DeclaredPolicies = ::elsewhere::__private::DeclaredPolicies::inherited(
                &<ApiClient as ::elsewhere::__private::Declared>::POLICY,
            );
            ::elsewhere::__private::EndpointDeclaration {
                service: "Api",
                name: "form",
                verb: "PUT",
                paths: &["/form"],
                description: "`PUT /form`: one attempt, at most 1m. Sent without the credentials of the client.",
                policies: &__POLICIES,
                leaves_credentials_out: true,
                ..::elsewhere::__private::EndpointDeclaration::NEW
            }
                .endpoint()
        };
        /// `PATCH /body`, called by [`body`](Self::body).
        pub(crate) const BODY: ::elsewhere::__private::Endpoint = {
            const __POLICIES: ::elsewhere::__private::DeclaredPolicies = ::elsewhere::__private::DeclaredPolicies::inherited(
                &<ApiClient as ::elsewhere::__private::Declared>::POLICY,
            );
            ::elsewhere::__private::EndpointDeclaration {
                service: "Api",
                name: "body",
                verb: "PATCH",
                paths: &["/body"],
                description: "`PATCH /body`: one attempt, at most 1m.",
                repeat: ::elsewhere::__private::Repeat::Unprocessed(
                    ::elsewhere::__private::StatusSet::of(&[429]),
                ),
                policies: &__POLICIES,
                ..::elsewhere::__private::EndpointDeclaration::NEW
            }
                .endpoint()
        };
        /// `REPORT /parts`, called by [`parts`](Self::parts).
        pub(crate) const PARTS: ::elsewhere::__private::Endpoint = {
            const __POLICIES: ::elsewhere::__private::DeclaredPolicies = ::elsewhere::__private::DeclaredPolicies::inherited(
                &<ApiClient as ::elsewhere::__private::Declared>::POLICY,
            );
            ::elsewhere::__private::EndpointDeclaration {
                service: "Api",
                name: "parts",
                verb: "REPORT",
                paths: &["/parts"],
                description: "`REPORT /parts`: one attempt, at most 1m.",
                repeat: ::elsewhere::__private::Repeat::Unprocessed(
                    ::elsewhere::__private::StatusSet::of(&[429]),
                ),
                policies: &__POLICIES,
                ..::elsewhere::__private::EndpointDeclaration::NEW
            }
                .endpoint()
        };
        /// Every endpoint of [`Api`], in the order of declaration.
        pub(crate) const ENDPOINTS: &'static [&'static ::elsewhere::__private::Endpoint] = &[
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
        /// If `base_url` is not an absolute `http` or `https` URL, or the HTTP client
        /// cannot be set up.
        pub(crate) fn new(
            base_url: impl ::elsewhere::__private::IntoUrl,
        ) -> ::elsewhere::__private::Result<Self> {
            Self::with_base_url(base_url)
        }
        /// A client for the service at `base_url`, in place of any declared base URL.
        ///
        /// # Errors
        ///
        /// If `base_url` is not an absolute `http` or `https` URL, or the HTTP client
        /// cannot be set up.
        pub(crate) fn with_base_url(
            base_url: impl ::elsewhere::__private::IntoUrl,
        ) -> ::elsewhere::__private::Result<Self> {
            Self::builder().base_url(base_url).build()
        }
        /// The guards that the calls of this client and its clones share.
        #[must_use]
        pub(crate) fn guards(&self) -> ::elsewhere::__private::Guards {
            ::elsewhere::__private::Declared::as_client(self).guards()
        }
        /// A builder, for everything that is set before a client is built.
        pub(crate) fn builder() -> ::elsewhere::__private::ClientBuilder<Self> {
            ::elsewhere::__private::ClientBuilder::new()
        }
        /// `POST /files/{type}/{path*}`, then `/mirror/{type}/{path*}`: **one attempt**, at most 1m.
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
        ) -> ::elsewhere::__private::Call<
            Reply<()>,
            <Result<Reply<()>> as ::elsewhere::__private::Returns>::Error,
        > {
            ::elsewhere::__private::Declared::as_client(self)
                .request(
                    const {
                        &::elsewhere::__private::listed(
                            Self::EVERY_ROLE,
                            Self::ENDPOINTS,
                        )
                    },
                    &[
                        (
                            "type",
                            "type",
                            &::elsewhere::__private::arg(&r#type).segment(),
                        ),
                        ("path", "tail", &::elsewhere::__private::arg(&tail).segment()),
                    ],
                )
                .query(
                    "page",
                    "page",
                    &::elsewhere::__private::arg(&page).option().list().query(),
                )
                .query(
                    "tags",
                    "tag[]",
                    &::elsewhere::__private::arg(&tags).option().list().query(),
                )
                .query_csv(
                    "list",
                    "ids",
                    &::elsewhere::__private::arg(&list).option().list().query(),
                )
                .query_flag("verbose", verbose)
                .query_flatten("filter", &filter, ::elsewhere::__private::Nesting::Flat)
                .header(
                    "trace",
                    &const {
                        ::elsewhere::__private::HeaderName::from_static("x-trace")
                    },
                    &::elsewhere::__private::arg(&trace).option().list().header(),
                )
                .secret_header(
                    "token",
                    &const {
                        ::elsewhere::__private::HeaderName::from_static("authorization")
                    },
                    &::elsewhere::__private::arg(&token).option().list().header(),
                )
                .headers(&more)
                .json("body", ::elsewhere::__private::arg(&body).option().value())
                .idempotency_key(
                    "key",
                    &::elsewhere::__private::arg(&key).option().header(),
                )
                .call(
                    <::elsewhere::__private::ReturnTypeOf<
                        Result<Reply<()>>,
                    > as ::elsewhere::__private::Default>::default()
                        .reply()
                        .required()
                        .decoder(),
                )
        }
        /// `GET` of the URL that is given: **one attempt**, at most 1m.
        pub(crate) fn whole(
            &self,
            url: &str,
        ) -> ::elsewhere::__private::Call<
            Bytes,
            <Result<Bytes> as ::elsewhere::__private::Returns>::Error,
        > {
            ::elsewhere::__private::Declared::as_client(self)
                .request(
                    const {
                        &::elsewhere::__private::listed(Self::WHOLE, Self::ENDPOINTS)
                    },
                    &[],
                )
                .url("url", &url)
                .call(
                    <::elsewhere::__private::ReturnTypeOf<
                        Result<Bytes>,
                    > as ::elsewhere::__private::Default>::default()
                        .reply()
                        .required()
                        .decoder(),
                )
        }
        /// `PUT /form`: **one attempt**, at most 1m. Sent **without** the credentials of the client.
        pub(crate) fn form(
            &self,
            form: &Form,
        ) -> ::elsewhere::__private::Call<
            (),
            <Result<()> as ::elsewhere::__private::Returns>::Error,
        > {
            ::elsewhere::__private::Declared::as_client(self)
                .request(
                    const {
                        &::elsewhere::__private::listed(Self::FORM, Self::ENDPOINTS)
                    },
                    &[],
                )
                .form(
                    "form",
                    ::elsewhere::__private::arg(&form).option().value(),
                    ::elsewhere::__private::Nesting::Flat,
                )
                .call(
                    <::elsewhere::__private::ReturnTypeOf<
                        Result<()>,
                    > as ::elsewhere::__private::Default>::default()
                        .reply()
                        .required()
                        .decoder(),
                )
        }
        /// `PATCH /body`: **one attempt**, at most 1m.
        pub(crate) fn body(
            &self,
            text: String,
        ) -> ::elsewhere::__private::Call<
            (),
            <Result<()> as ::elsewhere::__private::Returns>::Error,
        > {
            ::elsewhere::__private::Declared::as_client(self)
                .request(
                    const {
                        &::elsewhere::__private::listed(Self::BODY, Self::ENDPOINTS)
                    },
                    &[],
                )
                .body_once(
                    "text",
                    ::elsewhere::__private::Some("text/plain"),
                    ::elsewhere::__private::body(&text).of(text),
                )
                .call(
                    <::elsewhere::__private::ReturnTypeOf<
                        Result<()>,
                    > as ::elsewhere::__private::Default>::default()
                        .reply()
                        .required()
                        .decoder(),
                )
        }
        /// `REPORT /parts`: **one attempt**, at most 1m.
        pub(crate) fn parts(
            &self,
            a: String,
            b: &B,
            c: &Path,
        ) -> ::elsewhere::__private::Call<
            (),
            <Result<()> as ::elsewhere::__private::Returns>::Error,
        > {
            ::elsewhere::__private::Declared::as_client(self)
                .request(
                    const {
                        &::elsewhere::__private::listed(Self::PARTS, Self::ENDPOINTS)
                    },
                    &[],
                )
                .part(
                    "a",
                    &::elsewhere::__private::part(&a).of(a).peel().option().list().part(),
                )
                .part_json("b", ::elsewhere::__private::arg(&b).option().value())
                .part_file("c", ::elsewhere::__private::arg(&c).option().list().items())
                .call(
                    <::elsewhere::__private::ReturnTypeOf<
                        Result<()>,
                    > as ::elsewhere::__private::Default>::default()
                        .reply()
                        .required()
                        .decoder(),
                )
        }
    }
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
        ) -> impl ::core::future::Future<
            Output = Result<Reply<()>>,
        > + ::core::marker::Send {
            ::elsewhere::__private::future::<
                Result<Reply<()>>,
            >(
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
                ),
            )
        }
        fn whole(
            &self,
            url: &str,
        ) -> impl ::core::future::Future<Output = Result<Bytes>> + ::core::marker::Send {
            ::elsewhere::__private::future::<Result<Bytes>>(Self::whole(self, url))
        }
        fn form(
            &self,
            form: &Form,
        ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send {
            ::elsewhere::__private::future::<Result<()>>(Self::form(self, form))
        }
        fn body(
            &self,
            text: String,
        ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send {
            ::elsewhere::__private::future::<Result<()>>(Self::body(self, text))
        }
        fn parts(
            &self,
            a: String,
            b: &B,
            c: &Path,
        ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send {
            ::elsewhere::__private::future::<Result<()>>(Self::parts(self, a, b, c))
        }
    }
    #[automatically_derived]
    impl<__T> Api for &__T
    where
        __T: Api + ?::core::marker::Sized,
        Self: Send,
    {
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
        ) -> impl ::core::future::Future<
            Output = Result<Reply<()>>,
        > + ::core::marker::Send {
            <__T as Api>::every_role(
                *self,
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
        ) -> impl ::core::future::Future<Output = Result<Bytes>> + ::core::marker::Send {
            <__T as Api>::whole(*self, url)
        }
        fn form(
            &self,
            form: &Form,
        ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send {
            <__T as Api>::form(*self, form)
        }
        fn body(
            &self,
            text: String,
        ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send {
            <__T as Api>::body(*self, text)
        }
        fn parts(
            &self,
            a: String,
            b: &B,
            c: &Path,
        ) -> impl ::core::future::Future<Output = Result<()>> + ::core::marker::Send {
            <__T as Api>::parts(*self, a, b, c)
        }
        fn own(&self) -> impl ::core::future::Future<Output = u8> {
            <__T as Api>::own(*self)
        }
    }
    const _: () = ::elsewhere::__private::Constant(VERSION).check();
};
