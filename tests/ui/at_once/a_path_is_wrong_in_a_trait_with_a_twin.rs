//! 1 error

use std::sync::Arc;

use retry_client::{Result, client};

#[client(base_url = "https://h", dyn)]
trait Api {
    #[get("users")]
    async fn users(&self) -> Result<String>;
}

async fn print(api: &(impl Api + ?Sized)) -> Result<()> {
    println!("{}", api.users().await?);
    Ok(())
}

async fn all(shared: Arc<dyn DynApi>) -> Result<()> {
    shared.users().await?;
    print(&*shared).await?;
    let client = ApiClient::new()?;
    print(&client).await?;
    print(&&client).await
}

fn main() {
    let shared: Arc<dyn DynApi> = Arc::new(ApiClient::new().unwrap());
    let _ = all(shared);
}
