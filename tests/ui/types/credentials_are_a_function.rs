//! rule 58

use retry_client::{BoxError, Credential, Result, client};

#[client(base_url = "https://api.example.com")]
trait Api {
    #[get("/x")]
    async fn x(&self) -> Result<String>;
}

async fn login() -> Result<Credential, BoxError> {
    Ok(Credential::bearer("t0ken"))
}

fn main() {
    let _ = ApiClient::builder().credentials(login).build();
}
