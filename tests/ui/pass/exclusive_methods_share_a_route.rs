//! rule 29

use retry_client::{Result, client};

#[client]
trait Api {
    #[cfg(test)]
    #[get("/users/{id}")]
    async fn user(&self, id: u64) -> Result<String>;

    #[cfg(not(test))]
    #[get("/users/{id}")]
    async fn user(&self, id: u64) -> Result<Vec<u8>>;

    #[put("/users/{id}")]
    async fn replace(&self, id: u64, #[json] name: &str) -> Result<()>;
}

#[test]
fn exclusive_methods_share_a_route() {
    let names = ApiClient::ENDPOINTS.iter().map(|endpoint| endpoint.name());
    assert_eq!(names.collect::<Vec<_>>(), ["user", "replace"]);
}
