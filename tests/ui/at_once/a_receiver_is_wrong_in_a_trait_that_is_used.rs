//! 2 errors

use retry_client::{Result, client};

#[client(base_url = "https://api.example.com")]
trait Api {
    #[get("/users/{id}")]
    async fn user(&mut self, id: u64) -> Result<String>;

    #[get("/users")]
    async fn users(self) -> Result<String>;
}

async fn through_the_trait(api: &impl Api) -> Result<String> {
    api.user(1).await?;
    api.users().await
}

async fn run() -> Result<()> {
    let api = ApiClient::new()?;
    api.users().await?;
    api.user(1).attempts(5).await?;
    api.users().await?;
    through_the_trait(&api).await.map(drop)
}

fn main() {
    drop(run());
}
