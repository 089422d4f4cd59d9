//! rule 27

use retry_client::{Body, Result, client};

#[client]
#[retry(exponential)]
trait Api {
    #[put("/files/{name}")]
    #[retry(off)]
    async fn upload(&self, name: &str, #[body] file: Body) -> Result<()>;
}

#[test]
fn a_body_sent_once_is_not_retried() {
    assert_eq!(ApiClient::UPLOAD.path(), "/files/{name}");
}
