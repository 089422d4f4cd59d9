//! The same method under other guards.

use retry_client::{Call, Result, client};

use super::hedges::{HedgedClient, LavishClient, SparingClient};
use super::server::Server;

#[client(base_url = "http://server", attempt_timeout = 1s)]
pub(crate) trait Once {
    #[get("/")]
    async fn call(&self) -> Result<()>;
}

#[client(base_url = "http://server", attempt_timeout = 1s)]
#[retry(exponential)]
#[budget(off)]
pub(crate) trait Unbounded {
    #[get("/")]
    async fn call(&self) -> Result<()>;
}

/// The defaults: three attempts, and the budget.
#[client(base_url = "http://server", attempt_timeout = 1s)]
#[retry(exponential)]
pub(crate) trait Budgeted {
    #[get("/")]
    async fn call(&self) -> Result<()>;
}

/// Four attempts, as for a short failure at a client with much to do.
#[client(base_url = "http://server", attempt_timeout = 1s)]
#[retry(exponential, attempts = 4, base = 200ms)]
pub(crate) trait Patient {
    #[get("/")]
    async fn call(&self) -> Result<()>;
}

#[client(base_url = "http://server", attempt_timeout = 1s)]
#[retry(exponential)]
#[circuit_breaker]
pub(crate) trait Broken {
    #[get("/")]
    async fn call(&self) -> Result<()>;
}

/// A client of any of these.
#[derive(Clone)]
pub(crate) enum Client {
    Once(OnceClient),
    Unbounded(UnboundedClient),
    Budgeted(BudgetedClient),
    Patient(PatientClient),
    Broken(BrokenClient),
    Hedged(HedgedClient),
    Sparing(SparingClient),
    Lavish(LavishClient),
}

/// The guards of a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Guarded {
    /// One attempt.
    Once,
    /// Three attempts, without a budget.
    Unbounded,
    /// Three attempts under the budget that is on by default.
    Budgeted,
    /// Four attempts under it, with longer waits.
    Patient,
    /// Three attempts under it, and a circuit breaker.
    Broken,
}

impl Guarded {
    pub(crate) fn client(self, server: &Server) -> Result<Client> {
        let server = server.clone();
        Ok(match self {
            Self::Once => Client::Once(OnceClient::builder().transport(server).build()?),
            Self::Unbounded => {
                Client::Unbounded(UnboundedClient::builder().transport(server).build()?)
            }
            Self::Budgeted => {
                Client::Budgeted(BudgetedClient::builder().transport(server).build()?)
            }
            Self::Patient => Client::Patient(PatientClient::builder().transport(server).build()?),
            Self::Broken => Client::Broken(BrokenClient::builder().transport(server).build()?),
        })
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Once => "no retries",
            Self::Unbounded => "retries without a budget",
            Self::Budgeted => "retries with the budget",
            Self::Patient => "four attempts with the budget",
            Self::Broken => "budget and circuit breaker",
        }
    }
}

impl Client {
    pub(crate) fn call(&self) -> Call<()> {
        match self {
            Self::Once(client) => client.call(),
            Self::Unbounded(client) => client.call(),
            Self::Budgeted(client) => client.call(),
            Self::Patient(client) => client.call(),
            Self::Broken(client) => client.call(),
            Self::Hedged(client) => client.call(),
            Self::Sparing(client) => client.call(),
            Self::Lavish(client) => client.call(),
        }
    }
}
