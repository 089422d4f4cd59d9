::core::compile_error! {
    "unknown `client` option `timeuot`; did you mean `timeout`?"
}
::core::compile_error! {
    "the generated client already has `new`; rename the method"
}
::core::compile_error! {
    "a method can only be generic over lifetimes; write the type that `T` stands for"
}
#[allow(
    dead_code,
    async_fn_in_trait,
    private_bounds,
    unused_qualifications,
    clippy::manual_async_fn,
    clippy::too_many_arguments
)]
/// The GitHub REST API.
pub trait GitHub {
    /// One repository.
    fn repo(
        &self,
        owner: &str,
    ) -> impl ::core::future::Future<Output = Result<Repo>> + ::core::marker::Send;
    fn new<T>(
        &self,
    ) -> impl ::core::future::Future<Output = Result<T>> + ::core::marker::Send;
}
/// Stands for the client until the errors are corrected.
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
pub struct GitHubClient(::retry_client::__private::Client);
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
    impl __rt::Declared for GitHubClient {
        const POLICY: __rt::Policy = __rt::Policy::off();
        const SERVICE: __rt::Service = __rt::Service::new(
            "GitHub",
            GitHubClient::ENDPOINTS,
        );
        fn from_client(client: __rt::Client) -> Self {
            Self(client)
        }
        fn as_client(&self) -> &__rt::Client {
            &self.0
        }
    }
    #[allow(unused_variables)]
    #[automatically_derived]
    impl GitHubClient {
        /// Every endpoint.
        pub const ENDPOINTS: &'static [&'static __rt::Endpoint] = &[];
        /// Stands for the constructor.
        pub fn new() -> ::core::result::Result<Self, __rt::Error> {
            Self::builder().build()
        }
        /// Stands for the constructor.
        pub fn with_base_url(
            base_url: impl __rt::IntoUrl,
        ) -> ::core::result::Result<Self, __rt::Error> {
            Self::builder().base_url(base_url).build()
        }
        /// Stands for the view of the guards.
        pub fn guards(&self) -> __rt::Guards {
            self.0.guards()
        }
        /// Stands for the builder.
        pub fn builder() -> __rt::ClientBuilder<Self> {
            __rt::ClientBuilder::new()
        }
        /// Stands for the endpoint.
        pub const REPO: __rt::Endpoint = __rt::EndpointDeclaration {
            service: "GitHub",
            name: "repo",
            ..__rt::EndpointDeclaration::NEW
        }
            .endpoint();
        /// Stands for the method.
        pub fn repo(&self, owner: &str) -> __rt::CallOf<Result<Repo>> {
            ::core::unreachable!()
        }
    }
    #[allow(unused_variables, unused_mut)]
    #[automatically_derived]
    impl GitHub for GitHubClient {
        fn repo(
            &self,
            owner: &str,
        ) -> impl ::core::future::Future<Output = Result<Repo>> + ::core::marker::Send {
            ::core::future::pending::<Result<Repo>>()
        }
        fn new<T>(
            &self,
        ) -> impl ::core::future::Future<Output = Result<T>> + ::core::marker::Send {
            ::core::future::pending::<Result<T>>()
        }
    }
    #[allow(unused_variables, unused_mut)]
    #[automatically_derived]
    impl GitHub for &GitHubClient {
        fn repo(
            &self,
            owner: &str,
        ) -> impl ::core::future::Future<Output = Result<Repo>> + ::core::marker::Send {
            ::core::future::pending::<Result<Repo>>()
        }
        fn new<T>(
            &self,
        ) -> impl ::core::future::Future<Output = Result<T>> + ::core::marker::Send {
            ::core::future::pending::<Result<T>>()
        }
    }
};
