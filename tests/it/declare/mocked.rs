//! `#[client]` above `mockall::automock`, as the guide shows it.

use std::sync::Arc;

use mockall::predicate::eq;
use retry_client::{Result, client};

use crate::support::memory::MemoryTransport;
use crate::support::script::ok;

#[client(base_url = "http://memory")]
#[retry(exponential)]
#[cfg_attr(test, mockall::automock)]
trait Mail {
    #[get("/users/{user}/address", none_on = 404)]
    async fn address(&self, user: &str) -> Result<Option<String>>;

    #[post("/letters")]
    #[idempotency_key]
    async fn send(&self, #[json] to: &str, #[query] express: bool) -> Result<String>;
}

async fn write<M: Mail + Send + Sync + 'static>(mail: M) -> String {
    let mail = Arc::new(mail);
    let task = tokio::spawn(async move {
        let address = mail.address("kim").await.unwrap().unwrap();
        mail.send(&address, true).await.unwrap()
    });
    task.await.unwrap()
}

#[tokio::test]
async fn automock_below_the_client_makes_a_mock_of_the_same_trait() {
    let mut mock = MockMail::new();
    mock.expect_address()
        .with(eq("kim"))
        .times(1)
        .returning(|user| {
            let address = format!("{user}@h");
            Box::pin(async move { Ok(Some(address)) })
        });
    mock.expect_send()
        .with(eq("kim@h"), eq(true))
        .times(1)
        .returning(|_, _| Box::pin(async { Ok("sent".into()) }));
    assert_eq!(write(mock).await, "sent");
}

#[tokio::test]
async fn the_client_beside_the_mock_sends() {
    let memory = MemoryTransport::new([ok("kim@h"), ok("sent")]);
    let client = MailClient::builder()
        .transport(memory.clone())
        .build()
        .unwrap();
    assert_eq!(write(client).await, "sent");
    assert_eq!(memory.count(), 2);
}
