//! An expired token: four calls at once get a 401, one fresh token is fetched, and all of them succeed.
//!
//! Run with `cargo run --example refresh_token`. It needs no network beyond the loopback interface.

use retry_client::{BoxError, Credential, Credentials, Result, client};
use serde::Deserialize;
use tokio::task::JoinSet;

mod support {
    #[expect(dead_code, reason = "other examples use the rest of it")]
    pub(crate) mod server;
}

use support::server::{Script, Server, Step};

#[client]
#[retry(exponential)]
trait Mail {
    #[get("/folders/{name}")]
    async fn folder(&self, name: &str) -> Result<Vec<String>>;
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

/// The source of the tokens. The first was stored and has expired since.
struct Session {
    login: LoginClient,
}

impl Credentials for Session {
    async fn fetch(&self, refused: Option<&Credential>) -> Result<Credential, BoxError> {
        if refused.is_none() {
            return Ok(Credential::bearer("stale"));
        }
        println!("fetching a fresh token");
        let token = self.login.token().await?.token;
        Ok(Credential::bearer(token))
    }
}

/// The folders that are requested at once.
const FOLDERS: [&str; 4] = ["drafts", "inbox", "sent", "spam"];

const SCRIPT: Script = &[
    ("/folders/drafts", REFUSED_ONCE),
    ("/folders/inbox", REFUSED_ONCE),
    ("/folders/sent", REFUSED_ONCE),
    ("/folders/spam", REFUSED_ONCE),
    (
        "/token",
        &[
            Step::Answer(503, ""),
            Step::Answer(200, r#"{"token":"fresh"}"#),
        ],
    ),
];
const REFUSED_ONCE: &[Step] = &[
    Step::Answer(401, "expired"),
    Step::Answer(200, r#"["Hello!"]"#),
];

// On one thread, all four calls have taken the stale token before the first of them is refused.
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), BoxError> {
    let server = Server::start(SCRIPT).await?;
    let login = LoginClient::new(server.url())?;
    let mail = MailClient::builder()
        .base_url(server.url())
        .credentials(Session { login })
        .build()?;

    let mut calls = JoinSet::new();
    for folder in FOLDERS {
        calls.spawn(mail.folder(folder).reply().into_future());
    }
    for reply in calls.join_all().await {
        let reply = reply?;
        println!("{:?}, requests: {}", reply.value(), reply.attempts().len());
    }

    let arrivals = server.take_arrivals().await;
    let with = |header: Option<&str>| {
        let arrivals = arrivals.iter();
        let same = arrivals.filter(|arrival| arrival.header("authorization") == header);
        same.count()
    };
    assert_eq!(with(Some("Bearer stale")), FOLDERS.len());
    assert_eq!(with(Some("Bearer fresh")), FOLDERS.len());
    assert_eq!(with(None), 2, "one token request, retried once");
    Ok(())
}
