//! rule 32

extern crate retry_client as rc;

#[allow(
    unused_imports,
    reason = "named by an attribute alone, which `#[client]` removes"
)]
use self::rc as renamed;
use rc::{Result, client};

#[client(base_url = "https://h", crate = ::retry_client)]
#[::retry_client::retry(exponential)]
trait Api {
    #[rc::get("/users/{id}")]
    #[renamed::retry(attempts = 2)]
    async fn user(&self, id: u64, #[rc::query] full: bool) -> Result<String>;

    #[::retry_client::post("/users")]
    #[rc::idempotency_key]
    async fn add(&self, #[json] name: &str) -> Result<()>;
}

#[test]
fn attributes_have_the_path_of_a_renamed_crate() {
    let request = ApiClient::new().unwrap().user(1, true).build().unwrap();
    assert_eq!(request.url().as_str(), "https://h/users/1?full=true");
    assert_eq!(ApiClient::USER.policy().max_attempts(), Some(2));
}
