//! rule 29

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users/{id}")]
    async fn user(
        &self,
        #[cfg(any())] id: Vec<Missing>,
        #[cfg(not(any()))] id: u64,
        #[cfg(any())] nothing: u8,
        #[cfg_attr(not(any()), cfg(any()))] nothing: Missing,
        #[cfg_attr(any(), cfg(any()))]
        #[query]
        kept: u8,
    ) -> Result<String>;

    #[cfg(any())]
    #[get("/users/{id}")]
    async fn twice(&self, id: u64) -> Result<String>;

    #[cfg(any())]
    #[get("no slash", timeout = 5)]
    fn wrong() -> Missing;

    #[cfg(not(any()))]
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

#[cfg(any())]
#[client(base_url = "no URL")]
trait GoneToo {
    async fn wrong() -> Missing;
}

#[client(base_url = "https://h")]
#[cfg(not(any()))]
trait Below {
    #[cfg(any())]
    const LIMIT: Missing = Missing;

    #[cfg(not(any()))]
    const LIMIT: u8 = 1;

    #[get("/")]
    async fn root(&self) -> Result<()>;

    #[cfg(any())]
    fn limit(&self) -> Missing {
        Self::LIMIT
    }

    #[cfg(not(any()))]
    fn limit(&self) -> u8 {
        Self::LIMIT
    }
}

#[cfg(not(any()))]
#[client(base_url = "https://h")]
trait Above {
    #[get("/")]
    async fn root(&self) -> Result<()>;
}

#[test]
fn what_cfg_takes_away_is_not_checked() {
    let names = ApiClient::ENDPOINTS.iter().map(|endpoint| endpoint.name());
    assert_eq!(names.collect::<Vec<_>>(), ["user"]);
    assert_eq!(<BelowClient as Below>::LIMIT, 1);
    assert_eq!(BelowClient::new().unwrap().limit(), 1);
    assert_eq!(AboveClient::ENDPOINTS.len(), 1);
}
