//! rule 37

use retry_client::{Bytes, Reply, Response, Result, client};

#[client(base_url = "https://api.example.com/v1")]
#[retry(attempts = 2)]
trait Api {
    #[get("/notes/{id}")]
    async fn note(&self, id: u64, #[query] lang: Option<&str>) -> Result<Reply<String>>;

    #[put("/notes/{id}")]
    async fn write(&self, id: u64, #[json] text: &str) -> Result<()>;

    #[put("/raw/{id}")]
    async fn write_raw(&self, id: u64, #[body("text/plain")] text: Bytes) -> Result<Response>;
}

#[test]
fn what_needs_no_feature_is_declared_without_any() {
    assert_eq!(ApiClient::ENDPOINTS.len(), 3);
}
