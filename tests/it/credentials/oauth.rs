//! Tokens of OAuth 2.0, over sockets.

use std::error::Error;
use std::sync::{Arc, Mutex};

use retry_client::oauth2::{ClientCredentials, RefreshToken};
use retry_client::testing::{Stub, json};
use retry_client::{BoxError, Credential, Credentials, ErrorKind, RetryClient, Url};
use serde_json::json;

use super::{MailClient, authorizations, mail};
use crate::support::script::{Step, close, ms, ok, secs, status};
use crate::support::server::Server;

fn issued(token: &str) -> Step {
    let body = json!({"access_token": token, "token_type": "Bearer", "expires_in": 3600});
    ok(body.to_string()).header("content-type", "application/json")
}

fn rotated(token: &str, refresh: &str) -> Step {
    let body = json!({"access_token": token, "token_type": "bearer", "refresh_token": refresh});
    ok(body.to_string())
}

fn client_credentials(server: &Server) -> ClientCredentials {
    ClientCredentials::new(format!("{}/token", server.url()), "app", "s3cret")
}

fn refresh_token(server: &Server) -> RefreshToken {
    RefreshToken::new(format!("{}/token", server.url()), "app", "s3cret", "r1")
}

/// The form fields of the token requests, in order.
fn forms(server: &Server) -> Vec<String> {
    let arrivals = server.arrivals();
    let text = arrivals
        .iter()
        .map(|arrival| String::from_utf8_lossy(&arrival.body).into_owned());
    text.collect()
}

/// The text of an error and of all its causes.
fn chain(error: &(dyn Error + 'static)) -> String {
    let causes = std::iter::successors(Some(error), |error: &&(dyn Error + 'static)| {
        (*error).source()
    });
    let texts: Vec<_> = causes.map(|cause| format!("{cause} {cause:?}")).collect();
    texts.join(" | ")
}

#[tokio::test]
async fn client_credentials_bring_a_bearer_token_with_its_life() {
    let login = Server::start([issued("t1")]).await;
    let server = Server::start([ok("\"\"")]).await;
    let source = client_credentials(&login).scope("read").scope("write");
    let mail = mail(server.url(), source);
    mail.inbox().await.unwrap();
    mail.inbox().await.unwrap();
    assert_eq!(
        authorizations(&server),
        [Some("Bearer t1".into()), Some("Bearer t1".into())]
    );
    assert_eq!(
        forms(&login),
        ["grant_type=client_credentials&scope=read+write"]
    );
    let arrivals = login.arrivals();
    assert_eq!(arrivals[0].method, "POST");
    assert_eq!(
        arrivals[0].header("authorization"),
        Some("Basic YXBwOnMzY3JldA==")
    );
}

#[tokio::test]
async fn a_token_request_is_retried_after_429_and_5xx() {
    for code in [429, 500, 503, 599] {
        let steps = [status(code), issued("t1")];
        let login = Server::start(steps.clone()).await;
        let token = client_credentials(&login).fetch(None).await.unwrap();
        assert_eq!(token, Credential::bearer("t1"), "{code}");
        let login = Server::start(steps).await;
        let token = refresh_token(&login).fetch(None).await.unwrap();
        assert_eq!(token, Credential::bearer("t1"), "{code}");
        assert_eq!(login.arrivals().len(), 2);
    }
}

#[tokio::test]
async fn a_lost_response_is_retried_for_client_credentials_and_not_for_a_refresh_token() {
    for lost in [close(), issued("t1").cut(20)] {
        let steps = [lost, issued("t2")];
        let login = Server::start(steps.clone()).await;
        let token = client_credentials(&login).fetch(None).await.unwrap();
        assert_eq!(
            (token, login.arrivals().len()),
            (Credential::bearer("t2"), 2)
        );
        let login = Server::start(steps).await;
        let error = refresh_token(&login).fetch(None).await.unwrap_err();
        assert_eq!(error.to_string(), "the token request failed");
        assert_eq!(login.arrivals().len(), 1);
    }
}

#[tokio::test]
async fn a_new_refresh_token_is_kept_and_told_before_it_is_used() {
    let steps = [rotated("t1", "r2"), rotated("t2", "r3"), issued("t3")];
    let login = Server::start(steps).await;
    let told = Arc::new(Mutex::new(Vec::new()));
    let tokens = Arc::clone(&told);
    let source = refresh_token(&login)
        .scope("mail")
        .on_rotation(async move |token| {
            tokio::time::sleep(ms(5)).await;
            tokens.lock().unwrap().push(token);
            Ok(())
        });
    for (token, told_by_then) in [("t1", 1), ("t2", 2), ("t3", 2)] {
        assert_eq!(source.fetch(None).await.unwrap(), Credential::bearer(token));
        assert_eq!(told.lock().unwrap().len(), told_by_then);
    }
    assert_eq!(*told.lock().unwrap(), ["r2", "r3"]);
    let sent = ["r1", "r2", "r3"]
        .map(|token| format!("grant_type=refresh_token&refresh_token={token}&scope=mail"));
    assert_eq!(forms(&login), sent);
}

#[tokio::test]
async fn a_rotation_that_cannot_be_stored_is_a_failed_fetch_and_is_told_again() {
    let login = Server::start([rotated("t1", "r2"), issued("t2")]).await;
    let server = Server::start([ok("\"\"")]).await;
    let told = Arc::new(Mutex::new(Vec::new()));
    let tokens = Arc::clone(&told);
    let source = refresh_token(&login).on_rotation(async move |token| {
        tokens.lock().unwrap().push(token);
        let is_first = tokens.lock().unwrap().len() == 1;
        if is_first {
            Err(BoxError::from("the disk is full"))
        } else {
            Ok(())
        }
    });
    let mail = mail(server.url(), source);
    let error = mail.inbox().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Rejected);
    let chain = chain(&error);
    assert!(chain.contains("`on_rotation` failed"), "{chain}");
    assert!(chain.contains("the disk is full"), "{chain}");
    assert!(server.arrivals().is_empty());
    mail.inbox().await.unwrap();
    assert_eq!(*told.lock().unwrap(), ["r2", "r2"]);
    assert!(forms(&login)[1].contains("refresh_token=r2"));
}

#[tokio::test]
async fn a_refusal_is_named_by_its_code_and_nothing_else_of_the_response_is_shown() {
    let table = [
        (
            status(400).body(r#"{"error":"invalid_grant","error_description":"s3cret"}"#),
            "the token endpoint refused: `invalid_grant`",
        ),
        (
            status(401).body("s3cret"),
            "the token response cannot be read at `.`",
        ),
        (status(403), "the token response is not one of OAuth"),
        (
            ok(r#"{"access_token":"s3cret","token_type":"bearer","expires_in":"s3cret"}"#),
            "the token response cannot be read at `expires_in`",
        ),
        (
            ok(r#"{"access_token":"s3cret","token_type":"mac"}"#),
            "the token endpoint issued something other than a bearer token",
        ),
        (
            ok("s3cret").header("content-type", "text/s3cret"),
            "the token response is not one of OAuth",
        ),
    ];
    for (step, expected) in table {
        let login = Server::start([step]).await;
        let mail = mail("http://127.0.0.1:1".into(), client_credentials(&login));
        let error = mail.inbox().await.unwrap_err();
        assert_eq!(error.source().unwrap().to_string(), expected);
        let chain = chain(&error);
        assert!(!chain.contains("s3cret"), "{chain}");
        assert_eq!(login.arrivals().len(), 1);
    }
}

#[tokio::test]
async fn secrets_are_shown_by_no_source() {
    let login = Server::start([rotated("t0ken", "r0tated")]).await;
    let url = format!("{}/s3cret?s3cret", login.url());
    let source = RefreshToken::new(&url, "app", "s3cret", "r3fresh");
    source.fetch(None).await.unwrap();
    let shown = format!(
        "{source:?} {:?}",
        ClientCredentials::new(&url, "app", "s3cret")
    );
    for secret in ["s3cret", "r3fresh", "r0tated", "t0ken"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    assert!(shown.contains("127.0.0.1"), "{shown}");
}

#[tokio::test]
async fn a_token_url_that_is_not_absolute_is_an_error_of_the_fetch() {
    let not_absolute = "the URL of the token endpoint is not absolute";
    for (url, why) in [
        ("/token", not_absolute),
        ("", not_absolute),
        ("mailto:a@b", "the token request failed"),
    ] {
        let login = ClientCredentials::new(url, "app", "");
        let error = login.fetch(None).await.unwrap_err();
        assert_eq!(error.to_string(), why, "{url}");
    }
    let url: Url = "http://127.0.0.1:1/token".parse().unwrap();
    let error = ClientCredentials::new(url, "app", "")
        .fetch(None)
        .await
        .unwrap_err();
    assert_eq!(error.to_string(), "the token request failed");
}

#[tokio::test]
async fn token_requests_go_through_the_client_that_is_given() {
    let stub = Stub::new();
    let body = json!({"access_token": "t1", "token_type": "bearer", "expires_in": 100});
    stub.post("https://auth.test/token")
        .answer(json(&body).forever());
    stub.on(MailClient::INBOX, ())
        .answer(retry_client::testing::text("").forever());
    let login = ClientCredentials::new("https://auth.test/token", "app", "");
    let login = login.through(stub.client::<RetryClient>());
    let builder = MailClient::builder().transport(stub.clone());
    let mail = builder.credentials(login).build().unwrap();
    mail.inbox().await.unwrap();
    tokio::time::sleep(secs(101)).await;
    mail.inbox().await.unwrap();
    let paths: Vec<_> = stub
        .requests()
        .iter()
        .map(|sent| sent.path().to_owned())
        .collect();
    assert_eq!(paths, ["/token", "/inbox", "/token", "/inbox"]);
    assert_eq!(
        stub.requests()[0].text(),
        "grant_type=client_credentials&client_id=app"
    );
}
