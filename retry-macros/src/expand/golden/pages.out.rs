#[allow(
    dead_code,
    async_fn_in_trait,
    private_bounds,
    unused_qualifications,
    clippy::manual_async_fn,
    clippy::too_many_arguments
)]
/// A service whose lists go on.
pub(crate) trait Lists {
    /// `GET /link`, with the policy of [`ListsClient::by_link`].
    fn by_link(
        &self,
    ) -> impl ::core::future::Future<
        Output = Result<Pages<Item>>,
    > + ::core::marker::Send;
    /// `GET /cursor`, with the policy of [`ListsClient::by_cursor`].
    fn by_cursor(
        &self,
    ) -> impl ::core::future::Future<Output = Listed<Item>> + ::core::marker::Send;
    /// `GET /next`, with the policy of [`ListsClient::by_next`].
    fn by_next(
        &self,
    ) -> impl ::core::future::Future<
        Output = Result<Pages<Item>, Trouble>,
    > + ::core::marker::Send;
    /// `GET /page`, with the policy of [`ListsClient::by_page`].
    fn by_page(
        &self,
        page: Option<u32>,
    ) -> impl ::core::future::Future<
        Output = Result<Pages<Item>>,
    > + ::core::marker::Send;
    /// `GET /from`, with the policy of [`ListsClient::by_page_from`].
    fn by_page_from(
        &self,
    ) -> impl ::core::future::Future<
        Output = Result<Pages<Item>>,
    > + ::core::marker::Send;
    /// `GET /offset`, with the policy of [`ListsClient::by_offset`].
    fn by_offset(
        &self,
    ) -> impl ::core::future::Future<
        Output = Result<Pages<Item>>,
    > + ::core::marker::Send;
    /// `POST /with`, with the policy of [`ListsClient::by_function`].
    fn by_function(
        &self,
        query: &str,
    ) -> impl ::core::future::Future<
        Output = Result<Pages<Item>>,
    > + ::core::marker::Send;
}
/// The client of [`Lists`].
///
/// | method | endpoint | attempts | repeated |
/// |---|---|---|---|
/// | [`by_link`](Self::by_link) | `GET /link` | up to 3 attempts | yes: GET is idempotent |
/// | [`by_cursor`](Self::by_cursor) | `GET /cursor` | up to 3 attempts | yes: GET is idempotent |
/// | [`by_next`](Self::by_next) | `GET /next` | up to 3 attempts | yes: GET is idempotent |
/// | [`by_page`](Self::by_page) | `GET /page` | up to 3 attempts | yes: GET is idempotent |
/// | [`by_page_from`](Self::by_page_from) | `GET /from` | up to 3 attempts | yes: GET is idempotent |
/// | [`by_offset`](Self::by_offset) | `GET /offset` | up to 3 attempts | yes: GET is idempotent |
/// | [`by_function`](Self::by_function) | `POST /with` | up to 3 attempts | yes: the server drops duplicates by `Idempotency-Key` |
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
pub(crate) struct ListsClient(::retry_client::__private::Client);
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
    impl __rt::Declared for ListsClient {
        const POLICY: __rt::Policy = __rt::Policy::new(__rt::Strategy::exponential());
        const SERVICE: __rt::Service = __rt::Service::new(
            "Lists",
            ListsClient::ENDPOINTS,
        );
        fn from_client(client: __rt::Client) -> Self {
            use __rt::{Constructs as _, ConstructsNothing as _, Foreign as _, Own as _};
            let parts = (&__rt::Constructor(ListsClient)).__parts(|this| &this.0);
            let parts = __rt::PartsOf::<_, Self>::new(parts);
            (&parts).__wrap(client)
        }
        fn as_client(&self) -> &__rt::Client {
            use __rt::{Constructs as _, ConstructsNothing as _, Foreign as _, Own as _};
            let parts = (&__rt::Constructor(ListsClient)).__parts(|this| &this.0);
            let parts = __rt::PartsOf::<_, Self>::new(parts);
            (&parts).__open(self)
        }
    }
    #[automatically_derived]
    impl ::core::clone::Clone for ListsClient {
        fn clone(&self) -> Self {
            __rt::Declared::from_client(__rt::Declared::as_client(self).clone())
        }
    }
    #[automatically_derived]
    impl ::core::fmt::Debug for ListsClient {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            f.debug_tuple("ListsClient").field(__rt::Declared::as_client(self)).finish()
        }
    }
    const _: __rt::Policy = __rt::checked(<ListsClient as __rt::Declared>::POLICY);
    #[automatically_derived]
    impl ListsClient {
        /// `GET /link`, called by [`by_link`](Self::by_link).
        pub(crate) const BY_LINK: __rt::Endpoint = {
            const __POLICIES: __rt::DeclaredPolicies = __rt::DeclaredPolicies::inherited(
                &<ListsClient as __rt::Declared>::POLICY,
            );
            __rt::EndpointDeclaration {
                service: "Lists",
                name: "by_link",
                verb: "GET",
                paths: &["/link"],
                description: "`GET /link`: up to 3 attempts, retried after a connection failure, a timeout, a lost connection, a truncated body, or any 5xx. Waits 0 to 100ms, then 0 to 200ms (at most 300ms), or as long as `Retry-After` asks, up to 60s. Worst case: 1m 30.3s, unless `Retry-After` asks for more. Safe to repeat: GET is idempotent. Pages follow the `Link` header whose relation is `next`; each is a call of its own.",
                policies: &__POLICIES,
                paging: __rt::Some(|| __rt::erased(__rt::Paging::link())),
                ..__rt::EndpointDeclaration::NEW
            }
                .endpoint()
        };
        /// `GET /cursor`, called by [`by_cursor`](Self::by_cursor).
        pub(crate) const BY_CURSOR: __rt::Endpoint = {
            const __POLICIES: __rt::DeclaredPolicies = __rt::DeclaredPolicies::inherited(
                &<ListsClient as __rt::Declared>::POLICY,
            );
            __rt::EndpointDeclaration {
                service: "Lists",
                name: "by_cursor",
                verb: "GET",
                paths: &["/cursor"],
                description: "`GET /cursor`: up to 3 attempts, retried after a connection failure, a timeout, a lost connection, a truncated body, or any 5xx. Waits 0 to 100ms, then 0 to 200ms (at most 300ms), or as long as `Retry-After` asks, up to 60s. Worst case: 1m 30.3s, unless `Retry-After` asks for more. Safe to repeat: GET is idempotent. Pages follow `meta.next` of the body, which goes into the query `cursor`; the items are in `data`; each is a call of its own.",
                policies: &__POLICIES,
                paging: __rt::Some(|| __rt::erased(
                    __rt::Paging::cursor("meta.next", "cursor").items("data"),
                )),
                ..__rt::EndpointDeclaration::NEW
            }
                .endpoint()
        };
        /// `GET /next`, called by [`by_next`](Self::by_next).
        pub(crate) const BY_NEXT: __rt::Endpoint = {
            const __POLICIES: __rt::DeclaredPolicies = __rt::DeclaredPolicies::inherited(
                &<ListsClient as __rt::Declared>::POLICY,
            );
            __rt::EndpointDeclaration {
                service: "Lists",
                name: "by_next",
                verb: "GET",
                paths: &["/next"],
                description: "`GET /next`: up to 3 attempts, retried after a connection failure, a timeout, a lost connection, a truncated body, or any 5xx. Waits 0 to 100ms, then 0 to 200ms (at most 300ms), or as long as `Retry-After` asks, up to 60s. Worst case: 1m 30.3s, unless `Retry-After` asks for more. Safe to repeat: GET is idempotent. Pages follow the URL in `@odata.nextLink` of the body; the items are in `value`; each is a call of its own.",
                policies: &__POLICIES,
                paging: __rt::Some(|| __rt::erased(
                    __rt::Paging::next("@odata.nextLink").items("value"),
                )),
                ..__rt::EndpointDeclaration::NEW
            }
                .endpoint()
        };
        /// `GET /page`, called by [`by_page`](Self::by_page).
        pub(crate) const BY_PAGE: __rt::Endpoint = {
            const __POLICIES: __rt::DeclaredPolicies = __rt::DeclaredPolicies::inherited(
                &<ListsClient as __rt::Declared>::POLICY,
            );
            __rt::EndpointDeclaration {
                service: "Lists",
                name: "by_page",
                verb: "GET",
                paths: &["/page"],
                description: "`GET /page`: up to 3 attempts, retried after a connection failure, a timeout, a lost connection, a truncated body, or any 5xx. Waits 0 to 100ms, then 0 to 200ms (at most 300ms), or as long as `Retry-After` asks, up to 60s. Worst case: 1m 30.3s, unless `Retry-After` asks for more. Safe to repeat: GET is idempotent. Pages follow the query `page`, counted from 0 until a page is empty; each is a call of its own.",
                policies: &__POLICIES,
                paging: __rt::Some(|| __rt::erased(
                    __rt::Paging::page("page").start(0u32),
                )),
                ..__rt::EndpointDeclaration::NEW
            }
                .endpoint()
        };
        /// `GET /from`, called by [`by_page_from`](Self::by_page_from).
        pub(crate) const BY_PAGE_FROM: __rt::Endpoint = {
            const __POLICIES: __rt::DeclaredPolicies = __rt::DeclaredPolicies::inherited(
                &<ListsClient as __rt::Declared>::POLICY,
            );
            __rt::EndpointDeclaration {
                service: "Lists",
                name: "by_page_from",
                verb: "GET",
                paths: &["/from"],
                description: "`GET /from`: up to 3 attempts, retried after a connection failure, a timeout, a lost connection, a truncated body, or any 5xx. Waits 0 to 100ms, then 0 to 200ms (at most 300ms), or as long as `Retry-After` asks, up to 60s. Worst case: 1m 30.3s, unless `Retry-After` asks for more. Safe to repeat: GET is idempotent. Pages follow the query `page`, counted from `FIRST` until a page is empty; each is a call of its own.",
                policies: &__POLICIES,
                paging: __rt::Some(|| __rt::erased(
                    __rt::Paging::page("page")
                        .start({
                            const START: u32 = FIRST;
                            START
                        }),
                )),
                ..__rt::EndpointDeclaration::NEW
            }
                .endpoint()
        };
        /// `GET /offset`, called by [`by_offset`](Self::by_offset).
        pub(crate) const BY_OFFSET: __rt::Endpoint = {
            const __POLICIES: __rt::DeclaredPolicies = __rt::DeclaredPolicies::inherited(
                &<ListsClient as __rt::Declared>::POLICY,
            );
            __rt::EndpointDeclaration {
                service: "Lists",
                name: "by_offset",
                verb: "GET",
                paths: &["/offset"],
                description: "`GET /offset`: up to 3 attempts, retried after a connection failure, a timeout, a lost connection, a truncated body, or any 5xx. Waits 0 to 100ms, then 0 to 200ms (at most 300ms), or as long as `Retry-After` asks, up to 60s. Worst case: 1m 30.3s, unless `Retry-After` asks for more. Safe to repeat: GET is idempotent. Pages follow the query `offset`, by items received until a page is empty; each is a call of its own.",
                policies: &__POLICIES,
                paging: __rt::Some(|| __rt::erased(__rt::Paging::offset("offset"))),
                ..__rt::EndpointDeclaration::NEW
            }
                .endpoint()
        };
        /// `POST /with`, called by [`by_function`](Self::by_function).
        pub(crate) const BY_FUNCTION: __rt::Endpoint = {
            const __POLICIES: __rt::DeclaredPolicies = __rt::DeclaredPolicies::inherited(
                &<ListsClient as __rt::Declared>::POLICY,
            );
            __rt::EndpointDeclaration {
                service: "Lists",
                name: "by_function",
                verb: "POST",
                paths: &["/with"],
                description: "`POST /with`: up to 3 attempts, retried after a connection failure, a timeout, a lost connection, a truncated body, or any 5xx. Waits 0 to 100ms, then 0 to 200ms (at most 300ms), or as long as `Retry-After` asks, up to 60s. Worst case: 1m 30.3s, unless `Retry-After` asks for more. Safe to repeat: the server drops duplicates by `Idempotency-Key`. Pages follow what `self::next_of` says; the items are in `found`; each is a call of its own.",
                repeat: __rt::Repeat::Key("Idempotency-Key"),
                policies: &__POLICIES,
                paging: __rt::Some(|| __rt::erased(
                    __rt::Paging::with(self::next_of).items("found"),
                )),
                ..__rt::EndpointDeclaration::NEW
            }
                .endpoint()
        };
        /// Every endpoint of [`Lists`], in the order of declaration.
        pub(crate) const ENDPOINTS: &'static [&'static __rt::Endpoint] = &[
            &Self::BY_LINK,
            &Self::BY_CURSOR,
            &Self::BY_NEXT,
            &Self::BY_PAGE,
            &Self::BY_PAGE_FROM,
            &Self::BY_OFFSET,
            &Self::BY_FUNCTION,
        ];
        /// A client for the service at `base_url`.
        ///
        /// # Errors
        ///
        /// If `base_url` is not an absolute `http` or `https` URL, or the HTTP client
        /// cannot be set up.
        pub(crate) fn new(base_url: impl __rt::IntoUrl) -> __rt::Result<Self> {
            Self::with_base_url(base_url)
        }
        /// A client for the service at `base_url`, in place of any declared base URL.
        ///
        /// # Errors
        ///
        /// If `base_url` is not an absolute `http` or `https` URL, or the HTTP client
        /// cannot be set up.
        pub(crate) fn with_base_url(base_url: impl __rt::IntoUrl) -> __rt::Result<Self> {
            Self::builder().base_url(base_url).build()
        }
        /// The guards that the calls of this client and its clones share.
        #[must_use]
        pub(crate) fn guards(&self) -> __rt::Guards {
            __rt::Declared::as_client(self).guards()
        }
        /// A builder, for everything that is set before a client is built.
        pub(crate) fn builder() -> __rt::ClientBuilder<Self> {
            __rt::ClientBuilder::new()
        }
        /// `GET /link`: **up to 3 attempts**, retried **after** a connection failure, a timeout, a lost connection, a truncated body, or any 5xx. **Waits** 0 to 100ms, then 0 to 200ms (at most 300ms), or as long as `Retry-After` asks, up to 60s. **Worst case**: 1m 30.3s, unless `Retry-After` asks for more. **Safe to repeat**: GET is idempotent. **Pages** follow the `Link` header whose relation is `next`; each is a call of its own.
        pub(crate) fn by_link(
            &self,
        ) -> __rt::Call<
            Pages<Item>,
            <Result<Pages<Item>> as __rt::Returns>::Error,
            __rt::Paged,
        > {
            __rt::Declared::as_client(self)
                .request(const { &__rt::listed(Self::BY_LINK, Self::ENDPOINTS) }, &[])
                .pages(
                    <__rt::ReturnTypeOf<Result<Pages<Item>>> as __rt::Default>::default()
                        .reply()
                        .pages(),
                    __rt::Paging::link(),
                )
        }
        /// `GET /cursor`: **up to 3 attempts**, retried **after** a connection failure, a timeout, a lost connection, a truncated body, or any 5xx. **Waits** 0 to 100ms, then 0 to 200ms (at most 300ms), or as long as `Retry-After` asks, up to 60s. **Worst case**: 1m 30.3s, unless `Retry-After` asks for more. **Safe to repeat**: GET is idempotent. **Pages** follow `meta.next` of the body, which goes into the query `cursor`; the items are in `data`; each is a call of its own.
        pub(crate) fn by_cursor(
            &self,
        ) -> __rt::Call<
            <Listed<Item> as __rt::Returns>::Value,
            <Listed<Item> as __rt::Returns>::Error,
            __rt::Paged,
        > {
            __rt::Declared::as_client(self)
                .request(const { &__rt::listed(Self::BY_CURSOR, Self::ENDPOINTS) }, &[])
                .pages(
                    <__rt::ReturnTypeOf<Listed<Item>> as __rt::Default>::default()
                        .reply()
                        .pages(),
                    __rt::Paging::cursor("meta.next", "cursor").items("data"),
                )
        }
        /// `GET /next`: **up to 3 attempts**, retried **after** a connection failure, a timeout, a lost connection, a truncated body, or any 5xx. **Waits** 0 to 100ms, then 0 to 200ms (at most 300ms), or as long as `Retry-After` asks, up to 60s. **Worst case**: 1m 30.3s, unless `Retry-After` asks for more. **Safe to repeat**: GET is idempotent. **Pages** follow the URL in `@odata.nextLink` of the body; the items are in `value`; each is a call of its own.
        pub(crate) fn by_next(&self) -> __rt::Call<Pages<Item>, Trouble, __rt::Paged> {
            __rt::Declared::as_client(self)
                .request(const { &__rt::listed(Self::BY_NEXT, Self::ENDPOINTS) }, &[])
                .pages(
                    <__rt::ReturnTypeOf<
                        Result<Pages<Item>, Trouble>,
                    > as __rt::Default>::default()
                        .reply()
                        .pages(),
                    __rt::Paging::next("@odata.nextLink").items("value"),
                )
        }
        /// `GET /page`: **up to 3 attempts**, retried **after** a connection failure, a timeout, a lost connection, a truncated body, or any 5xx. **Waits** 0 to 100ms, then 0 to 200ms (at most 300ms), or as long as `Retry-After` asks, up to 60s. **Worst case**: 1m 30.3s, unless `Retry-After` asks for more. **Safe to repeat**: GET is idempotent. **Pages** follow the query `page`, counted from 0 until a page is empty; each is a call of its own.
        pub(crate) fn by_page(
            &self,
            page: Option<u32>,
        ) -> __rt::Call<
            Pages<Item>,
            <Result<Pages<Item>> as __rt::Returns>::Error,
            __rt::Paged,
        > {
            __rt::Declared::as_client(self)
                .request(const { &__rt::listed(Self::BY_PAGE, Self::ENDPOINTS) }, &[])
                .query("page", "page", &__rt::arg(&page).option().list().query())
                .pages(
                    <__rt::ReturnTypeOf<Result<Pages<Item>>> as __rt::Default>::default()
                        .reply()
                        .pages(),
                    __rt::Paging::page("page").start(0u32),
                )
        }
        /// `GET /from`: **up to 3 attempts**, retried **after** a connection failure, a timeout, a lost connection, a truncated body, or any 5xx. **Waits** 0 to 100ms, then 0 to 200ms (at most 300ms), or as long as `Retry-After` asks, up to 60s. **Worst case**: 1m 30.3s, unless `Retry-After` asks for more. **Safe to repeat**: GET is idempotent. **Pages** follow the query `page`, counted from `FIRST` until a page is empty; each is a call of its own.
        pub(crate) fn by_page_from(
            &self,
        ) -> __rt::Call<
            Pages<Item>,
            <Result<Pages<Item>> as __rt::Returns>::Error,
            __rt::Paged,
        > {
            __rt::Declared::as_client(self)
                .request(
                    const { &__rt::listed(Self::BY_PAGE_FROM, Self::ENDPOINTS) },
                    &[],
                )
                .pages(
                    <__rt::ReturnTypeOf<Result<Pages<Item>>> as __rt::Default>::default()
                        .reply()
                        .pages(),
                    __rt::Paging::page("page")
                        .start({
                            const START: u32 = FIRST;
                            START
                        }),
                )
        }
        /// `GET /offset`: **up to 3 attempts**, retried **after** a connection failure, a timeout, a lost connection, a truncated body, or any 5xx. **Waits** 0 to 100ms, then 0 to 200ms (at most 300ms), or as long as `Retry-After` asks, up to 60s. **Worst case**: 1m 30.3s, unless `Retry-After` asks for more. **Safe to repeat**: GET is idempotent. **Pages** follow the query `offset`, by items received until a page is empty; each is a call of its own.
        pub(crate) fn by_offset(
            &self,
        ) -> __rt::Call<
            Pages<Item>,
            <Result<Pages<Item>> as __rt::Returns>::Error,
            __rt::Paged,
        > {
            __rt::Declared::as_client(self)
                .request(const { &__rt::listed(Self::BY_OFFSET, Self::ENDPOINTS) }, &[])
                .pages(
                    <__rt::ReturnTypeOf<Result<Pages<Item>>> as __rt::Default>::default()
                        .reply()
                        .pages(),
                    __rt::Paging::offset("offset"),
                )
        }
        /// `POST /with`: **up to 3 attempts**, retried **after** a connection failure, a timeout, a lost connection, a truncated body, or any 5xx. **Waits** 0 to 100ms, then 0 to 200ms (at most 300ms), or as long as `Retry-After` asks, up to 60s. **Worst case**: 1m 30.3s, unless `Retry-After` asks for more. **Safe to repeat**: the server drops duplicates by `Idempotency-Key`. **Pages** follow what `self::next_of` says; the items are in `found`; each is a call of its own.
        pub(crate) fn by_function(
            &self,
            query: &str,
        ) -> __rt::Call<
            Pages<Item>,
            <Result<Pages<Item>> as __rt::Returns>::Error,
            __rt::Paged,
        > {
            __rt::Declared::as_client(self)
                .request(
                    const { &__rt::listed(Self::BY_FUNCTION, Self::ENDPOINTS) },
                    &[],
                )
                .json("query", __rt::arg(&query).option().value())
                .pages(
                    <__rt::ReturnTypeOf<Result<Pages<Item>>> as __rt::Default>::default()
                        .reply()
                        .pages(),
                    __rt::Paging::with(self::next_of).items("found"),
                )
        }
    }
    #[automatically_derived]
    impl Lists for ListsClient {
        fn by_link(
            &self,
        ) -> impl ::core::future::Future<
            Output = Result<Pages<Item>>,
        > + ::core::marker::Send {
            __rt::pages_future::<Result<Pages<Item>>>(Self::by_link(self))
        }
        fn by_cursor(
            &self,
        ) -> impl ::core::future::Future<Output = Listed<Item>> + ::core::marker::Send {
            __rt::pages_future::<Listed<Item>>(Self::by_cursor(self))
        }
        fn by_next(
            &self,
        ) -> impl ::core::future::Future<
            Output = Result<Pages<Item>, Trouble>,
        > + ::core::marker::Send {
            __rt::pages_future::<Result<Pages<Item>, Trouble>>(Self::by_next(self))
        }
        fn by_page(
            &self,
            page: Option<u32>,
        ) -> impl ::core::future::Future<
            Output = Result<Pages<Item>>,
        > + ::core::marker::Send {
            __rt::pages_future::<Result<Pages<Item>>>(Self::by_page(self, page))
        }
        fn by_page_from(
            &self,
        ) -> impl ::core::future::Future<
            Output = Result<Pages<Item>>,
        > + ::core::marker::Send {
            __rt::pages_future::<Result<Pages<Item>>>(Self::by_page_from(self))
        }
        fn by_offset(
            &self,
        ) -> impl ::core::future::Future<
            Output = Result<Pages<Item>>,
        > + ::core::marker::Send {
            __rt::pages_future::<Result<Pages<Item>>>(Self::by_offset(self))
        }
        fn by_function(
            &self,
            query: &str,
        ) -> impl ::core::future::Future<
            Output = Result<Pages<Item>>,
        > + ::core::marker::Send {
            __rt::pages_future::<Result<Pages<Item>>>(Self::by_function(self, query))
        }
    }
    #[automatically_derived]
    impl<__T> Lists for &__T
    where
        __T: Lists + ?::core::marker::Sized,
    {
        fn by_link(
            &self,
        ) -> impl ::core::future::Future<
            Output = Result<Pages<Item>>,
        > + ::core::marker::Send {
            <__T as Lists>::by_link(*self)
        }
        fn by_cursor(
            &self,
        ) -> impl ::core::future::Future<Output = Listed<Item>> + ::core::marker::Send {
            <__T as Lists>::by_cursor(*self)
        }
        fn by_next(
            &self,
        ) -> impl ::core::future::Future<
            Output = Result<Pages<Item>, Trouble>,
        > + ::core::marker::Send {
            <__T as Lists>::by_next(*self)
        }
        fn by_page(
            &self,
            page: Option<u32>,
        ) -> impl ::core::future::Future<
            Output = Result<Pages<Item>>,
        > + ::core::marker::Send {
            <__T as Lists>::by_page(*self, page)
        }
        fn by_page_from(
            &self,
        ) -> impl ::core::future::Future<
            Output = Result<Pages<Item>>,
        > + ::core::marker::Send {
            <__T as Lists>::by_page_from(*self)
        }
        fn by_offset(
            &self,
        ) -> impl ::core::future::Future<
            Output = Result<Pages<Item>>,
        > + ::core::marker::Send {
            <__T as Lists>::by_offset(*self)
        }
        fn by_function(
            &self,
            query: &str,
        ) -> impl ::core::future::Future<
            Output = Result<Pages<Item>>,
        > + ::core::marker::Send {
            <__T as Lists>::by_function(*self, query)
        }
    }
};
