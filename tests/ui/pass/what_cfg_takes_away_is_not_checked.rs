//! rule 29

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users/{id}")]
    async fn user(
        &self,
        #[cfg(any())] id: Vec<Missing>,
        #[cfg(all())] id: u64,
        #[cfg(any())] nothing: u8,
    ) -> Result<String>;

    #[cfg(any())]
    #[get("/users/{id}")]
    async fn twice(&self, id: u64) -> Result<String>;

    #[cfg(any())]
    #[get("no slash", timeout = 5)]
    fn wrong() -> Missing;

    #[cfg(all())]
    #[cfg(any())]
    #[post("/users")]
    #[retry(attempts = 0)]
    async fn both_conditions_have_to_hold(&self) -> Result<()>;
}

#[client(base_url = "no URL")]
#[cfg(any())]
trait Gone {
    async fn wrong() -> Missing;
}

#[test]
fn what_cfg_takes_away_is_not_checked() {
    let names = ApiClient::ENDPOINTS.iter().map(|endpoint| endpoint.name());
    assert_eq!(names.collect::<Vec<_>>(), ["user"]);
}
