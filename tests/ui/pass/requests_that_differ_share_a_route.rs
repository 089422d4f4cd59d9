//! rule 29

use retry_client::{ByteStream, Result, client};

#[client(base_url = "https://h", name = "one-url")]
trait Api {
    #[post("/", headers("x-operation" = "Get"))]
    async fn get(&self, #[json] key: &str) -> Result<String>;

    #[post("/", headers("x-operation" = "Put"))]
    async fn put(&self, #[json] key: &str) -> Result<String>;

    #[get("/objects/{key}")]
    async fn object(&self, key: &str) -> Result<Vec<u8>>;

    #[get("/objects/{key}")]
    async fn stream(&self, key: &str) -> Result<ByteStream>;

    #[get("/objects/{key}")]
    async fn part(&self, key: &str, #[header("range")] range: &str) -> Result<Vec<u8>>;

    #[get("/objects/{key}?acl")]
    async fn acl(&self, key: &str) -> Result<Vec<u8>>;

    #[get("/objects/{key}")]
    async fn version(&self, key: &str, #[query] version: u32) -> Result<Vec<u8>>;

    #[get("/objects/{key}")]
    async fn revision(&self, key: &str, #[query] revision: u32) -> Result<Vec<u8>>;
}

#[test]
fn requests_that_differ_share_a_route() {
    assert_eq!(ApiClient::ENDPOINTS.len(), 8);
    let services = ApiClient::ENDPOINTS
        .iter()
        .map(|endpoint| endpoint.service());
    assert!(services.into_iter().all(|service| service == "one-url"));
}
