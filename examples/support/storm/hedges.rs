//! Hedges: what they do for the slowest calls, and what they cost the server.

use std::time::Duration;

use retry_client::{BoxError, Result, Settings, client};

use super::clients::Client;
use super::load::load;
use super::scenes::in_figures;
use super::server::{Behaviour, Server};

/// Calls a second, and the time for which they are made.
const RATE: f64 = 1000.0;
const TIME: Duration = Duration::from_secs(20);

/// Under the budget that is on by default.
#[client(base_url = "http://server", attempt_timeout = 1m)]
pub(crate) trait Hedged {
    #[get("/")]
    #[hedge(after = 50ms)]
    async fn call(&self) -> Result<()>;
}

#[client(base_url = "http://server", attempt_timeout = 1m)]
#[budget(5%)]
pub(crate) trait Sparing {
    #[get("/")]
    #[retry]
    #[hedge(after = 50ms)]
    async fn call(&self) -> Result<()>;
}

#[client(base_url = "http://server", attempt_timeout = 1m)]
pub(crate) trait Lavish {
    #[get("/")]
    #[hedge(after = 50ms)]
    #[budget(off)]
    async fn call(&self) -> Result<()>;
}

/// The budget that hedges are paid from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PaidBy {
    /// The default, 20 %.
    Default,
    /// One of 5 %.
    Sparing,
    Nobody,
}

impl PaidBy {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Default => "paid by the default budget",
            Self::Sparing => "paid by a budget of 5 %",
            Self::Nobody => "without a budget",
        }
    }
}

/// The slowest calls, and the load.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hedging {
    /// The time within which 99 % of the calls are over, and 99.9 %.
    pub(crate) p99: Duration,
    pub(crate) p999: Duration,
    /// Requests beyond one for each call, by calls.
    pub(crate) extra: f64,
}

/// Calls to a server of which 1 % take a second or two and the others 10 ms on average, all of them so many times longer.
pub(crate) async fn hedging(
    paid_by: PaidBy,
    after: Option<Duration>,
    times: f64,
) -> Result<Hedging, BoxError> {
    let server = Server::new(Behaviour::Straggling(0.01, times), 7);
    let hedge = after.map_or_else(
        || "off".to_owned(),
        |after| format!("after = {}ms", after.as_millis()),
    );
    let settings: Settings = serde_json::from_value(serde_json::json!({ "hedge": hedge }))?;
    let transport = server.clone();
    let client = match paid_by {
        PaidBy::Default => {
            let builder = HedgedClient::builder().transport(transport);
            Client::Hedged(builder.settings(settings).build()?)
        }
        PaidBy::Sparing => {
            let builder = SparingClient::builder().transport(transport);
            Client::Sparing(builder.settings(settings).build()?)
        }
        PaidBy::Nobody => {
            let builder = LavishClient::builder().transport(transport);
            Client::Lavish(builder.settings(settings).build()?)
        }
    };
    let ended = load(&[client], RATE, TIME, 8).await?;
    let mut took: Vec<_> = ended.iter().map(|call| call.took).collect();
    took.sort_unstable();
    let calls = took.len();
    let within = |thousandths: usize| took.get(calls * thousandths / 1000).copied();
    let requests = server.arrivals().len();
    Ok(Hedging {
        p99: within(990).unwrap_or_default(),
        p999: within(999).unwrap_or_default(),
        extra: in_figures(requests) / in_figures(calls) - 1.0,
    })
}
