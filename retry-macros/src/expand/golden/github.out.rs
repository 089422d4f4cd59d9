#[allow(clippy::all, clippy::pedantic)]
use ::retry_client::__private as __GitHub;
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
    ) -> impl __GitHub::Future<Output = Result<Repo>> + __GitHub::Send;
    /// `None` when there is no such user.
    ///
    /// `GET /users/{login}` — up to 2 attempts, after a connection failure, a timeout, a lost connection, a cut body, any 5xx, 429; waits 0 to 100ms, or as long as `Retry-After` asks, up to 60s. Over after 1m 100ms at the latest, but for `Retry-After`. May be repeated: GET is idempotent.
    fn user(
        &self,
        login: &str,
    ) -> impl __GitHub::Future<Output = Result<Option<User>>> + __GitHub::Send;
    ///
    /// `POST /repos/{owner}/{name}/issues` — up to 4 attempts, after a connection failure, a timeout, a lost connection, a cut body, any 5xx, 429; waits 0 to 100ms, 0 to 200ms, 0 to 400ms (at most 700ms), or as long as `Retry-After` asks, up to 60s. Over after 2m 700ms at the latest, but for `Retry-After`. May be repeated: the server drops duplicates by `Idempotency-Key`.
    fn open_issue(
        &self,
        owner: &str,
        name: &str,
        issue: &NewIssue,
    ) -> impl __GitHub::Future<Output = Result<Issue>> + __GitHub::Send;
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
    const POLICY: __GitHub::Policy = __GitHub::Policy::new(
            __GitHub::Strategy::exponential(),
        )
        .attempts(4)
        .statuses_set(__GitHub::StatusSet::NONE.and(__GitHub::Statuses(429).set()));
    const SERVICE: __GitHub::Service = __GitHub::Service::new(
            "GitHub",
            GitHubClient::ENDPOINTS,
        )
        .base_urls(&["https://api.github.com"])
        .headers(
            &[
                __GitHub::StaticHeader::new(
                    "accept",
                    || __GitHub::Constant("application/vnd.github+json").header(),
                ),
            ],
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
#[automatically_derived]
impl GitHubClient {
    /// `GET /repos/{owner}/{name}`.
    pub const REPO: __GitHub::Endpoint = __GitHub::Endpoint::declare(
            "GitHub",
            "repo",
            "GET",
            &["/repos/{owner}/{name}"],
        )
        .described(
            "`GET /repos/{owner}/{name}` — up to 4 attempts, after a connection failure, a timeout, a lost connection, a cut body, any 5xx, 429; waits 0 to 100ms, 0 to 200ms, 0 to 400ms (at most 700ms), or as long as `Retry-After` asks, up to 60s. Over after 2m 700ms at the latest, but for `Retry-After`. May be repeated: GET is idempotent.",
        )
        .index(0)
        .inherit(<Self as __GitHub::Declared>::POLICY);
    /// `GET /users/{login}`.
    pub const USER: __GitHub::Endpoint = __GitHub::Endpoint::declare(
            "GitHub",
            "user",
            "GET",
            &["/users/{login}"],
        )
        .described(
            "`GET /users/{login}` — up to 2 attempts, after a connection failure, a timeout, a lost connection, a cut body, any 5xx, 429; waits 0 to 100ms, or as long as `Retry-After` asks, up to 60s. Over after 1m 100ms at the latest, but for `Retry-After`. May be repeated: GET is idempotent.",
        )
        .index(1)
        .own(__GitHub::Policy::refining().attempts(2))
        .inherit(<Self as __GitHub::Declared>::POLICY)
        .none_on(__GitHub::StatusSet::NONE.and(__GitHub::Statuses(404).set()));
    /// `POST /repos/{owner}/{name}/issues`.
    pub const OPEN_ISSUE: __GitHub::Endpoint = __GitHub::Endpoint::declare(
            "GitHub",
            "open_issue",
            "POST",
            &["/repos/{owner}/{name}/issues"],
        )
        .described(
            "`POST /repos/{owner}/{name}/issues` — up to 4 attempts, after a connection failure, a timeout, a lost connection, a cut body, any 5xx, 429; waits 0 to 100ms, 0 to 200ms, 0 to 400ms (at most 700ms), or as long as `Retry-After` asks, up to 60s. Over after 2m 700ms at the latest, but for `Retry-After`. May be repeated: the server drops duplicates by `Idempotency-Key`.",
        )
        .index(2)
        .repeat_when(__GitHub::Repeat::Key("Idempotency-Key"))
        .inherit(<Self as __GitHub::Declared>::POLICY);
    /// Every endpoint of [`GitHub`], in the order of declaration.
    pub const ENDPOINTS: &'static [&'static __GitHub::Endpoint] = &[
        &Self::REPO,
        &Self::USER,
        &Self::OPEN_ISSUE,
    ];
    /// A client for the service at its declared base URL.
    ///
    /// # Errors
    ///
    /// When the transport cannot be set up.
    pub fn new() -> __GitHub::Result<Self> {
        Self::builder().build()
    }
    /// A client for the service at `base_url`, whatever base URL was declared.
    ///
    /// # Errors
    ///
    /// When `base_url` is not an absolute `http` or `https` URL, or the transport
    /// cannot be set up.
    pub fn with_base_url(base_url: impl __GitHub::IntoUrl) -> __GitHub::Result<Self> {
        Self::builder().base_url(base_url).build()
    }
    /// Everything about a client that can be set before it is built.
    pub fn builder() -> __GitHub::ClientBuilder<Self> {
        __GitHub::ClientBuilder::new()
    }
    /// One repository.
    ///
    /// `GET /repos/{owner}/{name}` — up to 4 attempts, after a connection failure, a timeout, a lost connection, a cut body, any 5xx, 429; waits 0 to 100ms, 0 to 200ms, 0 to 400ms (at most 700ms), or as long as `Retry-After` asks, up to 60s. Over after 2m 700ms at the latest, but for `Retry-After`. May be repeated: GET is idempotent.
    pub fn repo(&self, owner: &str, name: &str) -> __GitHub::CallOf<Result<Repo>> {
        self.0
            .request(
                const { &Self::REPO },
                &[
                    ("owner", "owner", __GitHub::segment(&owner)),
                    ("name", "name", __GitHub::segment(&name)),
                ],
            )
            .call(
                <__GitHub::ShapeOf<Result<Repo>> as __GitHub::Default>::default()
                    .reply()
                    .required()
                    .decoder(),
            )
    }
    /// `None` when there is no such user.
    ///
    /// `GET /users/{login}` — up to 2 attempts, after a connection failure, a timeout, a lost connection, a cut body, any 5xx, 429; waits 0 to 100ms, or as long as `Retry-After` asks, up to 60s. Over after 1m 100ms at the latest, but for `Retry-After`. May be repeated: GET is idempotent.
    pub fn user(&self, login: &str) -> __GitHub::CallOf<Result<Option<User>>> {
        self.0
            .request(
                const { &Self::USER },
                &[("login", "login", __GitHub::segment(&login))],
            )
            .call(
                <__GitHub::ShapeOf<Result<Option<User>>> as __GitHub::Default>::default()
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
    ) -> __GitHub::CallOf<Result<Issue>> {
        self.0
            .request(
                const { &Self::OPEN_ISSUE },
                &[
                    ("owner", "owner", __GitHub::segment(&owner)),
                    ("name", "name", __GitHub::segment(&name)),
                ],
            )
            .json("issue", &issue)
            .call(
                <__GitHub::ShapeOf<Result<Issue>> as __GitHub::Default>::default()
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
    ) -> impl __GitHub::Future<Output = Result<Repo>> + __GitHub::Send {
        Self::repo(self, owner, name)
    }
    fn user(
        &self,
        login: &str,
    ) -> impl __GitHub::Future<Output = Result<Option<User>>> + __GitHub::Send {
        Self::user(self, login)
    }
    fn open_issue(
        &self,
        owner: &str,
        name: &str,
        issue: &NewIssue,
    ) -> impl __GitHub::Future<Output = Result<Issue>> + __GitHub::Send {
        Self::open_issue(self, owner, name, issue)
    }
}
