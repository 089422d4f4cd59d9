//! Arguments and methods with the names that generated code might use itself.

use retry_client::{Result, client};

#[client(base_url = "https://h", dyn)]
trait Names {
    #[get("/{request}/{client}/{path}/{url}/{attempt}/{policy}/{call}")]
    async fn locals(
        &self,
        request: u8,
        client: u8,
        path: u8,
        url: u8,
        attempt: u8,
        policy: u8,
        call: u8,
    ) -> Result<()>;

    #[get("/raw/{type}")]
    async fn r#match(&self, r#type: &str, #[query] r#fn: u8) -> Result<()>;

    #[get("/reply")]
    async fn reply(&self) -> Result<()>;

    #[get("/request")]
    async fn request(&self) -> Result<()>;

    #[get("/service")]
    async fn service(&self, #[query] rt: u8, #[query] __private: u8) -> Result<()>;
}

#[test]
fn arguments_can_have_the_names_that_generated_code_uses() {
    let api = NamesClient::new().unwrap();
    let url = |built: Result<retry_client::Request>| built.unwrap().url().path().to_owned();
    assert_eq!(
        url(api.locals(1, 2, 3, 4, 5, 6, 7).build()),
        "/1/2/3/4/5/6/7"
    );
    let raw = api.r#match("a", 2).build().unwrap();
    assert_eq!(raw.url().as_str(), "https://h/raw/a?fn=2");
    assert_eq!(NamesClient::MATCH.name(), "match");
    assert_eq!(url(api.reply().build()), "/reply");
    assert_eq!(url(api.request().build()), "/request");
    let query = api.service(1, 2).build().unwrap();
    assert_eq!(query.url().query(), Some("rt=1&__private=2"));
}
