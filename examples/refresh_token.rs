//! An expired token: after a 401, a new token is fetched and the request is sent again.
//!
//! Run with `cargo run --example refresh_token`. It needs no network beyond the loopback interface.

use std::sync::Arc;

use retry_client::{Attempt, BoxError, HeaderValue, Result, client};
use serde::Deserialize;
use tokio::sync::Mutex;

mod support {
    #[expect(dead_code, reason = "other examples use the rest of it")]
    pub(crate) mod server;
}

use support::server::{Script, Server, Step};

/// A 401 is retried once, with a fresh token.
#[client]
#[retry(constant, base = 0ms, attempts = 2, statuses = [401])]
trait Mail {
    #[get("/inbox")]
    async fn inbox(&self) -> Result<Vec<String>>;
}

/// The service that issues tokens.
#[client]
#[retry(exponential, base = 5ms)]
trait Login {
    #[post("/token")]
    #[idempotent("a token more does no harm")]
    async fn token(&self) -> Result<Token>;
}

#[derive(Deserialize)]
struct Token {
    token: String,
}

/// The current token, and the client that fetches another.
struct Session {
    login: LoginClient,
    token: Mutex<String>,
}

impl Session {
    /// The header for an attempt. Any attempt after the first means that the token was rejected.
    async fn authorization(&self, attempt: &Attempt) -> Result<HeaderValue, BoxError> {
        let mut token = self.token.lock().await;
        if attempt.number() > 1 {
            *token = self.login.token().await?.token;
            println!("fetched a fresh token");
        }
        let mut value = HeaderValue::try_from(format!("Bearer {token}"))?;
        value.set_sensitive(true);
        Ok(value)
    }
}

const SCRIPT: Script = &[
    ("/inbox", &[Step::Answer(401, "expired"), MAIL, MAIL]),
    (
        "/token",
        &[
            Step::Answer(503, ""),
            Step::Answer(200, r#"{"token":"fresh"}"#),
        ],
    ),
];
const MAIL: Step = Step::Answer(200, r#"["Hello!"]"#);

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    let server = Server::start(SCRIPT).await?;
    let session = Arc::new(Session {
        login: LoginClient::new(server.url())?,
        token: Mutex::new("stale".to_owned()),
    });
    let mail = MailClient::builder()
        .base_url(server.url())
        .before_attempt(async move |request, attempt| {
            let authorization = session.authorization(attempt).await?;
            request.headers_mut().insert("authorization", authorization);
            Ok(())
        })
        .build()?;

    for _ in 0..2 {
        let reply = mail.inbox().reply().await?;
        println!("{:?}, attempts: {}", reply.value(), reply.attempts().len());
    }

    let arrivals = server.take_arrivals().await;
    let seen = arrivals
        .iter()
        .map(|arrival| (&*arrival.target, arrival.header("authorization")));
    assert_eq!(
        seen.collect::<Vec<_>>(),
        [
            ("/inbox", Some("Bearer stale")),
            ("/token", None),
            ("/token", None),
            ("/inbox", Some("Bearer fresh")),
            ("/inbox", Some("Bearer fresh")),
        ]
    );
    Ok(())
}
