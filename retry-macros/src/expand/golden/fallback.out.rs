::core::compile_error! {
    "unknown `client` option `timeuot`; did you mean `timeout`?"
}
::core::compile_error! {
    "the generated client already has `new`; rename the method"
}
::core::compile_error! {
    "a method can only be generic over lifetimes; write the type that `T` stands for"
}
#[allow(clippy::all, clippy::pedantic)]
use ::retry_client::__private as __GitHub;
#[allow(dead_code, async_fn_in_trait, unused_qualifications, clippy::too_many_arguments)]
/// The GitHub REST API.
pub trait GitHub {
    /// One repository.
    fn repo(
        &self,
        owner: &str,
    ) -> impl __GitHub::Future<Output = Result<Repo>> + __GitHub::Send;
    fn new<T>(&self) -> impl __GitHub::Future<Output = Result<T>> + __GitHub::Send;
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
pub struct GitHubClient(__GitHub::Client);
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
impl __GitHub::Declared for GitHubClient {
    const POLICY: __GitHub::Policy = __GitHub::Policy::off();
    const SERVICE: __GitHub::Service = __GitHub::Service::new(
        "GitHub",
        GitHubClient::ENDPOINTS,
    );
    fn from_client(client: __GitHub::Client) -> Self {
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
    pub const ENDPOINTS: &'static [&'static __GitHub::Endpoint] = &[];
    /// Stands for the constructor.
    pub fn new() -> ::core::result::Result<Self, __GitHub::Error> {
        Self::builder().build()
    }
    /// Stands for the constructor.
    pub fn with_base_url(
        base_url: impl __GitHub::IntoUrl,
    ) -> ::core::result::Result<Self, __GitHub::Error> {
        Self::builder().base_url(base_url).build()
    }
    /// Stands for the builder.
    pub fn builder() -> __GitHub::ClientBuilder<Self> {
        __GitHub::ClientBuilder::new()
    }
    /// Stands for the endpoint.
    pub const REPO: __GitHub::Endpoint = __GitHub::Endpoint::declare(
            "GitHub",
            "repo",
            "GET",
            &["/"],
        )
        .index(0);
    /// Stands for the method.
    pub fn repo(&self, owner: &str) -> __GitHub::CallOf<Result<Repo>> {
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
    ) -> impl __GitHub::Future<Output = Result<Repo>> + __GitHub::Send {
        ::core::future::pending::<Result<Repo>>()
    }
    fn new<T>(&self) -> impl __GitHub::Future<Output = Result<T>> + __GitHub::Send {
        ::core::future::pending::<Result<T>>()
    }
}
