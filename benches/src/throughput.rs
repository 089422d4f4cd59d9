//! The number of calls a second, one at a time and many at once, on one thread and on two, in
//! rounds in which all take turns.

use std::fs;
use std::time::Duration;

use rand::seq::SliceRandom;
use serde::{Deserialize, Serialize};
use tokio::runtime::Runtime;
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::Failed;
use crate::build::median;
use crate::contestants::{self, ALL, Contestant, RAW, Setup, Visit};
use crate::drive::runtime_of;
use crate::instructions::PORT;
use crate::results;
use crate::server::Server;

/// The result file.
pub const NAME: &str = "throughput";

/// That of the default features over TLS.
pub const OVER_TLS: &str = "throughput-tls";

/// Raw reqwest once more: how far two runs of the same thing are apart.
pub const AGAIN: &str = "raw-again";

/// Calls in flight.
pub const IN_FLIGHT: [usize; 2] = [1, 64];

/// Threads that the calls run on.
pub const THREADS: [usize; 2] = [1, 2];

/// Calls of one contestant in one round.
const CALLS: usize = 640;

/// Rounds after which all contestants are made anew: where memory happens to put a client makes it
/// faster or slower than the next of its kind, for as long as it lives.
const ROUNDS_OF_A_CLIENT: usize = 10;

/// One contestant with so many calls in flight on so many threads.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Measured {
    pub name: String,
    pub label: String,
    pub threads: usize,
    pub in_flight: usize,
    /// Calls a second, the median of all rounds.
    pub per_second: f64,
    /// Calls a second by those of raw reqwest in the same round.
    pub ratio: Spread,
    /// Processor time of raw reqwest by that of this contestant.
    pub processor: Spread,
}

/// The median of all clients, for each of which the median of its rounds stands. Whatever the neighbours
/// on the machine do to some of them, it lies between `low` and `high` with a confidence of 95 %.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub struct Spread {
    pub low: f64,
    pub median: f64,
    pub high: f64,
}

impl Spread {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a few dozen clients"
    )]
    fn of(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        let middle = values.len() / 2;
        // Of the number of clients above the true median, 1.96 standard deviations.
        let reach = (0.98 * (values.len() as f64).sqrt()).ceil() as usize;
        Self {
            low: values[middle.saturating_sub(reach)],
            median: values[middle],
            high: values[(middle + reach).min(values.len() - 1)],
        }
    }
}

/// Wall clock and processor.
#[derive(Clone, Copy)]
struct Taken {
    wall: f64,
    processor: f64,
}

type Round = Box<dyn Fn(&Runtime, usize) -> Result<Taken, Failed>>;

/// The way in which the calls run.
#[derive(Clone, Copy)]
struct Load {
    threads: usize,
    in_flight: usize,
}

/// Measures all contestants.
pub fn measure(rounds: usize) -> Result<(), Failed> {
    let all = ALL.iter().map(|entry| entry.name).collect::<Vec<_>>();
    measure_at(&Server::start(PORT)?, NAME, &all, rounds)
}

/// Measures those of these names, of which raw reqwest is the first, at a server.
pub fn measure_at(
    server: &Server,
    file: &str,
    names: &[&str],
    rounds: usize,
) -> Result<(), Failed> {
    let mut all = Vec::new();
    for threads in THREADS {
        for in_flight in IN_FLIGHT {
            let load = Load { threads, in_flight };
            all.extend(measured(server, names, load, rounds)?);
        }
    }
    results::save(file, all)
}

fn measured(
    server: &Server,
    names: &[&str],
    load: Load,
    rounds: usize,
) -> Result<Vec<Measured>, Failed> {
    let runtime = runtime_of(load.threads)?;
    let clients = (0..rounds.div_ceil(ROUNDS_OF_A_CLIENT).max(1))
        .map(|_| clients(server, names, &runtime, load.in_flight))
        .collect::<Result<Vec<_>, _>>()?;
    let all = contestants(names).enumerate();
    let all = all.map(|(at, named)| summary(named, load, &clients, at));
    let all = all.collect::<Vec<_>>();
    println!(
        "threads: {}, in flight: {:<18} {:>10} {:>10} {:>18}",
        load.threads, load.in_flight, "calls/s", "ratio", "95 % confidence"
    );
    for Measured {
        label,
        per_second,
        ratio: Spread { low, median, high },
        ..
    } in &all
    {
        println!("{label:<42} {per_second:>10.0} {median:>10.3} {low:>10.3}..{high:.3}");
    }
    Ok(all)
}

/// Times the rounds of one client of each contestant.
fn clients(
    server: &Server,
    names: &[&str],
    runtime: &Runtime,
    in_flight: usize,
) -> Result<Vec<Vec<Taken>>, Failed> {
    let subjects = subjects(server, names, runtime)?;
    let mut taken = vec![Vec::new(); subjects.len()];
    let mut turns = (0..subjects.len()).collect::<Vec<_>>();
    for round in 0..=ROUNDS_OF_A_CLIENT {
        // Nobody always follows the same one, whose warm caches and closing connections would be counted for him.
        turns.shuffle(&mut rand::rng());
        for &turn in &turns {
            let time = subjects[turn](runtime, in_flight)?;
            // The first round opens the connections.
            if round > 0 {
                taken[turn].push(time);
            }
        }
    }
    Ok(taken)
}

/// One contestant among all, of which raw reqwest is the first.
#[expect(clippy::cast_precision_loss, reason = "a few thousand calls")]
fn summary(
    (name, label): (&str, &str),
    Load { threads, in_flight }: Load,
    clients: &[Vec<Vec<Taken>>],
    at: usize,
) -> Measured {
    let ratio = |part: fn(&Taken) -> f64| {
        let of_client = |taken: &Vec<Vec<Taken>>| {
            let pairs = taken[0].iter().zip(&taken[at]);
            median(pairs.map(|(raw, time)| part(raw) / part(time)).collect())
        };
        Spread::of(clients.iter().map(of_client).collect())
    };
    let times = clients.iter().flat_map(|taken| &taken[at]);
    Measured {
        name: name.to_owned(),
        label: label.to_owned(),
        threads,
        in_flight,
        per_second: median(times.map(|time| CALLS as f64 / time.wall).collect()),
        ratio: ratio(|time| time.wall),
        processor: ratio(|time| time.processor),
    }
}

/// Names and labels of those that are measured.
fn contestants(names: &[&str]) -> impl Iterator<Item = (&'static str, &'static str)> {
    let wanted = ALL.iter().filter(|entry| names.contains(&entry.name));
    let known = wanted.map(|entry| (entry.name, entry.label));
    known.chain([(AGAIN, "reqwest again")])
}

fn subjects(server: &Server, names: &[&str], runtime: &Runtime) -> Result<Vec<Round>, Failed> {
    // Some spawn a task of theirs when they are made.
    let _entered = runtime.enter();
    let certificate = server.certificate().map(fs::read_to_string).transpose()?;
    let build = |(name, _)| {
        let setup = Setup {
            base: format!("{}/ok", server.url()),
            delay: Duration::from_millis(1),
            attempts: 3,
            certificate: certificate.clone(),
        };
        let contestant = if name == AGAIN { RAW } else { name };
        contestants::visit(contestant, Rounds(setup))?
    };
    contestants(names).map(build).collect()
}

/// Makes a contestant ready for its rounds.
struct Rounds(Setup);

impl Visit for Rounds {
    type Output = Result<Round, Failed>;

    fn visit<C: Contestant>(self) -> Self::Output {
        let contestant = C::new(&self.0)?;
        Ok(Box::new(move |runtime, in_flight| {
            runtime.block_on(round(&contestant, in_flight))
        }))
    }
}

async fn round<C: Contestant>(contestant: &C, in_flight: usize) -> Result<Taken, Failed> {
    let (begun, processor) = (Instant::now(), processor()?);
    let lane = |_| {
        let contestant = contestant.clone();
        async move {
            for id in 0..CALLS / in_flight {
                contestant.item(id as u64).await?;
            }
            Ok::<_, Failed>(())
        }
    };
    let mut lanes = (0..in_flight).map(lane).collect::<JoinSet<_>>();
    while let Some(done) = lanes.join_next().await {
        done??;
    }
    Ok(Taken {
        wall: begun.elapsed().as_secs_f64(),
        processor: self::processor()? - processor,
    })
}

/// Seconds that the threads of this process have run.
fn processor() -> Result<f64, Failed> {
    let mut all = 0;
    for thread in fs::read_dir("/proc/self/task")? {
        let text = fs::read_to_string(thread?.path().join("schedstat"))?;
        all += text.split(' ').next().unwrap_or_default().parse::<u64>()?;
    }
    Ok(Duration::from_nanos(all).as_secs_f64())
}
