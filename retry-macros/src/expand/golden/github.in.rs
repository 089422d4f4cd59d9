/// The GitHub REST API.
#[client(base_url = "https://api.github.com", headers("accept" = "application/vnd.github+json"))]
#[retry(exponential, attempts = 4, statuses = [429])]
pub trait GitHub {
    /// One repository.
    #[get("/repos/{owner}/{name}")]
    async fn repo(&self, owner: &str, name: &str) -> Result<Repo>;

    /// `None` when there is no such user.
    #[get("/users/{login}", none_on = 404)]
    #[retry(attempts = 2)]
    async fn user(&self, login: &str) -> Result<Option<User>>;

    #[post("/repos/{owner}/{name}/issues")]
    #[idempotency_key]
    async fn open_issue(&self, owner: &str, name: &str, #[json] issue: &NewIssue) -> Result<Issue>;
}
