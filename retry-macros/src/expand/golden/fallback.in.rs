/// The GitHub REST API.
#[client(base_url = "https://api.github.com", timeuot = 1s)]
pub trait GitHub {
    /// One repository.
    #[get("/repos/{owner}")]
    async fn repo(&self, owner: &str) -> Result<Repo>;

    #[get("/x")]
    async fn new<T>(&self) -> Result<T>;
}
