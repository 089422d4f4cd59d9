//! Object storage and a queue: every request is signed anew, and the queue's operations share one route.
//!
//! Run with `cargo run --example object_storage`. It needs no network beyond the loopback interface.

use retry_client::{BoxError, Bytes, Result};

mod support {
    pub(crate) mod cloud;
    pub(crate) mod compare;
    pub(crate) mod repeat;
    #[expect(dead_code, reason = "other examples use the rest of it")]
    pub(crate) mod service;
}

use support::{cloud, compare};

mod declared {
    use retry_client::{Attempt, BoxError, Bytes, Request, Result, client};

    use super::types::{Message, Received, Send, signature};

    #[client(timeout = 10s)]
    #[retry(exponential, base = 10ms, attempts = 4, statuses = [429], before_attempt = sign)]
    pub(crate) trait Storage {
        #[put("/{bucket}/{key*}")]
        async fn put(&self, bucket: &str, key: &str, #[body] object: Bytes) -> Result<()>;

        #[get("/{bucket}/{key*}", none_on = 404)]
        async fn get(&self, bucket: &str, key: &str) -> Result<Option<Bytes>>;
    }

    #[client(timeout = 10s)]
    #[retry(exponential, base = 10ms, attempts = 4, statuses = [429], before_attempt = sign)]
    pub(crate) trait Queue {
        #[post("/", headers("x-amz-target" = "AmazonSQS.SendMessage"))]
        #[idempotent("the queue drops a message whose deduplication id it has seen")]
        async fn send(&self, #[json] message: &Send<'_>) -> Result<()>;

        #[post("/", headers("x-amz-target" = "AmazonSQS.ReceiveMessage"))]
        async fn receive(&self) -> Result<Received>;

        #[post("/", headers("x-amz-target" = "AmazonSQS.DeleteMessage"))]
        #[idempotent("a message that is gone stays gone")]
        async fn delete(&self, #[json] message: &Message) -> Result<()>;
    }

    /// Signs each attempt with the time at which it is sent.
    fn sign(request: &mut Request, _: &Attempt) -> Result<(), BoxError> {
        let (verb, path) = (request.method().as_str(), request.url().path());
        let (date, signature) = signature(verb, path);
        request.headers_mut().insert("x-date", date.parse()?);
        request
            .headers_mut()
            .insert("authorization", signature.parse()?);
        Ok(())
    }
}

/// The types and the signature of both.
mod types {
    use std::hash::{DefaultHasher, Hash, Hasher};
    use std::sync::atomic::{AtomicU64, Ordering};

    use serde::{Deserialize, Serialize};

    #[derive(Serialize)]
    pub(crate) struct Send<'a> {
        pub(crate) body: &'a str,
        pub(crate) deduplication_id: &'a str,
    }

    #[derive(Deserialize)]
    pub(crate) struct Received {
        pub(crate) messages: Vec<Message>,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    pub(crate) struct Message {
        pub(crate) body: String,
        pub(crate) receipt: String,
    }

    /// Stands in for the signature of a real service. Unlike there, the date is more precise than a second.
    pub(crate) fn signature(verb: &str, path: &str) -> (String, String) {
        static NOW: AtomicU64 = AtomicU64::new(1);
        let date = NOW.fetch_add(1, Ordering::Relaxed).to_string();
        let signature = sign(verb, path, &date);
        (date, signature)
    }

    pub(crate) fn sign(verb: &str, path: &str, date: &str) -> String {
        let mut hasher = DefaultHasher::new();
        ("the secret", verb, path, date).hash(&mut hasher);
        format!("Signature {:016x}", hasher.finish())
    }
}

/// The same over reqwest. Nothing checks that a message is not received twice without a reason.
mod by_hand {
    use std::time::Duration;

    use retry_client::reqwest::{Body, Client, Method, Response, StatusCode, Url};
    use retry_client::{BoxError, Bytes, Result};
    use serde::Serialize;
    use tokio::time::timeout;

    use super::support::repeat::repeat;
    use super::types::{Message, Received, Send, signature};

    const BUSY: &[StatusCode] = &[StatusCode::TOO_MANY_REQUESTS];

    pub(crate) struct Cloud {
        pub(crate) http: Client,
        pub(crate) base: Url,
    }

    impl Cloud {
        pub(crate) async fn put(
            &self,
            bucket: &str,
            key: &str,
            object: Bytes,
        ) -> Result<(), BoxError> {
            let url = self.url(bucket, key)?;
            let response = self.repeat(Method::PUT, &url, "", object).await?;
            response.error_for_status()?;
            Ok(())
        }

        pub(crate) async fn get(&self, bucket: &str, key: &str) -> Result<Option<Bytes>, BoxError> {
            let url = self.url(bucket, key)?;
            let response = self.repeat(Method::GET, &url, "", Bytes::new()).await?;
            if response.status() == StatusCode::NOT_FOUND {
                return Ok(None);
            }
            Ok(Some(response.error_for_status()?.bytes().await?))
        }

        pub(crate) async fn send(&self, message: &Send<'_>) -> Result<(), BoxError> {
            self.operation("SendMessage", message).await?;
            Ok(())
        }

        pub(crate) async fn receive(&self) -> Result<Received, BoxError> {
            let target = "AmazonSQS.ReceiveMessage";
            let body = Bytes::new();
            let response = self.once(&Method::POST, &self.base, target, body);
            let response = timeout(Duration::from_secs(10), response).await??;
            Ok(response.error_for_status()?.json().await?)
        }

        pub(crate) async fn delete(&self, message: &Message) -> Result<(), BoxError> {
            self.operation("DeleteMessage", message).await?;
            Ok(())
        }

        async fn operation(&self, name: &str, body: &impl Serialize) -> Result<Response, BoxError> {
            let target = format!("AmazonSQS.{name}");
            let body = serde_json::to_vec(body)?.into();
            let response = self.repeat(Method::POST, &self.base, &target, body).await?;
            Ok(response.error_for_status()?)
        }

        fn url(&self, bucket: &str, key: &str) -> Result<Url, BoxError> {
            let mut url = self.base.clone();
            let mut path = url.path_segments_mut().map_err(|()| "not a base URL")?;
            path.pop_if_empty().push(bucket).extend(key.split('/'));
            drop(path);
            Ok(url)
        }

        async fn repeat(
            &self,
            verb: Method,
            url: &Url,
            target: &str,
            body: Bytes,
        ) -> Result<Response, BoxError> {
            let request = async || Ok(self.signed(&verb, url, target, body.clone()));
            timeout(Duration::from_secs(10), repeat(BUSY, request)).await?
        }

        async fn once(
            &self,
            verb: &Method,
            url: &Url,
            target: &str,
            body: Bytes,
        ) -> Result<Response, BoxError> {
            Ok(self.signed(verb, url, target, body).send().await?)
        }

        fn signed(
            &self,
            verb: &Method,
            url: &Url,
            target: &str,
            body: impl Into<Body>,
        ) -> reqwest::RequestBuilder {
            let (date, signature) = signature(verb.as_str(), url.path());
            let mut request = self.http.request(verb.clone(), url.clone());
            if !target.is_empty() {
                request = request
                    .header("x-amz-target", target)
                    .header("content-type", "application/json");
            }
            request
                .header("x-date", date)
                .header("authorization", signature)
                .body(body)
        }
    }
}

const MESSAGE: types::Send<'_> = types::Send {
    body: "a report is there",
    deduplication_id: "d1",
};

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    let report = Bytes::from_static(b"42 %");
    let service = cloud::start().await?;
    let storage = declared::StorageClient::new(service.url())?;
    let queue = declared::QueueClient::new(service.url())?;
    storage.put("reports", "2026/11 a", report.clone()).await?;
    let stored = storage.get("reports", "2026/11 a").await?;
    assert_eq!(stored.as_ref(), Some(&report));
    assert_eq!(storage.get("reports", "2026/12").await?, None);
    let sent = queue.send(&MESSAGE).reply().await?;
    println!("sent after {} attempts", sent.attempts().len());
    let received = queue.receive().await?.messages;
    println!("{received:?}");
    assert_eq!(received.len(), 1);
    queue.delete(&received[0]).await?;
    assert!(queue.receive().await?.messages.is_empty());

    let service = cloud::start().await?;
    let cloud = by_hand::Cloud {
        http: reqwest::Client::new(),
        base: service.url().parse()?,
    };
    cloud.put("reports", "2026/11 a", report.clone()).await?;
    let stored = cloud.get("reports", "2026/11 a").await?;
    assert_eq!(stored.as_ref(), Some(&report));
    assert_eq!(cloud.get("reports", "2026/12").await?, None);
    cloud.send(&MESSAGE).await?;
    // By hand, the author must know whether a busy queue may be asked again. This client gives up.
    assert!(cloud.receive().await.is_err());
    let received = cloud.receive().await?.messages;
    assert_eq!(received.len(), 1);
    cloud.delete(&received[0]).await?;
    assert!(cloud.receive().await?.messages.is_empty());
    compare::print(
        include_str!("object_storage.rs"),
        include_str!("support/repeat.rs"),
    );
    Ok(())
}
