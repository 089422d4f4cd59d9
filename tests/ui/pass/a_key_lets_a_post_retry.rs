//! rule 14

use retry_client::{Repeat, Result, client};

#[client]
trait Api {
    #[post("/orders")]
    #[retry(attempts = 2)]
    #[idempotency_key]
    async fn order(&self, #[json] item: &str) -> Result<()>;

    #[patch("/orders/{id}")]
    #[retry(attempts = 2)]
    async fn change(
        &self,
        id: u64,
        #[json] item: &str,
        #[idempotency_key("X-Key")] key: Option<&str>,
    ) -> Result<()>;
}

#[test]
fn a_key_lets_a_post_retry() {
    assert_eq!(ApiClient::ORDER.repeat(), Repeat::Key("Idempotency-Key"));
    assert_eq!(ApiClient::CHANGE.repeat(), Repeat::Key("X-Key"));
}
