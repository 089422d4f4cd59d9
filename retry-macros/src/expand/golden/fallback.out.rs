::core::compile_error! {
    "unknown `client` option `timeuot`; did you mean `timeout`?"
}
::core::compile_error! {
    "the generated client has a `new` itself; rename the method"
}
::core::compile_error! {
    "a method has no generics but lifetimes; write the type that `T` stands for"
}
#[allow(dead_code, async_fn_in_trait, unused_qualifications, clippy::too_many_arguments)]
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
/// Stands for the client until the errors are mended.
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
pub struct GitHubClient(::retry_client::__private::Client);
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
impl ::retry_client::__private::Declared for GitHubClient {
    const POLICY: ::retry_client::__private::Policy = ::retry_client::__private::Policy::off();
    const SERVICE: ::retry_client::__private::Service = ::retry_client::__private::Service::new(
        "GitHub",
        GitHubClient::ENDPOINTS,
    );
    fn from_client(client: ::retry_client::__private::Client) -> Self {
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
#[allow(unused_variables)]
#[automatically_derived]
impl GitHubClient {
    /// Every endpoint.
    pub const ENDPOINTS: &'static [&'static ::retry_client::__private::Endpoint] = &[];
    /// Stands for the constructor.
    pub fn new() -> ::core::result::Result<Self, ::retry_client::__private::Error> {
        Self::builder().build()
    }
    /// Stands for the constructor.
    pub fn with_base_url(
        base_url: impl ::retry_client::__private::IntoUrl,
    ) -> ::core::result::Result<Self, ::retry_client::__private::Error> {
        Self::builder().base_url(base_url).build()
    }
    /// Stands for the builder.
    pub fn builder() -> ::retry_client::__private::ClientBuilder<Self> {
        ::retry_client::__private::ClientBuilder::new()
    }
    /// Stands for the endpoint.
    pub const REPO: ::retry_client::__private::Endpoint = ::retry_client::__private::Endpoint::declare(
            "GitHub",
            "repo",
            "GET",
            &["/"],
        )
        .index(0);
    /// Stands for the method.
    pub fn repo(&self, owner: &str) -> ::retry_client::__private::CallOf<Result<Repo>> {
        ::core::unreachable!()
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
