//! rule 14

use retry_client::{Repeat, Result, client};

#[client]
trait Api {
    #[post("/searches")]
    #[retry(attempts = 2)]
    #[idempotent("a search changes nothing")]
    async fn search(&self, #[json] words: &str) -> Result<String>;
}

#[test]
fn a_reason_lets_a_post_retry() {
    let declared = Repeat::Declared("a search changes nothing");
    assert_eq!(ApiClient::SEARCH.repeat(), declared);
}
