//! Many clients, each with a connection of its own.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::time::Duration;

use retry_client::{
    BoxError, Error, ErrorKind, Quota, Request, Response, Result, Transport, client,
};
use retry_client_redis::RedisState;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use crate::server::Server;
use crate::told::Told;

#[client(base_url = "http://llm.test")]
#[rate_limit(100 per 1s, burst = 20)]
pub(crate) trait Small {
    #[get("/x")]
    async fn x(&self) -> Result<String>;
}

#[client(base_url = "http://llm.test")]
#[rate_limit(1000 per 1s, burst = 20)]
pub(crate) trait Large {
    #[get("/x")]
    async fn x(&self) -> Result<String>;
}

#[client(base_url = "http://llm.test")]
#[rate_limit(follow)]
trait Followed {
    #[get("/x")]
    async fn x(&self) -> Result<String>;
}

/// A counter of the requests of all clients that share it, which asks for a pause on command.
#[derive(Clone, Default)]
pub(crate) struct Counted {
    count: Arc<AtomicU32>,
    pause: Arc<AtomicU32>,
}

impl Transport for Counted {
    async fn send(&self, _: Request) -> Result<Response, BoxError> {
        self.count.fetch_add(1, SeqCst);
        let response = http_response(self.pause.load(SeqCst));
        Ok(response?.into())
    }
}

fn http_response(pause: u32) -> Result<http::Response<&'static str>, http::Error> {
    let response = http::Response::builder();
    match pause {
        0 => response.body("\"x\""),
        seconds => response.status(429).header("retry-after", seconds).body(""),
    }
}

impl Counted {
    pub(crate) fn count(&self) -> u32 {
        self.count.load(SeqCst)
    }
}

pub(crate) async fn small(url: &str, counted: &Counted, quota: Quota) -> SmallClient {
    let state = RedisState::connect(url).await.unwrap();
    let builder = SmallClient::builder().transport(counted.clone());
    builder.fleet(state, quota).build().unwrap()
}

pub(crate) fn quota() -> Quota {
    Quota::key("tenant-7")
}

/// Calls one after another, as many as there are turns for.
pub(crate) async fn saturate(clients: Vec<SmallClient>, time: Duration) {
    let ends = Instant::now() + time;
    let calls = clients.into_iter().map(|client| async move {
        loop {
            match client.x().within(ends).await {
                Ok(_) => {}
                Err(error) => {
                    assert_is_the_end(&error, ends);
                    break;
                }
            }
        }
    });
    calls.collect::<JoinSet<_>>().join_all().await;
}

/// Checks that a call ended only because there is no turn before the end, or because the end cut it off.
pub(crate) fn assert_is_the_end(error: &Error, ends: Instant) {
    let is_over = Instant::now() >= ends && error.kind() == ErrorKind::Timeout;
    assert!(is_over || error.kind() == ErrorKind::HeldBack, "{error}");
}

#[tokio::test]
async fn eight_clients_keep_to_one_quota() {
    let Some(server) = Server::start(&[]) else {
        return;
    };
    let (counted, mut clients, told) = (Counted::default(), Vec::new(), Told::listen());
    for _ in 0..8 {
        clients.push(small(&server.url(), &counted, quota()).await);
    }
    saturate(clients, Duration::from_secs(2)).await;
    // 220 is exact. On a busy machine a use may take longer than it may: then there is a share besides, for a second.
    let outages = u32::try_from(told.lines("WARN").len()).unwrap();
    let most = 225 + outages * (20 / 8 + 100 / 8 + 1);
    // And turns of a lease are lost that nobody takes in time.
    let least = if outages == 0 { 195 } else { 150 };
    let count = counted.count();
    assert!(
        (least..=most).contains(&count),
        "{count}, {outages} outages"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_busy_client_asks_at_most_twelve_times_a_second() {
    let Some(server) = Server::start(&[]) else {
        return;
    };
    let (counted, ends) = (Counted::default(), Instant::now() + Duration::from_secs(2));
    let mut members = JoinSet::new();
    for _ in 0..4 {
        let state = RedisState::connect(server.url()).await.unwrap();
        let builder = LargeClient::builder().transport(counted.clone());
        let client = builder.fleet(state, quota()).build().unwrap();
        members.spawn(async move { while client.x().within(ends).await.is_ok() {} });
    }
    members.join_all().await;
    assert!(
        (1_800..=2_030).contains(&counted.count()),
        "{}",
        counted.count()
    );
    let uses = scripts_run(&server);
    assert!(uses <= 4 * 12 * 2 + 4, "{uses}");
}

/// The number of scripts that the server has run.
fn scripts_run(server: &Server) -> u64 {
    let text = server.ask("INFO commandstats");
    let calls = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name))?;
        line.strip_prefix(":calls=")?
            .split(',')
            .next()?
            .parse::<u64>()
            .ok()
    };
    calls("cmdstat_evalsha").unwrap_or(0) + calls("cmdstat_eval").unwrap_or(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pause_of_one_client_is_observed_by_all_within_100_ms() {
    let Some(server) = Server::start(&[]) else {
        return;
    };
    let (told, others) = (Counted::default(), Counted::default());
    let member = async |counted: &Counted| {
        let state = RedisState::connect(server.url()).await.unwrap();
        let builder = FollowedClient::builder().transport(counted.clone());
        builder.fleet(state, quota()).build().unwrap()
    };
    let one = member(&told).await;
    let ends = Instant::now() + Duration::from_millis(1_500);
    let mut members = JoinSet::new();
    for _ in 0..7 {
        let client = member(&others).await;
        members.spawn(async move {
            while Instant::now() < ends {
                let _ = client.x().within(ends).await;
                sleep(Duration::from_millis(5)).await;
            }
        });
    }
    sleep(Duration::from_millis(300)).await;
    told.pause.store(30, SeqCst);
    one.x().await.unwrap_err();
    sleep(Duration::from_millis(120)).await;
    let known = others.count();
    assert!(known > 100, "{known}");
    members.join_all().await;
    assert_eq!(others.count(), known);
}

/// Answers with a header or two.
#[derive(Clone)]
struct Says(http::StatusCode, &'static [(&'static str, &'static str)]);

impl Transport for Says {
    async fn send(&self, _: Request) -> Result<Response, BoxError> {
        let mut response = http::Response::builder().status(self.0);
        for (name, value) in self.1 {
            response = response.header(*name, *value);
        }
        Ok(response.body("\"x\"")?.into())
    }
}

#[tokio::test]
async fn members_are_paced_after_a_refusal_and_not_after_a_quota_that_is_exhausted() {
    let exhausted = Says(
        http::StatusCode::OK,
        &[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "1")],
    );
    let refused = Says(http::StatusCode::TOO_MANY_REQUESTS, &[("retry-after", "1")]);
    for (says, is_paced) in [(exhausted, false), (refused, true)] {
        let Some(server) = Server::start(&[]) else {
            return;
        };
        let state = RedisState::connect(server.url()).await.unwrap();
        let hearing = FollowedClient::builder().transport(says);
        let hearing = hearing.fleet(state, quota()).build().unwrap();
        let state = RedisState::connect(server.url()).await.unwrap();
        let told = FollowedClient::builder().transport(Counted::default());
        let told = told.fleet(state, quota()).build().unwrap();
        let _ = hearing.x().await;
        sleep(Duration::from_millis(200)).await;
        let begun = Instant::now();
        told.x().await.unwrap();
        assert!(begun.elapsed() > Duration::from_millis(500));
        assert_eq!(told.guards().rate().is_some(), is_paced);
    }
}
