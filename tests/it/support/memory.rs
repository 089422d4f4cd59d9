//! A transport in memory, for tests under paused time: it answers by script and notes when it was asked.

use std::future::pending;
use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use retry_client::{BoxError, Request, Response, Transport};
use tokio::time::{Instant, sleep};

use crate::support::script::{Step, Transfer, nth};

/// The steps that the requests get, and the times when they came. Clones share both.
#[derive(Clone)]
pub(crate) struct MemoryTransport {
    begun: Instant,
    steps: Arc<[Step]>,
    sent: Arc<Mutex<Vec<(Duration, Request)>>>,
}

impl MemoryTransport {
    /// The n-th request gets the n-th step; the last repeats. The clock starts here.
    pub(crate) fn new(steps: impl Into<Arc<[Step]>>) -> Self {
        Self {
            begun: Instant::now(),
            steps: steps.into(),
            sent: Arc::default(),
        }
    }

    /// When each request was sent.
    pub(crate) fn times(&self) -> Vec<Duration> {
        self.sent
            .lock()
            .unwrap()
            .iter()
            .map(|(at, _)| *at)
            .collect()
    }

    /// Each request.
    pub(crate) fn requests(&self) -> Vec<Request> {
        let sent = self.sent.lock().unwrap();
        let copies = sent.iter().map(|(_, request)| request.try_clone());
        copies
            .map(|copy| copy.expect("no body is a stream"))
            .collect()
    }

    /// A header of each request, in order.
    pub(crate) fn sent(&self, name: &str) -> Vec<Option<String>> {
        let requests = self.requests().into_iter();
        let value = requests.map(|request| {
            let value = request.headers().get(name)?;
            Some(value.to_str().unwrap().to_owned())
        });
        value.collect()
    }

    /// The number of requests sent.
    pub(crate) fn count(&self) -> usize {
        self.sent.lock().unwrap().len()
    }

    /// Notes a request and tells what it gets.
    fn enter(&self, request: Request) -> Step {
        let mut sent = self.sent.lock().unwrap();
        let step = nth(&self.steps, sent.len());
        sent.push((self.begun.elapsed(), request));
        step
    }
}

impl Transport for MemoryTransport {
    async fn send(&self, request: Request) -> Result<Response, BoxError> {
        let step = self.enter(request);
        sleep(step.late).await;
        match step.transfer {
            Transfer::Whole => Ok(answer(step).into()),
            Transfer::Fails(kind) => Err(io::Error::from(kind).into()),
            Transfer::Silence => pending().await,
            socket => panic!("`{socket:?}` needs a socket"),
        }
    }
}

fn answer(step: Step) -> http::Response<retry_client::Bytes> {
    let mut answer = http::Response::builder().status(step.status);
    for (name, value) in step.headers {
        answer = answer.header(name, value);
    }
    answer.body(step.body).unwrap()
}

#[cfg(test)]
mod tests {
    use http::Method;

    use super::*;
    use crate::support::script::{fails, ms, silence, status};

    fn request() -> Request {
        Request::new(Method::GET, "http://memory/".parse().unwrap())
    }

    #[tokio::test(start_paused = true)]
    async fn the_memory_transport_plays_its_steps_in_order_and_repeats_the_last() {
        let memory = MemoryTransport::new([
            status(503).late(ms(70)),
            fails(io::ErrorKind::BrokenPipe),
            status(204),
        ]);
        assert_eq!(memory.send(request()).await.unwrap().status(), 503);
        assert!(memory.send(request()).await.is_err());
        sleep(ms(5)).await;
        for _ in 0..2 {
            assert_eq!(memory.send(request()).await.unwrap().status(), 204);
        }
        assert_eq!(memory.times(), [ms(0), ms(70), ms(75), ms(75)]);
        assert_eq!(memory.count(), 4);
    }

    #[tokio::test(start_paused = true)]
    async fn a_silent_step_never_ends() {
        let memory = MemoryTransport::new([silence()]);
        let heard = tokio::time::timeout(Duration::from_secs(1_000_000), memory.send(request()));
        assert!(heard.await.is_err());
    }
}
