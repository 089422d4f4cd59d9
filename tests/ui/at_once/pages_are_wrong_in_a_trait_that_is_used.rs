//! 1 error

use retry_client::{Pages, Result, client};

#[client(base_url = "https://api.example.com")]
trait Api {
    #[get("/items")]
    #[pages(links)]
    async fn items(&self) -> Result<Pages<String>>;

    #[get("/others")]
    #[pages(page = "page")]
    async fn others(&self) -> Result<Pages<String>>;
}

async fn run(api: &ApiClient) -> Result<usize> {
    let mut items = api.items().resume_from("x").attempts(3).await?;
    let _ = items.item().await?;
    let mut others = api.others().resume_from("2").await?;
    Ok(others.collect_at_most(10).await?.len())
}

fn main() {
    let _ = run;
}
