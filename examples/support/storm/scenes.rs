//! The scenes: a server, a load, and the result. Each takes up to a few seconds of real time.

use std::time::Duration;

use retry_client::BoxError;

use super::clients::{Client, Guarded};
use super::load::{Ended, load};
use super::server::{Behaviour, Server};

/// The time after which the earnings of a client are stable.
const SETTLED: Duration = Duration::from_secs(40);

/// The trigger of a recovery: the time for which the server is ten times slower.
const SLOW: (Duration, Duration) = (Duration::from_secs(30), Duration::from_secs(40));

/// A quarter of a thousand requests a second, and of a hundred clients: figures are the same, at a quarter of the cost.
const SCALE: f64 = 0.25;

fn clients(count: usize, guarded: Guarded, server: &Server) -> Result<Vec<Client>, BoxError> {
    let clients = (0..count).map(|_| Ok(guarded.client(server)?));
    clients.collect()
}

fn share(ended: &[Ended], is_counted: impl Fn(&&Ended) -> bool) -> f64 {
    let counted = ended.iter().filter(is_counted).count();
    in_figures(counted) / in_figures(ended.len())
}

/// A count as a figure; none here comes near the numbers that a figure cannot hold.
pub(crate) fn in_figures(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::INFINITY, f64::from)
}

/// The share of calls that fail where every attempt fails with the same probability.
pub(crate) async fn errors(guarded: Guarded, probability: f64, rate: f64) -> Result<f64, BoxError> {
    let server = Server::new(Behaviour::Failing(probability), 1);
    let clients = clients(1, guarded, &server)?;
    let time = Duration::from_secs_f64(20_000.0 / rate);
    let ended = load(&clients, rate, time, 2).await?;
    Ok(share(&ended, |call| !call.is_ok))
}

/// Attempts for each call that begins while nothing works, by one client.
pub(crate) async fn outage(
    guarded: Guarded,
    rate: f64,
    time: Duration,
    seeds: u64,
) -> Result<f64, BoxError> {
    let (mut attempts, mut calls) = (0, 0);
    for seed in 0..seeds {
        let end = SETTLED + time;
        let server = Server::new(Behaviour::Out(SETTLED, end), seed);
        let clients = clients(1, guarded, &server)?;
        let ended = load(&clients, rate, end, seed).await?;
        let met = ended.iter().filter(|call| call.begun >= SETTLED);
        calls += met.count();
        let arrivals = server.arrivals();
        attempts += arrivals
            .iter()
            .filter(|at| (SETTLED..end).contains(*at))
            .count();
    }
    Ok(in_figures(attempts) / in_figures(calls))
}

/// The share of the calls that met a failure of half a second and still succeed.
pub(crate) async fn blip(guarded: Guarded, rate: f64) -> Result<f64, BoxError> {
    let over = SETTLED + Duration::from_millis(500);
    let server = Server::new(Behaviour::Out(SETTLED, over), 3);
    let clients = clients(1, guarded, &server)?;
    let mut ended = load(&clients, rate, over + Duration::from_secs(5), 4).await?;
    ended.retain(|call| call.attempts > 1 || !call.is_ok);
    Ok(share(&ended, |call| call.is_ok))
}

/// Arrivals at the bottom for each call at the top, while the bottom of so many layers is out for a minute.
pub(crate) async fn layers(guarded: Guarded, depth: usize) -> Result<f64, BoxError> {
    let end = SETTLED + Duration::from_mins(1);
    let bottom = Server::new(Behaviour::Out(SETTLED, end), 5);
    let mut top = bottom.clone();
    for layer in 1..depth {
        let below = guarded.client(&top)?;
        top = Server::new(Behaviour::Relays(below), u64::try_from(layer)?);
    }
    let ended = load(&clients(1, guarded, &top)?, 100.0, end, 6).await?;
    let met = ended.iter().filter(|call| call.begun >= SETTLED).count();
    let arrivals = bottom.arrivals();
    let arrived = arrivals.iter().filter(|at| (SETTLED..end).contains(*at));
    Ok(in_figures(arrived.count()) / in_figures(met))
}

/// The course of a recovery, second by second.
pub(crate) struct Recovery {
    /// Seconds after the trigger until 95 % of the calls succeed for three seconds; `None` for never.
    pub(crate) after: Option<u32>,
    /// The figures of each second: calls that began, arrivals at the server, calls that succeeded.
    pub(crate) seconds: Vec<[f64; 3]>,
}

/// A hundred clients, at the scale of the scenes.
pub(crate) const FEW: usize = 25;

/// A server that is slow for ten seconds, and clients that ask for a share of what it can do. They are watched
/// for `watched` after it.
pub(crate) async fn recovery(
    (count, guarded): (usize, Guarded),
    of_capacity: f64,
    watched: Duration,
    seed: u64,
) -> Result<Recovery, BoxError> {
    let (from, to) = SLOW;
    let capacity = 1000.0 * SCALE;
    let server = Server::new(Behaviour::Queue(capacity, from, to), seed);
    let clients = clients(count, guarded, &server)?;
    let end = to + watched;
    let ended = load(&clients, capacity * of_capacity, end, seed).await?;
    let seconds = usize::try_from(end.as_secs())?;
    let mut course = vec![[0.0; 3]; seconds];
    let mut count = |at: Duration, of: usize| {
        if let Some(second) = usize::try_from(at.as_secs())
            .ok()
            .and_then(|at| course.get_mut(at))
        {
            second[of] += 1.0;
        }
    };
    for call in &ended {
        count(call.begun, 0);
        if call.is_ok {
            count(call.at, 2);
        }
    }
    for at in server.arrivals() {
        count(at, 1);
    }
    let is_well = |[begun, _, good]: &[f64; 3]| *good >= 0.95 * begun;
    let behind = &course[usize::try_from(to.as_secs())?..];
    let after = behind
        .windows(3)
        .position(|three| three.iter().all(is_well));
    Ok(Recovery {
        after: after.map(u32::try_from).transpose()?,
        seconds: course,
    })
}

/// The mean of three recoveries, if there are three.
pub(crate) async fn mean_recovery(
    of: (usize, Guarded),
    of_capacity: f64,
    watched: Duration,
) -> Result<Option<f64>, BoxError> {
    let mut sum = 0.0;
    for seed in [1, 2, 3] {
        match recovery(of, of_capacity, watched, seed).await?.after {
            Some(after) => sum += f64::from(after) / 3.0,
            None => return Ok(None),
        }
    }
    Ok(Some(sum))
}
