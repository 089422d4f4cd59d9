//! Many calls at once over one client: what observers count is what the server counts.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use retry_client::{
    Attempt, BoxError, CallSummary, Failure, Observer, Request, Response, Result, Transport,
    client, reqwest,
};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::support::script::{ok, status};
use crate::support::server::Server;

const CALLS: usize = 1_000;

#[client]
#[retry(constant, base = 1ms, attempts = 3)]
trait Crowded {
    #[get("/items/{id}")]
    async fn item(&self, id: usize) -> Result<String>;
}

/// The sums of everything the observers have been told. Clones share them.
#[derive(Clone, Default)]
struct Sums(Arc<Counters>);

#[derive(Default)]
struct Counters {
    started: AtomicUsize,
    failed: AtomicUsize,
    waits: AtomicUsize,
    attempts: AtomicUsize,
    retries: AtomicUsize,
    successes: AtomicUsize,
    finished: AtomicUsize,
}

fn add(counter: &AtomicUsize, count: usize) {
    counter.fetch_add(count, Ordering::SeqCst);
}

fn sum(counter: &AtomicUsize) -> usize {
    counter.load(Ordering::SeqCst)
}

impl Observer for Sums {
    fn attempt_started(&self, _: &Attempt) {
        add(&self.0.started, 1);
    }

    fn attempt_failed(&self, _: &Attempt, _: &Failure, next: Option<Duration>) {
        add(&self.0.failed, 1);
        add(&self.0.waits, usize::from(next.is_some()));
    }

    fn finished(&self, summary: &CallSummary) {
        add(&self.0.attempts, summary.attempts() as usize);
        add(&self.0.retries, summary.retries() as usize);
        add(&self.0.successes, usize::from(summary.is_success()));
        add(&self.0.finished, 1);
    }
}

/// Keeps the number of sockets within what a process may open.
struct Narrow(reqwest::Client, Semaphore);

impl Transport for Narrow {
    async fn send(&self, request: Request) -> Result<Response, BoxError> {
        let _permit = self.1.acquire().await?;
        let response = self.0.execute(request).await?;
        let (status, body) = (response.status(), response.bytes().await?);
        Ok(http::Response::builder().status(status).body(body)?.into())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_concurrent_calls_are_counted_to_the_last_attempt() {
    let (arrived, good) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (counted, answered) = (Arc::clone(&arrived), Arc::clone(&good));
    let server = Server::responding(move |_| {
        if counted.fetch_add(1, Ordering::SeqCst) % 2 == 0 {
            return status(503);
        }
        add(&answered, 1);
        ok("item")
    })
    .await;
    let sums = Sums::default();
    let builder = CrowdedClient::builder()
        .base_url(server.url())
        .observe(sums.clone());
    let narrow = Narrow(reqwest::Client::new(), Semaphore::new(100));
    let client = builder.transport(narrow).build().unwrap();

    let calls = (0..CALLS)
        .map(|id| client.item(id).reply())
        .collect::<JoinSet<_>>();
    let results = calls.join_all().await;

    let (arrived, good) = (sum(&arrived), sum(&good));
    let (values, errors): (Vec<_>, Vec<_>) = results.into_iter().partition(Result::is_ok);
    let of_values = values.iter().flatten().map(|reply| reply.attempts().len());
    let of_errors = errors.iter().filter_map(|error| error.as_ref().err());
    let reported =
        of_values.sum::<usize>() + of_errors.map(|error| error.attempts().len()).sum::<usize>();
    assert_eq!((values.len(), reported), (good, arrived));

    let Counters {
        started,
        failed,
        waits,
        attempts,
        retries,
        successes,
        finished,
    } = &*sums.0;
    let told = [
        started, attempts, failed, successes, waits, retries, finished,
    ]
    .map(sum);
    let again = arrived - CALLS;
    assert_eq!(
        told,
        [arrived, arrived, arrived - good, good, again, again, CALLS]
    );
    // Half of the responses were failures, so there was something to count.
    assert_eq!(good, arrived / 2);
}
