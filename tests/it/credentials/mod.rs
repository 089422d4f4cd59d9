//! Credentials: who fetches, who waits, what a 401 leads to, and where they go.

mod beside_guards;
mod carried;
mod expiry;
mod oauth;
mod refused;
mod rotating;
mod through_handed_in_clients;
mod where_to;

use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering::SeqCst;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use retry_client::{Body, BoxError, Credential, Credentials, Response, Result, client};
use tokio::time::sleep;

use crate::support::script::{ok, status, to};
use crate::support::server::{Arrival, Server};

#[client(base_url = "http://mail.test")]
#[retry(constant, base = 1ms, attempts = 3)]
#[budget(off)]
trait Mail {
    #[get("/inbox")]
    async fn inbox(&self) -> Result<String>;

    #[get("/drafts", none_on = 401)]
    async fn drafts(&self) -> Result<Option<String>>;

    #[get("/spam")]
    #[retry(statuses = [401])]
    async fn spam(&self) -> Result<String>;

    #[get("/raw")]
    async fn raw(&self) -> Result<Response>;

    #[post("/letters")]
    #[retry(off)]
    async fn send(&self, #[json] letter: u32) -> Result<String>;

    #[post("/parcels")]
    #[retry(off)]
    async fn post(&self, #[body] parcel: Body) -> Result<String>;

    #[get("/public")]
    async fn public(&self, #[header("authorization")] own: &str) -> Result<String>;

    #[get("/signed", headers("authorization" = "Own"))]
    async fn signed(&self) -> Result<String>;

    #[post("/login", credentials = off)]
    #[retry(off)]
    async fn login(&self) -> Result<String>;

    #[get]
    async fn follow(&self, #[url] url: &str) -> Result<String>;
}

/// Tokens as a service issues them that forgets the old one with each new one.
#[derive(Clone, Default)]
struct Tokens(Arc<Issued>);

#[derive(Default)]
struct Issued {
    fetches: AtomicU32,
    /// The one that is accepted.
    valid: AtomicU32,
    /// The tokens that were refused, as each fetch was told.
    refused: Mutex<Vec<Option<Credential>>>,
    /// Fetches beyond this number fail.
    most: Option<u32>,
    delay: Duration,
    life: Option<Duration>,
}

impl Tokens {
    fn that(change: impl FnOnce(&mut Issued)) -> Self {
        let mut issued = Issued::default();
        change(&mut issued);
        Self(Arc::new(issued))
    }

    fn late(delay: Duration) -> Self {
        Self::that(|issued| issued.delay = delay)
    }

    fn fetches(&self) -> u32 {
        self.0.fetches.load(SeqCst)
    }

    fn refused(&self) -> Vec<Option<Credential>> {
        self.0.refused.lock().unwrap().clone()
    }

    /// Makes the service forget the current token.
    fn revoke(&self) {
        self.0.valid.fetch_add(1000, SeqCst);
    }

    fn is_valid(&self, arrival: &Arrival) -> bool {
        let valid = self.0.valid.load(SeqCst);
        arrival.header("authorization") == Some(&*format!("Bearer t{valid}"))
    }

    /// A server that answers 401 to every token but the last.
    async fn server(&self) -> Server {
        let tokens = self.clone();
        let respond = move |arrival: &Arrival| {
            if tokens.is_valid(arrival) {
                ok("\"hello\"")
            } else {
                status(401).body("who are you?")
            }
        };
        Server::responding(respond).await
    }

    fn mail(&self, server: &Server) -> MailClient {
        mail(server.url(), self.clone())
    }
}

impl Credentials for Tokens {
    async fn fetch(&self, refused: Option<&Credential>) -> Result<Credential, BoxError> {
        let number = self.0.fetches.fetch_add(1, SeqCst) + 1;
        self.0.refused.lock().unwrap().push(refused.cloned());
        if !self.0.delay.is_zero() {
            sleep(self.0.delay).await;
        }
        if self.0.most.is_some_and(|most| number > most) {
            return Err(Box::new(Closed));
        }
        let valid = self.0.valid.fetch_add(1, SeqCst) + 1;
        let token = Credential::bearer(format!("t{valid}"));
        Ok(match self.0.life {
            Some(life) => token.expires_in(life),
            None => token,
        })
    }
}

/// The error of a service that issues no tokens.
#[derive(Debug)]
struct Closed;

impl std::fmt::Display for Closed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the login is closed")
    }
}

impl std::error::Error for Closed {}

fn mail(url: String, source: impl Credentials) -> MailClient {
    let builder = MailClient::builder().base_url(url);
    builder.credentials(source).build().unwrap()
}

fn authorizations(server: &Server) -> Vec<Option<String>> {
    let arrivals = server.arrivals();
    let own = |arrival: &Arrival| arrival.header("authorization").map(str::to_owned);
    arrivals.iter().map(own).collect()
}
