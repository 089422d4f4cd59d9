//! Hedges: when a second request is sent, which of the two decides, and what is told of them.

mod among_retries;
mod beside_guards;
mod never_sent;
mod observed;
mod switched;
mod who_decides;

use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::time::Duration;

use retry_client::{
    AttemptRecord, BoxError, Credential, Credentials, LiveSettings, Outcome, Reply, Result,
    Settings, Verdict, client,
};
use tokio::time::sleep;

use crate::support::memory::MemoryTransport;
use crate::support::script::{Step, ms};

#[client(base_urls = ["http://one.test", "http://two.test"])]
#[retry(constant, base = 10ms, attempts = 3)]
trait Models {
    #[get("/models")]
    #[hedge(after = 100ms)]
    async fn models(&self) -> Result<Reply<String>>;

    #[get("/many")]
    #[hedge(after = 100ms, at_most = 2)]
    async fn many(&self) -> Result<Reply<String>>;

    #[get("/once")]
    #[retry(off)]
    #[hedge(after = 100ms)]
    async fn once(&self) -> Result<Reply<String>>;

    #[get("/plain")]
    async fn plain(&self) -> Result<Reply<String>>;

    #[get("/judged")]
    #[retry(when = not_wrong)]
    #[hedge(after = 100ms)]
    async fn judged(&self) -> Result<Reply<String>>;

    #[get("/short", timeout = 250ms)]
    #[hedge(after = 100ms)]
    async fn short(&self) -> Result<Reply<String>>;
}

/// Takes its time, so that two judgements overlap.
async fn not_wrong(outcome: &Outcome) -> Verdict {
    let is_wrong = outcome.body() == b"wrong";
    sleep(ms(20)).await;
    if is_wrong {
        Verdict::Retry
    } else {
        Verdict::Default
    }
}

fn models(steps: impl Into<Vec<Step>>) -> (MemoryTransport, ModelsClient) {
    let memory = MemoryTransport::new(steps.into());
    let builder = ModelsClient::builder().transport(memory.clone());
    (memory, builder.build().unwrap())
}

fn set(text: &str, steps: impl Into<Vec<Step>>) -> (MemoryTransport, ModelsClient) {
    let settings: Settings = serde_json::from_str(text).unwrap();
    let memory = MemoryTransport::new(steps.into());
    let builder = ModelsClient::builder().transport(memory.clone());
    let settings = LiveSettings::new(settings);
    (memory, builder.settings(&settings).build().unwrap())
}

/// Statuses and hedges of the attempts.
fn seen(attempts: &[AttemptRecord]) -> Vec<(Option<u16>, bool)> {
    let seen = attempts.iter();
    seen.map(|attempt| {
        let status = attempt.status().map(|status| status.as_u16());
        (status, attempt.is_hedge())
    })
    .collect()
}

/// Another token with each fetch.
#[derive(Default)]
struct Tokens {
    fetches: AtomicU32,
    /// The time of the first fetch.
    first: Duration,
    /// That of any other.
    delay: Duration,
}

impl Credentials for Tokens {
    async fn fetch(&self, _: Option<&Credential>) -> Result<Credential, BoxError> {
        let number = self.fetches.fetch_add(1, SeqCst) + 1;
        let delay = if number > 1 { self.delay } else { self.first };
        sleep(delay).await;
        Ok(Credential::bearer(format!("t{number}")))
    }
}
