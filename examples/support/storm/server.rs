//! Servers that are slow, broken or gone, as a transport. They see every attempt.

use std::future::pending;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use retry_client::{BoxError, Request, Response, Transport};
use tokio::time::{Instant, sleep};

use super::clients::Client;

/// The time that a response takes where nothing is slow.
const USUAL: Duration = Duration::from_millis(10);

/// The state of a server at some time.
#[derive(Clone)]
pub(crate) enum Behaviour {
    /// A share of the attempts fails.
    Failing(f64),
    /// All attempts fail from one time to another.
    Out(Duration, Duration),
    /// A queue that is processed at this rate, and at a tenth of it between two times.
    Queue(f64, Duration, Duration),
    /// A share of the responses takes a second or two, the others 10 ms on average, all multiplied by a factor.
    Straggling(f64, f64),
    /// It makes calls of its own to a server below.
    Relays(Client),
}

/// A server. Clones are the same.
#[derive(Clone)]
pub(crate) struct Server(Arc<State>);

struct State {
    begun: Instant,
    behaviour: Behaviour,
    inner: Mutex<Inner>,
}

struct Inner {
    random: StdRng,
    /// The time at which the queue will be empty, in seconds.
    free: f64,
    /// The time of each arrival.
    arrivals: Vec<Duration>,
}

/// The fate of one attempt.
enum Fate {
    Good(Duration),
    Bad,
    /// The response arrives after the client has stopped waiting.
    TooLate,
    Relayed(Client),
}

impl Server {
    pub(crate) fn new(behaviour: Behaviour, seed: u64) -> Self {
        let inner = Mutex::new(Inner {
            random: StdRng::seed_from_u64(seed),
            free: 0.0,
            arrivals: Vec::new(),
        });
        let begun = Instant::now();
        Self(Arc::new(State {
            begun,
            behaviour,
            inner,
        }))
    }

    pub(crate) fn arrivals(&self) -> Vec<Duration> {
        self.inner().arrivals.clone()
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn fate(&self) -> Fate {
        let now = self.0.begun.elapsed();
        let mut inner = self.inner();
        inner.arrivals.push(now);
        match &self.0.behaviour {
            Behaviour::Failing(share) if inner.random.random::<f64>() < *share => Fate::Bad,
            Behaviour::Out(from, to) if (*from..*to).contains(&now) => Fate::Bad,
            Behaviour::Failing(_) | Behaviour::Out(..) => Fate::Good(USUAL),
            Behaviour::Straggling(share, times) => {
                let random = &mut inner.random;
                let takes = if random.random::<f64>() < *share {
                    1.0 + random.random::<f64>()
                } else {
                    exponential(random, 0.01)
                };
                Fate::Good(Duration::from_secs_f64(takes * times))
            }
            Behaviour::Relays(client) => Fate::Relayed(client.clone()),
            Behaviour::Queue(rate, from, to) => {
                let work = exponential(&mut inner.random, 1.0 / rate);
                let now = now.as_secs_f64();
                let slow = (from.as_secs_f64(), to.as_secs_f64());
                inner.free = worked_off(now.max(inner.free), work, slow);
                let takes = inner.free - now;
                if takes <= 1.0 {
                    Fate::Good(Duration::from_secs_f64(takes))
                } else {
                    Fate::TooLate
                }
            }
        }
    }
}

/// The time at which work is done that is begun at `at`, by a server that is ten times slower in between.
fn worked_off(mut at: f64, mut work: f64, (from, to): (f64, f64)) -> f64 {
    for (end, speed) in [(from, 1.0), (to, 0.1)] {
        if at < end {
            let room = (end - at) * speed;
            if work <= room {
                return at + work / speed;
            }
            (at, work) = (end, work - room);
        }
    }
    at + work
}

/// A draw from the exponential distribution.
pub(crate) fn exponential(random: &mut StdRng, mean: f64) -> f64 {
    -mean * (1.0 - random.random::<f64>()).ln()
}

impl Transport for Server {
    async fn send(&self, _: Request) -> Result<Response, BoxError> {
        let is_good = match self.fate() {
            Fate::Good(after) => {
                sleep(after).await;
                true
            }
            Fate::Bad => {
                sleep(USUAL).await;
                false
            }
            Fate::TooLate => pending().await,
            // A task of its own, as in another process: inside of a call this client would stand down.
            Fate::Relayed(client) => tokio::spawn(client.call().into_future()).await?.is_ok(),
        };
        let response = http::Response::builder().status(if is_good { 204 } else { 503 });
        Ok(Response::from(response.body("")?))
    }
}
