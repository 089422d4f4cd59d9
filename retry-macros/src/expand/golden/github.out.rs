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
    ///
    /// `GET /repos/{owner}/{name}`, with the policy of [`GitHubClient::repo`].
    fn repo(
        &self,
        owner: &str,
        name: &str,
    ) -> impl ::core::future::Future<Output = Result<Repo>> + ::core::marker::Send;
    /// `None` when there is no such user.
    ///
    /// `GET /users/{login}`, with the policy of [`GitHubClient::user`].
    fn user(
        &self,
        login: &str,
    ) -> impl ::core::future::Future<
        Output = Result<Option<User>>,
    > + ::core::marker::Send;
    /// `POST /repos/{owner}/{name}/issues`, with the policy of [`GitHubClient::open_issue`].
    fn open_issue(
        &self,
        owner: &str,
        name: &str,
        issue: &NewIssue,
    ) -> impl ::core::future::Future<Output = Result<Issue>> + ::core::marker::Send;
}
/// The client of [`GitHub`].
///
/// | method | endpoint | attempts | repeated |
/// |---|---|---|---|
/// | [`repo`](Self::repo) | `GET /repos/{owner}/{name}` | up to 4 attempts | yes: GET is idempotent |
/// | [`user`](Self::user) | `GET /users/{login}` | up to 2 attempts | yes: GET is idempotent |
/// | [`open_issue`](Self::open_issue) | `POST /repos/{owner}/{name}/issues` | up to 4 attempts | yes: the server drops duplicates by `Idempotency-Key` |
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
        const POLICY: __rt::Policy = __rt::Policy::new(__rt::Strategy::exponential())
            .attempts(4)
            .statuses(&[429]);
        const SERVICE: __rt::Service = __rt::Service::new(
                "GitHub",
                GitHubClient::ENDPOINTS,
            )
            .base_urls(&["https://api.github.com"])
            .headers(
                &[__rt::StaticHeader::literal("accept", "application/vnd.github+json")],
            );
        fn from_client(client: __rt::Client) -> Self {
            use __rt::{Constructs as _, ConstructsNothing as _, Foreign as _, Own as _};
            let parts = (&__rt::Constructor(GitHubClient)).__parts(|this| &this.0);
            let parts = __rt::PartsOf::<_, Self>::new(parts);
            (&parts).__wrap(client)
        }
        fn as_client(&self) -> &__rt::Client {
            use __rt::{Constructs as _, ConstructsNothing as _, Foreign as _, Own as _};
            let parts = (&__rt::Constructor(GitHubClient)).__parts(|this| &this.0);
            let parts = __rt::PartsOf::<_, Self>::new(parts);
            (&parts).__open(self)
        }
    }
    #[automatically_derived]
    impl ::core::clone::Clone for GitHubClient {
        fn clone(&self) -> Self {
            __rt::Declared::from_client(__rt::Declared::as_client(self).clone())
        }
    }
    #[automatically_derived]
    impl ::core::fmt::Debug for GitHubClient {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            f.debug_tuple("GitHubClient").field(__rt::Declared::as_client(self)).finish()
        }
    }
    const _: __rt::Policy = __rt::checked(<GitHubClient as __rt::Declared>::POLICY);
    #[automatically_derived]
    impl GitHubClient {
        /// `GET /repos/{owner}/{name}`, called by [`repo`](Self::repo).
        pub const REPO: __rt::Endpoint = {
            const __POLICIES: __rt::DeclaredPolicies = __rt::DeclaredPolicies::inherited(
                &<GitHubClient as __rt::Declared>::POLICY,
            );
            __rt::EndpointDeclaration {
                service: "GitHub",
                name: "repo",
                verb: "GET",
                paths: &["/repos/{owner}/{name}"],
                description: "`GET /repos/{owner}/{name}`: up to 4 attempts, retried after a connection failure, a timeout, a lost connection, a truncated body, any 5xx, or 429. Waits 0 to 100ms, 0 to 200ms, then 0 to 400ms (at most 700ms), or as long as `Retry-After` asks, up to 60s. Worst case: 2m 700ms, unless `Retry-After` asks for more. Safe to repeat: GET is idempotent.",
                policies: &__POLICIES,
                ..__rt::EndpointDeclaration::NEW
            }
                .endpoint()
        };
        /// `GET /users/{login}`, called by [`user`](Self::user).
        pub const USER: __rt::Endpoint = {
            const __POLICIES: __rt::DeclaredPolicies = __rt::DeclaredPolicies::new(
                __rt::REFINING.attempts(2),
                &<GitHubClient as __rt::Declared>::POLICY,
            );
            __rt::EndpointDeclaration {
                service: "GitHub",
                name: "user",
                verb: "GET",
                paths: &["/users/{login}"],
                description: "`GET /users/{login}`: up to 2 attempts, retried after a connection failure, a timeout, a lost connection, a truncated body, any 5xx, or 429. Waits 0 to 100ms, or as long as `Retry-After` asks, up to 60s. Worst case: 1m 100ms, unless `Retry-After` asks for more. Safe to repeat: GET is idempotent.",
                policies: &__POLICIES,
                none_on: __rt::StatusSet::of(&[404]),
                ..__rt::EndpointDeclaration::NEW
            }
                .endpoint()
        };
        /// `POST /repos/{owner}/{name}/issues`, called by [`open_issue`](Self::open_issue).
        pub const OPEN_ISSUE: __rt::Endpoint = {
            const __POLICIES: __rt::DeclaredPolicies = __rt::DeclaredPolicies::inherited(
                &<GitHubClient as __rt::Declared>::POLICY,
            );
            __rt::EndpointDeclaration {
                service: "GitHub",
                name: "open_issue",
                verb: "POST",
                paths: &["/repos/{owner}/{name}/issues"],
                description: "`POST /repos/{owner}/{name}/issues`: up to 4 attempts, retried after a connection failure, a timeout, a lost connection, a truncated body, any 5xx, or 429. Waits 0 to 100ms, 0 to 200ms, then 0 to 400ms (at most 700ms), or as long as `Retry-After` asks, up to 60s. Worst case: 2m 700ms, unless `Retry-After` asks for more. Safe to repeat: the server drops duplicates by `Idempotency-Key`.",
                repeat: __rt::Repeat::Key("Idempotency-Key"),
                policies: &__POLICIES,
                ..__rt::EndpointDeclaration::NEW
            }
                .endpoint()
        };
        /// Every endpoint of [`GitHub`], in the order of declaration.
        pub const ENDPOINTS: &'static [&'static __rt::Endpoint] = &[
            &Self::REPO,
            &Self::USER,
            &Self::OPEN_ISSUE,
        ];
        /// A client for the service at its declared base URL.
        ///
        /// # Errors
        ///
        /// If the HTTP client cannot be set up.
        pub fn new() -> __rt::Result<Self> {
            Self::builder().build()
        }
        /// A client for the service at `base_url`, in place of any declared base URL.
        ///
        /// # Errors
        ///
        /// If `base_url` is not an absolute `http` or `https` URL, or the HTTP client
        /// cannot be set up.
        pub fn with_base_url(base_url: impl __rt::IntoUrl) -> __rt::Result<Self> {
            Self::builder().base_url(base_url).build()
        }
        /// The guards that the calls of this client and its clones share.
        #[must_use]
        pub fn guards(&self) -> __rt::Guards {
            __rt::Declared::as_client(self).guards()
        }
        /// A builder, for everything that is set before a client is built.
        pub fn builder() -> __rt::ClientBuilder<Self> {
            __rt::ClientBuilder::new()
        }
        /// One repository.
        ///
        /// `GET /repos/{owner}/{name}`: **up to 4 attempts**, retried **after** a connection failure, a timeout, a lost connection, a truncated body, any 5xx, or 429. **Waits** 0 to 100ms, 0 to 200ms, then 0 to 400ms (at most 700ms), or as long as `Retry-After` asks, up to 60s. **Worst case**: 2m 700ms, unless `Retry-After` asks for more. **Safe to repeat**: GET is idempotent.
        pub fn repo(
            &self,
            owner: &str,
            name: &str,
        ) -> __rt::Call<Repo, <Result<Repo> as __rt::Returns>::Error> {
            __rt::Declared::as_client(self)
                .request(
                    const { &__rt::listed(Self::REPO, Self::ENDPOINTS) },
                    &[
                        ("owner", "owner", &__rt::arg(&owner).segment()),
                        ("name", "name", &__rt::arg(&name).segment()),
                    ],
                )
                .call(
                    <__rt::ReturnTypeOf<Result<Repo>> as __rt::Default>::default()
                        .reply()
                        .required()
                        .decoder(),
                )
        }
        /// `None` when there is no such user.
        ///
        /// `GET /users/{login}`: **up to 2 attempts**, retried **after** a connection failure, a timeout, a lost connection, a truncated body, any 5xx, or 429. **Waits** 0 to 100ms, or as long as `Retry-After` asks, up to 60s. **Worst case**: 1m 100ms, unless `Retry-After` asks for more. **Safe to repeat**: GET is idempotent.
        pub fn user(
            &self,
            login: &str,
        ) -> __rt::Call<Option<User>, <Result<Option<User>> as __rt::Returns>::Error> {
            __rt::Declared::as_client(self)
                .request(
                    const { &__rt::listed(Self::USER, Self::ENDPOINTS) },
                    &[("login", "login", &__rt::arg(&login).segment())],
                )
                .call(
                    <__rt::ReturnTypeOf<
                        Result<Option<User>>,
                    > as __rt::Default>::default()
                        .reply()
                        .optional()
                        .reply()
                        .decoder(),
                )
        }
        /// `POST /repos/{owner}/{name}/issues`: **up to 4 attempts**, retried **after** a connection failure, a timeout, a lost connection, a truncated body, any 5xx, or 429. **Waits** 0 to 100ms, 0 to 200ms, then 0 to 400ms (at most 700ms), or as long as `Retry-After` asks, up to 60s. **Worst case**: 2m 700ms, unless `Retry-After` asks for more. **Safe to repeat**: the server drops duplicates by `Idempotency-Key`.
        pub fn open_issue(
            &self,
            owner: &str,
            name: &str,
            issue: &NewIssue,
        ) -> __rt::Call<Issue, <Result<Issue> as __rt::Returns>::Error> {
            __rt::Declared::as_client(self)
                .request(
                    const { &__rt::listed(Self::OPEN_ISSUE, Self::ENDPOINTS) },
                    &[
                        ("owner", "owner", &__rt::arg(&owner).segment()),
                        ("name", "name", &__rt::arg(&name).segment()),
                    ],
                )
                .json("issue", __rt::arg(&issue).option().value())
                .call(
                    <__rt::ReturnTypeOf<Result<Issue>> as __rt::Default>::default()
                        .reply()
                        .required()
                        .decoder(),
                )
        }
    }
    #[automatically_derived]
    impl GitHub for GitHubClient {
        fn repo(
            &self,
            owner: &str,
            name: &str,
        ) -> impl ::core::future::Future<Output = Result<Repo>> + ::core::marker::Send {
            __rt::future::<Result<Repo>>(Self::repo(self, owner, name))
        }
        fn user(
            &self,
            login: &str,
        ) -> impl ::core::future::Future<
            Output = Result<Option<User>>,
        > + ::core::marker::Send {
            __rt::future::<Result<Option<User>>>(Self::user(self, login))
        }
        fn open_issue(
            &self,
            owner: &str,
            name: &str,
            issue: &NewIssue,
        ) -> impl ::core::future::Future<Output = Result<Issue>> + ::core::marker::Send {
            __rt::future::<Result<Issue>>(Self::open_issue(self, owner, name, issue))
        }
    }
    #[automatically_derived]
    impl<__T> GitHub for &__T
    where
        __T: GitHub + ?::core::marker::Sized,
    {
        fn repo(
            &self,
            owner: &str,
            name: &str,
        ) -> impl ::core::future::Future<Output = Result<Repo>> + ::core::marker::Send {
            <__T as GitHub>::repo(*self, owner, name)
        }
        fn user(
            &self,
            login: &str,
        ) -> impl ::core::future::Future<
            Output = Result<Option<User>>,
        > + ::core::marker::Send {
            <__T as GitHub>::user(*self, login)
        }
        fn open_issue(
            &self,
            owner: &str,
            name: &str,
            issue: &NewIssue,
        ) -> impl ::core::future::Future<Output = Result<Issue>> + ::core::marker::Send {
            <__T as GitHub>::open_issue(*self, owner, name, issue)
        }
    }
};
