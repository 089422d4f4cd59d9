#[allow(dead_code, async_fn_in_trait, unused_qualifications, clippy::too_many_arguments)]
/// The GitHub REST API.
pub trait GitHub {
    /// One repository.
    ///
    /// `GET /repos/{owner}/{name}` — up to 4 attempts, after a connection failure, a timeout, a lost connection, a cut body, any 5xx, 429; waits 0 to 100ms, 0 to 200ms, 0 to 400ms (at most 700ms), or as long as `Retry-After` asks, up to 60s. Over after 2m 700ms at the latest, but for `Retry-After`. May be repeated: GET is idempotent.
    fn repo(
        &self,
        owner: &str,
        name: &str,
    ) -> impl ::core::future::Future<Output = Result<Repo>> + ::core::marker::Send;
    /// `None` when there is no such user.
    ///
    /// `GET /users/{login}` — up to 2 attempts, after a connection failure, a timeout, a lost connection, a cut body, any 5xx, 429; waits 0 to 100ms, or as long as `Retry-After` asks, up to 60s. Over after 1m 100ms at the latest, but for `Retry-After`. May be repeated: GET is idempotent.
    fn user(
        &self,
        login: &str,
    ) -> impl ::core::future::Future<
        Output = Result<Option<User>>,
    > + ::core::marker::Send;
    ///
    /// `POST /repos/{owner}/{name}/issues` — up to 4 attempts, after a connection failure, a timeout, a lost connection, a cut body, any 5xx, 429; waits 0 to 100ms, 0 to 200ms, 0 to 400ms (at most 700ms), or as long as `Retry-After` asks, up to 60s. Over after 2m 700ms at the latest, but for `Retry-After`. May be repeated: the server drops duplicates by `Idempotency-Key`.
    fn open_issue(
        &self,
        owner: &str,
        name: &str,
        issue: &NewIssue,
    ) -> impl ::core::future::Future<Output = Result<Issue>> + ::core::marker::Send;
}
/// The client of [`GitHub`].
///
/// | method | endpoint | attempts |
/// |---|---|---|
/// | [`repo`](Self::repo) | `GET /repos/{owner}/{name}` | up to 4 attempts |
/// | [`user`](Self::user) | `GET /users/{login}` | up to 2 attempts |
/// | [`open_issue`](Self::open_issue) | `POST /repos/{owner}/{name}/issues` | up to 4 attempts |
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
    const POLICY: ::retry_client::__private::Policy = ::retry_client::__private::Policy::new(
            ::retry_client::__private::Strategy::exponential(),
        )
        .attempts(4)
        .statuses_set(
            ::retry_client::__private::StatusSet::NONE
                .and(::retry_client::__private::Statuses(429).set()),
        );
    const SERVICE: ::retry_client::__private::Service = ::retry_client::__private::Service::new(
            "GitHub",
            GitHubClient::ENDPOINTS,
        )
        .base_urls(&["https://api.github.com"])
        .headers(
            &[
                ::retry_client::__private::StaticHeader::new(
                    "accept",
                    || {
                        ::retry_client::__private::Constant(
                                "application/vnd.github+json",
                            )
                            .header()
                    },
                ),
            ],
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
#[automatically_derived]
impl GitHubClient {
    /// `GET /repos/{owner}/{name}`.
    pub const REPO: ::retry_client::__private::Endpoint = ::retry_client::__private::Endpoint::declare(
            "GitHub",
            "repo",
            "GET",
            &["/repos/{owner}/{name}"],
        )
        .described(
            "`GET /repos/{owner}/{name}` — up to 4 attempts, after a connection failure, a timeout, a lost connection, a cut body, any 5xx, 429; waits 0 to 100ms, 0 to 200ms, 0 to 400ms (at most 700ms), or as long as `Retry-After` asks, up to 60s. Over after 2m 700ms at the latest, but for `Retry-After`. May be repeated: GET is idempotent.",
        )
        .index(0)
        .repeat_when(::retry_client::__private::Repeat::Idempotent)
        .inherit(<Self as ::retry_client::__private::Declared>::POLICY);
    /// `GET /users/{login}`.
    pub const USER: ::retry_client::__private::Endpoint = ::retry_client::__private::Endpoint::declare(
            "GitHub",
            "user",
            "GET",
            &["/users/{login}"],
        )
        .described(
            "`GET /users/{login}` — up to 2 attempts, after a connection failure, a timeout, a lost connection, a cut body, any 5xx, 429; waits 0 to 100ms, or as long as `Retry-After` asks, up to 60s. Over after 1m 100ms at the latest, but for `Retry-After`. May be repeated: GET is idempotent.",
        )
        .index(1)
        .repeat_when(::retry_client::__private::Repeat::Idempotent)
        .own(::retry_client::__private::Policy::refining().attempts(2))
        .inherit(<Self as ::retry_client::__private::Declared>::POLICY)
        .none_on(
            ::retry_client::__private::StatusSet::NONE
                .and(::retry_client::__private::Statuses(404).set()),
        );
    /// `POST /repos/{owner}/{name}/issues`.
    pub const OPEN_ISSUE: ::retry_client::__private::Endpoint = ::retry_client::__private::Endpoint::declare(
            "GitHub",
            "open_issue",
            "POST",
            &["/repos/{owner}/{name}/issues"],
        )
        .described(
            "`POST /repos/{owner}/{name}/issues` — up to 4 attempts, after a connection failure, a timeout, a lost connection, a cut body, any 5xx, 429; waits 0 to 100ms, 0 to 200ms, 0 to 400ms (at most 700ms), or as long as `Retry-After` asks, up to 60s. Over after 2m 700ms at the latest, but for `Retry-After`. May be repeated: the server drops duplicates by `Idempotency-Key`.",
        )
        .index(2)
        .repeat_when(::retry_client::__private::Repeat::Key("Idempotency-Key"))
        .inherit(<Self as ::retry_client::__private::Declared>::POLICY);
    /// Every endpoint of [`GitHub`], in the order of declaration.
    pub const ENDPOINTS: &'static [&'static ::retry_client::__private::Endpoint] = &[
        &Self::REPO,
        &Self::USER,
        &Self::OPEN_ISSUE,
    ];
    /// A client for the service at its declared base URL.
    ///
    /// # Errors
    ///
    /// When the transport cannot be set up.
    pub fn new() -> ::core::result::Result<Self, ::retry_client::__private::Error> {
        Self::builder().build()
    }
    /// A client for the service at `base_url`, whatever base URL was declared.
    ///
    /// # Errors
    ///
    /// When `base_url` is not an absolute `http` or `https` URL, or the transport
    /// cannot be set up.
    pub fn with_base_url(
        base_url: impl ::retry_client::__private::IntoUrl,
    ) -> ::core::result::Result<Self, ::retry_client::__private::Error> {
        Self::builder().base_url(base_url).build()
    }
    /// Everything about a client that can be set before it is built.
    pub fn builder() -> ::retry_client::__private::ClientBuilder<Self> {
        ::retry_client::__private::ClientBuilder::new()
    }
    /// One repository.
    ///
    /// `GET /repos/{owner}/{name}` — up to 4 attempts, after a connection failure, a timeout, a lost connection, a cut body, any 5xx, 429; waits 0 to 100ms, 0 to 200ms, 0 to 400ms (at most 700ms), or as long as `Retry-After` asks, up to 60s. Over after 2m 700ms at the latest, but for `Retry-After`. May be repeated: GET is idempotent.
    pub fn repo(
        &self,
        owner: &str,
        name: &str,
    ) -> ::retry_client::__private::CallOf<Result<Repo>> {
        self.0
            .request(
                const { &Self::REPO },
                &[
                    ("owner", "owner", ::retry_client::__private::segment(&owner)),
                    ("name", "name", ::retry_client::__private::segment(&name)),
                ],
            )
            .call(
                <::retry_client::__private::ShapeOf<
                    Result<Repo>,
                > as ::core::default::Default>::default()
                    .reply()
                    .required()
                    .decoder(),
            )
    }
    /// `None` when there is no such user.
    ///
    /// `GET /users/{login}` — up to 2 attempts, after a connection failure, a timeout, a lost connection, a cut body, any 5xx, 429; waits 0 to 100ms, or as long as `Retry-After` asks, up to 60s. Over after 1m 100ms at the latest, but for `Retry-After`. May be repeated: GET is idempotent.
    pub fn user(
        &self,
        login: &str,
    ) -> ::retry_client::__private::CallOf<Result<Option<User>>> {
        self.0
            .request(
                const { &Self::USER },
                &[("login", "login", ::retry_client::__private::segment(&login))],
            )
            .call(
                <::retry_client::__private::ShapeOf<
                    Result<Option<User>>,
                > as ::core::default::Default>::default()
                    .reply()
                    .optional()
                    .reply()
                    .decoder(),
            )
    }
    ///
    /// `POST /repos/{owner}/{name}/issues` — up to 4 attempts, after a connection failure, a timeout, a lost connection, a cut body, any 5xx, 429; waits 0 to 100ms, 0 to 200ms, 0 to 400ms (at most 700ms), or as long as `Retry-After` asks, up to 60s. Over after 2m 700ms at the latest, but for `Retry-After`. May be repeated: the server drops duplicates by `Idempotency-Key`.
    pub fn open_issue(
        &self,
        owner: &str,
        name: &str,
        issue: &NewIssue,
    ) -> ::retry_client::__private::CallOf<Result<Issue>> {
        self.0
            .request(
                const { &Self::OPEN_ISSUE },
                &[
                    ("owner", "owner", ::retry_client::__private::segment(&owner)),
                    ("name", "name", ::retry_client::__private::segment(&name)),
                ],
            )
            .json("issue", &issue)
            .call(
                <::retry_client::__private::ShapeOf<
                    Result<Issue>,
                > as ::core::default::Default>::default()
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
impl GitHub for GitHubClient {
    fn repo(
        &self,
        owner: &str,
        name: &str,
    ) -> impl ::core::future::Future<Output = Result<Repo>> + ::core::marker::Send {
        Self::repo(self, owner, name)
    }
    fn user(
        &self,
        login: &str,
    ) -> impl ::core::future::Future<
        Output = Result<Option<User>>,
    > + ::core::marker::Send {
        Self::user(self, login)
    }
    fn open_issue(
        &self,
        owner: &str,
        name: &str,
        issue: &NewIssue,
    ) -> impl ::core::future::Future<Output = Result<Issue>> + ::core::marker::Send {
        Self::open_issue(self, owner, name, issue)
    }
}
