//! Requests without a body: those whose verb means one to be there say that it is empty, once.

use retry_client::{
    Attempt, BodyFactory, BoxError, Bytes, Method, Request, Result, RetryClient, client,
};

use crate::support::upload_server::{Intake, Upload, UploadServer};

#[client]
#[retry(constant, base = 1ms)]
trait Empty {
    #[post("/")]
    #[idempotent]
    async fn post(&self) -> Result<()>;

    #[put("/")]
    async fn put(&self) -> Result<()>;

    #[patch("/")]
    #[idempotent]
    async fn patch(&self) -> Result<()>;

    #[get("/")]
    async fn get(&self) -> Result<()>;

    #[head("/")]
    async fn head(&self) -> Result<()>;

    #[options("/")]
    async fn options(&self) -> Result<()>;

    #[delete("/")]
    async fn delete(&self) -> Result<()>;

    #[post("/bytes")]
    #[idempotent]
    async fn bytes(&self, #[body] bytes: Bytes) -> Result<()>;

    #[post("/made")]
    #[idempotent]
    async fn made(&self, #[body] body: BodyFactory) -> Result<()>;
}

/// The lines in the head of a request that are about the length of its body.
fn lengths(uploads: &Upload) -> Vec<&str> {
    let is_framing =
        |line: &&str| line.starts_with("content-length:") || line.starts_with("transfer-encoding:");
    uploads.head.lines().filter(is_framing).collect()
}

const ZERO: [&str; 1] = ["content-length: 0"];

#[tokio::test]
async fn a_declared_post_without_a_body_sends_one_content_length_of_zero() {
    type Call = fn(&EmptyClient) -> retry_client::Call<()>;
    let table: [(&str, Call, &[&str]); 9] = [
        ("POST", EmptyClient::post, &ZERO),
        ("PUT", EmptyClient::put, &ZERO),
        ("PATCH", EmptyClient::patch, &ZERO),
        ("GET", EmptyClient::get, &[]),
        ("HEAD", EmptyClient::head, &[]),
        ("OPTIONS", EmptyClient::options, &[]),
        ("DELETE", EmptyClient::delete, &[]),
        ("empty bytes", |empty| empty.bytes(Bytes::new()), &ZERO),
        (
            "an empty body that is made",
            |empty| empty.made(BodyFactory::new(|| "".into())),
            &ZERO,
        ),
    ];
    for (name, call, expected) in table {
        let receiver = UploadServer::start([Intake::Busy(0)]).await;
        let empty = EmptyClient::new(receiver.url()).unwrap();
        call(&empty).await.unwrap();
        let uploads = receiver.uploads();
        assert_eq!(uploads.len(), 2, "{name}");
        assert!(
            uploads.iter().all(|upload| lengths(upload) == expected),
            "{name}: {uploads:?}"
        );
    }
}

#[tokio::test]
async fn an_ad_hoc_post_without_a_body_sends_one_content_length_of_zero() {
    for (method, expected) in [
        (Method::POST, &ZERO[..]),
        (Method::PUT, &ZERO),
        (Method::PATCH, &ZERO),
        (Method::GET, &[]),
        (Method::DELETE, &[]),
    ] {
        let receiver = UploadServer::start([]).await;
        let client = RetryClient::new().unwrap();
        let request = client.request(method.clone(), receiver.url());
        request.send().await.unwrap();
        let uploads = receiver.uploads();
        assert_eq!(uploads.len(), 1, "{method}");
        assert!(
            uploads.iter().all(|upload| lengths(upload) == expected),
            "{method}: {uploads:?}"
        );
    }
}

#[tokio::test]
async fn a_body_added_or_removed_by_a_hook_has_its_real_length() {
    for (given, changed, expected) in [
        (None, Some("twelve bytes"), "content-length: 12"),
        (Some(""), Some("twelve bytes"), "content-length: 12"),
        (Some("twelve bytes"), None, "content-length: 0"),
    ] {
        let receiver = UploadServer::start([]).await;
        let builder = RetryClient::builder().before_attempt(
            async move |request: &mut Request, _: &Attempt| {
                *request.body_mut() = changed.map(Into::into);
                Ok::<_, BoxError>(())
            },
        );
        let client = builder.build().unwrap();
        let mut request = client.post(receiver.url());
        if let Some(given) = given {
            request = request.body(given);
        }
        request.send().await.unwrap();
        assert_eq!(lengths(&receiver.uploads()[0]), [expected], "{given:?}");
    }
}
