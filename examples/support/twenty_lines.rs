use retry_client::{Result, client, testing};

#[client(base_url = "https://api.github.com")]
#[retry(exponential, attempts = 3)]
pub trait GitHub {
    #[get("/users/{login}/repos/count")]
    async fn repos(&self, login: &str) -> Result<u32>;
}

#[tokio::test]
async fn a_busy_server_is_asked_again() {
    let stub = testing::Stub::new();
    stub.on(GitHubClient::REPOS, ["octocat"])
        .answers([testing::status(503), testing::json(&8)]);
    let github: GitHubClient = stub.client();
    assert_eq!(github.repos("octocat").await.unwrap(), 8);
    stub.verify();
}
