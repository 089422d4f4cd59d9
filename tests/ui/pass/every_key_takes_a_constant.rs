//! rule 20

use retry_client::{Result, client};

mod shared {
    use std::time::Duration;

    use rand::Rng;
    use retry_client::backoff::{Backoff, BackoffContext};
    use retry_client::{
        Attempt, BoxError, ErrorKind, HeaderValue, Jitter, Outcome, Request, Verdict,
    };

    pub(super) const EU: &str = "https://eu.example.com";
    pub(super) const US: &str = "https://us.example.com";
    pub(super) const AGENT: &str = "me/1.0";
    pub(super) const SHORT: Duration = Duration::from_millis(50);
    pub(super) const LONG: Duration = Duration::from_secs(20);
    pub(super) const ATTEMPTS: u32 = 4;
    pub(super) const FACTOR: f64 = 1.5;
    pub(super) const ALL: bool = false;
    pub(super) const GONE: u16 = 410;
    pub(super) const CODES: &[u16] = &[408, 425];
    pub(super) const KINDS: &[ErrorKind] = &[ErrorKind::Connect];
    pub(super) const SPREAD_BY: Jitter = Jitter::Equal;
    pub(super) const BYTES: usize = 1024;

    #[derive(Debug)]
    pub(super) struct Slowly;

    impl Backoff for Slowly {
        fn delay(&self, _: &BackoffContext<'_>, _: &mut dyn Rng) -> Duration {
            LONG
        }
    }

    pub(super) const SLOWLY: Slowly = Slowly;

    pub(super) fn judge(_: &Outcome) -> Verdict {
        Verdict::Default
    }

    pub(super) fn is_done(job: &str) -> bool {
        job == "done"
    }

    pub(super) fn refresh(request: &mut Request, _: &Attempt) -> Result<(), BoxError> {
        let token = HeaderValue::try_from(AGENT)?;
        request.headers_mut().insert("x-token", token);
        Ok(())
    }
}

#[client(
    base_urls = [shared::EU, shared::US],
    timeout = shared::LONG.saturating_mul(3),
    attempt_timeout = shared::LONG,
    headers("user-agent" = shared::AGENT),
)]
#[retry(
    exponential,
    base = shared::SHORT,
    factor = shared::FACTOR,
    max = shared::LONG,
    jitter = shared::SPREAD_BY,
    attempts = shared::ATTEMPTS + 1,
    statuses = shared::CODES,
    server_errors = shared::ALL,
    errors = shared::KINDS,
    retry_after = shared::LONG,
    when = shared::judge,
    before_attempt = shared::refresh,
)]
trait Api {
    #[get("/one", none_on = shared::GONE, ok_on = [304, shared::GONE + 1])]
    async fn one(&self) -> Result<Option<String>>;

    #[get("/two", headers("x-agent" = shared::AGENT), timeout = shared::LONG.saturating_mul(2))]
    #[retry(list(shared::SHORT, 1s, shared::LONG.abs_diff(shared::SHORT)))]
    async fn two(&self) -> Result<()>;

    #[get("/three")]
    #[retry(random, min = shared::SHORT, max = shared::LONG)]
    async fn three(&self) -> Result<()>;

    #[get("/four")]
    #[retry(jitter, spread = shared::SHORT, errors = [shared::KINDS[0], timeout])]
    async fn four(&self) -> Result<()>;

    #[get("/five", max_body = shared::BYTES, idle_timeout = shared::SHORT)]
    #[retry(shared::SLOWLY, statuses = [shared::GONE, shared::GONE + 1..=420])]
    async fn five(&self) -> Result<()>;

    #[get("/six")]
    #[retry(constant, base = shared::SHORT, until = |job| shared::is_done(job))]
    async fn six(&self) -> Result<String>;
}

#[test]
fn every_key_takes_a_constant() {
    assert_eq!(ApiClient::ENDPOINTS.len(), 6);
}
