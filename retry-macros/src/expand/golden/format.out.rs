#[allow(
    dead_code,
    async_fn_in_trait,
    private_bounds,
    unused_qualifications,
    clippy::manual_async_fn,
    clippy::too_many_arguments
)]
trait Shop {
    /// `PUT /orders/{id}`, with the policy of [`ShopClient::replace`].
    fn replace(
        &self,
        id: u64,
        order: &Order,
    ) -> impl ::core::future::Future<
        Output = Result<Option<Order>>,
    > + ::core::marker::Send;
    /// `GET /orders`, with the policy of [`ShopClient::orders`].
    fn orders(
        &self,
    ) -> impl ::core::future::Future<
        Output = Result<Pages<Order>>,
    > + ::core::marker::Send;
    /// `GET /prices`, with the policy of [`ShopClient::prices`].
    fn prices(
        &self,
    ) -> impl ::core::future::Future<Output = Result<Pages<u64>>> + ::core::marker::Send;
}
/// The client of [`Shop`].
///
/// | method | endpoint | attempts | repeated |
/// |---|---|---|---|
/// | [`replace`](Self::replace) | `PUT /orders/{id}` | up to 3 attempts | yes: PUT is idempotent |
/// | [`orders`](Self::orders) | `GET /orders` | up to 3 attempts | yes: GET is idempotent |
/// | [`prices`](Self::prices) | `GET /prices` | up to 3 attempts | yes: GET is idempotent |
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
struct ShopClient(::elsewhere::__private::Client);
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
    impl ::elsewhere::__private::Declared for ShopClient {
        const POLICY: ::elsewhere::__private::Policy = ::elsewhere::__private::Policy::new(
            ::elsewhere::__private::Strategy::exponential(),
        );
        const SERVICE: ::elsewhere::__private::Service = ::elsewhere::__private::Service::new(
                "Shop",
                ShopClient::ENDPOINTS,
            )
            .base_urls(&["https://shop.example.com"]);
        fn from_client(client: ::elsewhere::__private::Client) -> Self {
            use ::elsewhere::__private::{
                Constructs as _, ConstructsNothing as _, Foreign as _, Own as _,
            };
            let parts = (&::elsewhere::__private::Constructor(ShopClient))
                .__parts(|this| &this.0);
            let parts = ::elsewhere::__private::PartsOf::<_, Self>::new(parts);
            (&parts).__wrap(client)
        }
        fn as_client(&self) -> &::elsewhere::__private::Client {
            use ::elsewhere::__private::{
                Constructs as _, ConstructsNothing as _, Foreign as _, Own as _,
            };
            let parts = (&::elsewhere::__private::Constructor(ShopClient))
                .__parts(|this| &this.0);
            let parts = ::elsewhere::__private::PartsOf::<_, Self>::new(parts);
            (&parts).__open(self)
        }
    }
    #[automatically_derived]
    impl ::core::clone::Clone for ShopClient {
        fn clone(&self) -> Self {
            ::elsewhere::__private::Declared::from_client(
                ::elsewhere::__private::Declared::as_client(self).clone(),
            )
        }
    }
    #[automatically_derived]
    impl ::core::fmt::Debug for ShopClient {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            f.debug_tuple("ShopClient")
                .field(::elsewhere::__private::Declared::as_client(self))
                .finish()
        }
    }
    enum __Format {}
    #[automatically_derived]
    impl<__T> ::elsewhere::__private::DecodeIn<__T> for __Format
    where
        ::elsewhere::Xml<__T>: ::elsewhere::__private::Decode,
    {
        type Wrapped = ::elsewhere::Xml<__T>;
        fn unwrap(wrapped: ::elsewhere::Xml<__T>) -> __T {
            wrapped.0
        }
    }
    #[automatically_derived]
    impl<__T> ::elsewhere::__private::EncodeIn<__T> for __Format
    where
        ::elsewhere::Xml<
            __T,
        >: ::elsewhere::__private::Encode + ::elsewhere::__private::MadeOf<__T>,
    {
        type Wrapped = ::elsewhere::Xml<__T>;
        fn wrap(value: __T) -> ::elsewhere::Xml<__T> {
            <::elsewhere::Xml<__T> as ::elsewhere::__private::From<__T>>::from(value)
        }
    }
    const _: ::elsewhere::__private::Policy = ::elsewhere::__private::checked(
        <ShopClient as ::elsewhere::__private::Declared>::POLICY,
    );
    #[automatically_derived]
    impl ShopClient {
        /// `PUT /orders/{id}`, called by [`replace`](Self::replace).
        const REPLACE: ::elsewhere::__private::Endpoint = {
            const __POLICIES: ::elsewhere::__private::DeclaredPolicies = ::elsewhere::__private::DeclaredPolicies::inherited(
                &<ShopClient as ::elsewhere::__private::Declared>::POLICY,
            );
            ::elsewhere::__private::EndpointDeclaration {
                service: "Shop",
                name: "replace",
                verb: "PUT",
                paths: &["/orders/{id}"],
                description: "`PUT /orders/{id}`: up to 3 attempts, retried after a connection failure, a timeout, a lost connection, a truncated body, or any 5xx. Waits 0 to 100ms, then 0 to 200ms (at most 300ms), or as long as `Retry-After` asks, up to 60s. Worst case: 1m 30.3s, unless `Retry-After` asks for more. Safe to repeat: PUT is idempotent.",
                policies: &__POLICIES,
                none_on: ::elsewhere::__private::StatusSet::of(&[404]),
                ..::elsewhere::__private::EndpointDeclaration::NEW
            }
                .endpoint()
        };
        /// `GET /orders`, called by [`orders`](Self::orders).
        const ORDERS: ::elsewhere::__private::Endpoint = {
            const __POLICIES: ::elsewhere::__private::DeclaredPolicies = ::elsewhere::__private::DeclaredPolicies::inherited(
                &<ShopClient as ::elsewhere::__private::Declared>::POLICY,
            );
            ::elsewhere::__private::EndpointDeclaration {
                service: "Shop",
                name: "orders",
                verb: "GET",
                paths: &["/orders"],
                description: "`GET /orders`: up to 3 attempts, retried after a connection failure, a timeout, a lost connection, a truncated body, or any 5xx. Waits 0 to 100ms, then 0 to 200ms (at most 300ms), or as long as `Retry-After` asks, up to 60s. Worst case: 1m 30.3s, unless `Retry-After` asks for more. Safe to repeat: GET is idempotent. Pages follow `next` of the body, which goes into the query `after`; the items are in `order`; each is a call of its own.",
                policies: &__POLICIES,
                paging: ::elsewhere::__private::Some(|| ::elsewhere::__private::erased(
                    ::elsewhere::__private::Paging::cursor("next", "after")
                        .items("order")
                        .in_format(),
                )),
                ..::elsewhere::__private::EndpointDeclaration::NEW
            }
                .endpoint()
        };
        /// `GET /prices`, called by [`prices`](Self::prices).
        const PRICES: ::elsewhere::__private::Endpoint = {
            const __POLICIES: ::elsewhere::__private::DeclaredPolicies = ::elsewhere::__private::DeclaredPolicies::inherited(
                &<ShopClient as ::elsewhere::__private::Declared>::POLICY,
            );
            ::elsewhere::__private::EndpointDeclaration {
                service: "Shop",
                name: "prices",
                verb: "GET",
                paths: &["/prices"],
                description: "`GET /prices`: up to 3 attempts, retried after a connection failure, a timeout, a lost connection, a truncated body, or any 5xx. Waits 0 to 100ms, then 0 to 200ms (at most 300ms), or as long as `Retry-After` asks, up to 60s. Worst case: 1m 30.3s, unless `Retry-After` asks for more. Safe to repeat: GET is idempotent. Pages follow the query `page`, counted from 1 until a page is empty; each is a call of its own.",
                policies: &__POLICIES,
                paging: ::elsewhere::__private::Some(|| ::elsewhere::__private::erased(
                    ::elsewhere::__private::Paging::page("page").in_format(),
                )),
                ..::elsewhere::__private::EndpointDeclaration::NEW
            }
                .endpoint()
        };
        /// Every endpoint of [`Shop`], in the order of declaration.
        const ENDPOINTS: &'static [&'static ::elsewhere::__private::Endpoint] = &[
            &Self::REPLACE,
            &Self::ORDERS,
            &Self::PRICES,
        ];
        /// A client for the service at its declared base URL.
        ///
        /// # Errors
        ///
        /// If the HTTP client cannot be set up.
        fn new() -> ::elsewhere::__private::Result<Self> {
            Self::builder().build()
        }
        /// A client for the service at `base_url`, in place of any declared base URL.
        ///
        /// # Errors
        ///
        /// If `base_url` is not an absolute `http` or `https` URL, or the HTTP client
        /// cannot be set up.
        fn with_base_url(
            base_url: impl ::elsewhere::__private::IntoUrl,
        ) -> ::elsewhere::__private::Result<Self> {
            Self::builder().base_url(base_url).build()
        }
        /// The guards that the calls of this client and its clones share.
        #[must_use]
        fn guards(&self) -> ::elsewhere::__private::Guards {
            ::elsewhere::__private::Declared::as_client(self).guards()
        }
        /// A builder, for everything that is set before a client is built.
        fn builder() -> ::elsewhere::__private::ClientBuilder<Self> {
            ::elsewhere::__private::ClientBuilder::new()
        }
        /// `PUT /orders/{id}`: **up to 3 attempts**, retried **after** a connection failure, a timeout, a lost connection, a truncated body, or any 5xx. **Waits** 0 to 100ms, then 0 to 200ms (at most 300ms), or as long as `Retry-After` asks, up to 60s. **Worst case**: 1m 30.3s, unless `Retry-After` asks for more. **Safe to repeat**: PUT is idempotent.
        fn replace(
            &self,
            id: u64,
            order: &Order,
        ) -> ::elsewhere::__private::Call<
            Option<Order>,
            <Result<Option<Order>> as ::elsewhere::__private::Returns>::Error,
        > {
            ::elsewhere::__private::Declared::as_client(self)
                .request(
                    const {
                        &::elsewhere::__private::listed(Self::REPLACE, Self::ENDPOINTS)
                    },
                    &[("id", "id", &::elsewhere::__private::arg(&id).segment())],
                )
                .body(
                    "order",
                    ::elsewhere::__private::None,
                    ::elsewhere::__private::body_in::<__Format, _>(&order).of(order),
                )
                .call(
                    <::elsewhere::__private::ReturnTypeOf<
                        Result<Option<Order>>,
                    > as ::elsewhere::__private::Default>::default()
                        .reply()
                        .optional()
                        .reply()
                        .in_format::<__Format>()
                        .decoder(),
                )
        }
        /// `GET /orders`: **up to 3 attempts**, retried **after** a connection failure, a timeout, a lost connection, a truncated body, or any 5xx. **Waits** 0 to 100ms, then 0 to 200ms (at most 300ms), or as long as `Retry-After` asks, up to 60s. **Worst case**: 1m 30.3s, unless `Retry-After` asks for more. **Safe to repeat**: GET is idempotent. **Pages** follow `next` of the body, which goes into the query `after`; the items are in `order`; each is a call of its own.
        fn orders(
            &self,
        ) -> ::elsewhere::__private::Call<
            Pages<Order>,
            <Result<Pages<Order>> as ::elsewhere::__private::Returns>::Error,
            ::elsewhere::__private::Paged,
        > {
            ::elsewhere::__private::Declared::as_client(self)
                .request(
                    const {
                        &::elsewhere::__private::listed(Self::ORDERS, Self::ENDPOINTS)
                    },
                    &[],
                )
                .pages(
                    <::elsewhere::__private::ReturnTypeOf<
                        Result<Pages<Order>>,
                    > as ::elsewhere::__private::Default>::default()
                        .reply()
                        .pages_in::<__Format>()
                        .by_names(),
                    ::elsewhere::__private::Paging::cursor("next", "after")
                        .items("order")
                        .in_format(),
                )
        }
        /// `GET /prices`: **up to 3 attempts**, retried **after** a connection failure, a timeout, a lost connection, a truncated body, or any 5xx. **Waits** 0 to 100ms, then 0 to 200ms (at most 300ms), or as long as `Retry-After` asks, up to 60s. **Worst case**: 1m 30.3s, unless `Retry-After` asks for more. **Safe to repeat**: GET is idempotent. **Pages** follow the query `page`, counted from 1 until a page is empty; each is a call of its own.
        fn prices(
            &self,
        ) -> ::elsewhere::__private::Call<
            Pages<u64>,
            <Result<Pages<u64>> as ::elsewhere::__private::Returns>::Error,
            ::elsewhere::__private::Paged,
        > {
            ::elsewhere::__private::Declared::as_client(self)
                .request(
                    const {
                        &::elsewhere::__private::listed(Self::PRICES, Self::ENDPOINTS)
                    },
                    &[],
                )
                .pages(
                    <::elsewhere::__private::ReturnTypeOf<
                        Result<Pages<u64>>,
                    > as ::elsewhere::__private::Default>::default()
                        .reply()
                        .pages_in::<__Format>()
                        .as_lists(),
                    ::elsewhere::__private::Paging::page("page").in_format(),
                )
        }
    }
    #[automatically_derived]
    impl Shop for ShopClient {
        fn replace(
            &self,
            id: u64,
            order: &Order,
        ) -> impl ::core::future::Future<
            Output = Result<Option<Order>>,
        > + ::core::marker::Send {
            ::elsewhere::__private::future::<
                Result<Option<Order>>,
            >(Self::replace(self, id, order))
        }
        fn orders(
            &self,
        ) -> impl ::core::future::Future<
            Output = Result<Pages<Order>>,
        > + ::core::marker::Send {
            ::elsewhere::__private::pages_future::<
                Result<Pages<Order>>,
            >(Self::orders(self))
        }
        fn prices(
            &self,
        ) -> impl ::core::future::Future<
            Output = Result<Pages<u64>>,
        > + ::core::marker::Send {
            ::elsewhere::__private::pages_future::<
                Result<Pages<u64>>,
            >(Self::prices(self))
        }
    }
    #[automatically_derived]
    impl<__T> Shop for &__T
    where
        __T: Shop + ?::core::marker::Sized,
    {
        fn replace(
            &self,
            id: u64,
            order: &Order,
        ) -> impl ::core::future::Future<
            Output = Result<Option<Order>>,
        > + ::core::marker::Send {
            <__T as Shop>::replace(*self, id, order)
        }
        fn orders(
            &self,
        ) -> impl ::core::future::Future<
            Output = Result<Pages<Order>>,
        > + ::core::marker::Send {
            <__T as Shop>::orders(*self)
        }
        fn prices(
            &self,
        ) -> impl ::core::future::Future<
            Output = Result<Pages<u64>>,
        > + ::core::marker::Send {
            <__T as Shop>::prices(*self)
        }
    }
};
