//! Secrets, and all else that a caller chose: none of it is in any span, event or line.

use opentelemetry::KeyValue;
use retry_client::{Attempt, BoxError, Request, Result, RetryClient, client};
use tracing::level_filters::LevelFilter;
use tracing_subscriber::fmt::format::FmtSpan;

use super::Traced;
use super::levels::Log;
use crate::support::script::{ok, status};
use crate::support::server::Server;

#[client(headers("x-declared" = "sesame-declared"))]
#[retry(constant, base = 1ms)]
trait Vault {
    #[get("/open/{id}/{tail*}?fixed=sesame-fixed")]
    async fn open(
        &self,
        id: &str,
        tail: &str,
        #[query] q: &str,
        #[header("x-secret", secret)] secret: &str,
        #[header("x-plain")] plain: &str,
    ) -> Result<u32>;

    #[get("/refused/{id}")]
    #[retry(before_attempt = refuse)]
    async fn refused(&self, id: &str) -> Result<u32>;

    #[post("/close")]
    async fn close(&self, #[idempotency_key] key: &str, #[json] body: &str) -> Result<u32>;
}

/// Everything that goes wrong, with secrets wherever there is room for one. Each holds `sesame`.
async fn calls() -> usize {
    let answer = || {
        status(503)
            .header("set-cookie", "sesame-cookie")
            .header("content-type", "application/problem+json")
            .body("{\"title\":\"sesame-title\",\"detail\":\"sesame-detail\"}")
    };
    let garbage = ok("\"sesame-body\"").header("x-answer", "sesame-answer");
    let server = Server::start([answer(), garbage.clone().cut(3), garbage]).await;
    let vault = VaultClient::builder()
        .base_url(server.url())
        .bearer("sesame-bearer")
        .header("x-builder", "sesame-builder")
        .build()
        .unwrap();
    let open = || {
        vault.open(
            "sesame-id",
            "sesame-tail",
            "sesame-q",
            "sesame-s",
            "sesame-p",
        )
    };
    open().context("sesame-context").await.unwrap_err();
    vault.close("sesame-key", "sesame-json").await.unwrap_err();
    let refused = vault.refused("sesame-id").header("x-call", "sesame-call");
    refused.await.unwrap_err();

    let ad_hoc = RetryClient::new().unwrap();
    let url = format!("{}/sesame-path?q=sesame-query", server.url());
    ad_hoc
        .get(url)
        .basic_auth("sesame-user", Some("sesame-password"))
        .send()
        .await
        .unwrap();
    let userinfo = server.url().replace("//", "//sesame-user:sesame-password@");
    ad_hoc.get(userinfo).send().await.unwrap_err();
    server.arrivals().len()
}

fn refuse(_: &mut Request, _: &Attempt) -> Result<(), BoxError> {
    Err("sesame-refused".into())
}

#[tokio::test]
async fn a_log_at_trace_level_has_no_secret() {
    let mut arrivals = 0;
    let everything = async { arrivals = calls().await };
    let log = Log::of(LevelFilter::TRACE, FmtSpan::FULL, everything).await;
    assert!(!log.contains("sesame"), "{log}");
    assert_eq!(
        log.matches("GET /open/{id}/{tail*}").count() > 0,
        arrivals > 0,
        "{log}"
    );
    assert!(arrivals >= 5);
}

#[tokio::test]
async fn an_exported_span_has_no_secret() {
    let traced = Traced::new();
    let arrivals = calls().await;
    let spans = traced.taken();
    let told = format!("{spans:?}");
    assert!(!told.contains("sesame"), "{told}");
    let status = |pair: &KeyValue| pair.key.as_str() == "http.request.method";
    let attempts = spans
        .iter()
        .filter(|span| span.attributes.iter().any(status));
    assert_eq!(attempts.count(), arrivals);
}
