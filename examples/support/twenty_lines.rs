use retry_client::{Result, client};

#[client(base_url = "https://api.github.com")]
#[retry(exponential, attempts = 3)]
pub trait GitHub {
    #[get("/users/{login}/repos/count")]
    async fn repos(&self, login: &str) -> Result<u32>;
}

#[tokio::test]
async fn a_busy_server_is_asked_again() {
    use retry_client::testing::{Stub, json, status};
    let stub = Stub::new();
    let route = stub.on(GitHubClient::REPOS, ["octocat"]);
    route.answers([status(503), json(&8)]);
    let github: GitHubClient = stub.client();
    assert_eq!(github.repos("octocat").await.unwrap(), 8);
    stub.verify();
}
