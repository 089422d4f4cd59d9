//! Tests of code that uses a client, with a mock by `mockall`.
//!
//! `mock!` repeats the methods of the trait as they are declared, as `async fn`, without the attributes
//! of `retry_client`. An expectation gets the arguments and returns the result itself, not a future. An
//! unexpected call, or the wrong number of calls, fails the test.
//!
//! Run with `cargo run --example mock_with_mockall`, or as a test with
//! `cargo test --example mock_with_mockall`.

use mockall::{mock, predicate::eq};
use retry_client::{Result, client};

#[client(base_url = "https://mail.example.com")]
#[retry(exponential)]
trait Mail {
    #[get("/users/{user}/address", none_on = 404)]
    async fn address(&self, user: &str) -> Result<Option<String>>;

    #[post("/letters")]
    #[idempotency_key]
    async fn send(
        &self,
        #[json] to: &str,
        #[header("accept-language")] language: &str,
    ) -> Result<u64>;
}

/// The code under test. It takes any `Mail` and can be spawned.
async fn greet(mail: &(impl Mail + Sync), user: &str) -> Result<Option<u64>> {
    match mail.address(user).await? {
        Some(address) => mail.send(&address, "en").await.map(Some),
        None => Ok(None),
    }
}

mock! {
    Post {}

    impl Mail for Post {
        async fn address(&self, user: &str) -> Result<Option<String>>;
        async fn send(&self, to: &str, language: &str) -> Result<u64>;
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let mut post = MockPost::new();
    post.expect_address()
        .with(eq("kim"))
        .times(1)
        .returning(|user| Ok(Some(format!("{user}@example.com"))));
    post.expect_send()
        .with(eq("kim@example.com"), eq("en"))
        .times(1)
        .returning(|_, _| Ok(7));
    // The mock's futures are `Send`, as the trait requires.
    let greeted = tokio::spawn(async move { greet(&post, "kim").await });
    let letter = greeted.await.expect("the mock is content")?;
    println!("letter {letter:?} is on its way");
    assert_eq!(letter, Some(7));

    // The real client is a `Mail`, too.
    let real = MailClient::new()?;
    let _greeting = greet(&real, "kim");
    Ok(())
}

#[tokio::test]
async fn nobody_is_greeted_without_an_address() {
    let mut post = MockPost::new();
    post.expect_address().return_once(|_| Ok(None));
    post.expect_send().never();
    assert_eq!(greet(&post, "kim").await.unwrap(), None);
}

#[tokio::test]
#[should_panic(expected = "MockPost::send(\"kim\", \"en\"): No matching expectation found")]
async fn what_is_not_expected_ends_the_test() {
    let mut post = MockPost::new();
    post.expect_address()
        .return_once(|_| Ok(Some("kim".into())));
    let _ = greet(&post, "kim").await;
}
