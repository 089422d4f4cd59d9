//! rule 14

use retry_client::{Repeat, Result, client};

#[client]
trait Api {
    #[post("/orders")]
    #[retry(unprocessed_only, attempts = 2)]
    async fn order(&self, #[json] item: &str) -> Result<()>;
}

#[test]
fn unprocessed_only_lets_a_post_retry() {
    let repeat = ApiClient::ORDER.repeat();
    assert!(matches!(repeat, Repeat::Unprocessed(_)), "{repeat:?}");
}
