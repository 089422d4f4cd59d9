//! rule 30

use retry_client::{Error, client};

type Answer<T> = Result<T, Error>;
type Maybe<T> = Answer<Option<T>>;
type Tags<'a> = Option<&'a [&'a str]>;

#[client]
trait Api {
    #[get("/users/{login}", none_on = 404)]
    async fn user(&self, login: &str, #[query("tag")] tags: Tags<'_>) -> Maybe<String>;

    #[delete("/users/{login}")]
    async fn remove(&self, login: &str) -> Answer<()>;
}

#[test]
fn aliases_are_seen_through() {
    assert_eq!(ApiClient::ENDPOINTS.len(), 2);
}
