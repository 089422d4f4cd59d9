//! 1 error

use std::time::Duration;

use retry_client::{Result, client};

#[client(base_url = "https://api.example.com")]
#[retry(exponential)]
trait Api {
    #[get("/users/{id}")]
    async fn user(&self, id: u64) -> Result<String>;

    #[post("/users")]
    #[retry(attempts = 2)]
    async fn add(&self, #[json] name: &str) -> Result<()>;
}

struct Mock;

impl Api for Mock {
    async fn user(&self, id: u64) -> Result<String> {
        Ok(id.to_string())
    }

    async fn add(&self, _name: &str) -> Result<()> {
        Ok(())
    }
}

async fn through_the_trait(api: &impl Api) -> Result<String> {
    api.add("me").await?;
    api.user(1).await
}

async fn run() -> Result<()> {
    let api = ApiClient::new()?;
    let same = ApiClient::with_base_url("http://localhost")?.clone();
    let built = ApiClient::builder()
        .endpoint(ApiClient::USER, |policy| policy.attempts(2))
        .timeout(Duration::from_secs(9))
        .build()?;
    println!("{same:?} {built:?} {}", ApiClient::ENDPOINTS.len());
    api.user(1).attempts(5).timeout(Duration::from_secs(1)).await?;
    api.add("me").no_retry().reply().await?;
    through_the_trait(&api).await?;
    through_the_trait(&Mock).await.map(drop)
}

fn main() {
    drop(run());
}
