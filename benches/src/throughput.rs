//! How many calls a second, one at a time and many at once, in rounds in which all take turns.

use std::fs;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::runtime::Runtime;
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::Failed;
use crate::build::median;
use crate::contestants::{self, ALL, Contestant, RAW, Setup, Visit};
use crate::drive::runtime;
use crate::instructions::PORT;
use crate::results;
use crate::server::Server;

/// The result file.
pub const NAME: &str = "throughput";

/// Raw reqwest once more: how far two runs of the same thing are apart.
pub const AGAIN: &str = "raw-again";

/// Calls in flight.
pub const IN_FLIGHT: [usize; 2] = [1, 64];

/// Calls of one contestant in one round.
const CALLS: usize = 640;

/// Rounds after which all contestants are made anew: where memory happens to put a client makes it
/// faster or slower than the next of its kind, for as long as it lives.
const ROUNDS_OF_A_CLIENT: usize = 10;

/// One contestant with so many calls in flight.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Measured {
    pub name: String,
    pub label: String,
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

/// Measures all contestants.
pub fn measure(rounds: usize) -> Result<(), Failed> {
    let server = Server::start(PORT)?;
    let runtime = runtime()?;
    let mut all = Vec::new();
    for in_flight in IN_FLIGHT {
        println!(
            "{in_flight} in flight{:>42} {:>10} {:>18}",
            "calls/s", "ratio", "95 % confidence"
        );
        let clients = (0..rounds.div_ceil(ROUNDS_OF_A_CLIENT).max(1))
            .map(|_| clients(&server, &runtime, in_flight))
            .collect::<Result<Vec<_>, _>>()?;
        for (at, (name, label)) in contestants().enumerate() {
            let measured = summary((name, label), in_flight, &clients, at);
            let Spread { low, median, high } = measured.ratio;
            println!(
                "{label:<40} {:>10.0} {median:>10.3} {low:>10.3}..{high:.3}",
                measured.per_second
            );
            all.push(measured);
        }
    }
    results::save(NAME, all)
}

/// What the rounds of one client of each contestant took.
fn clients(
    server: &Server,
    runtime: &Runtime,
    in_flight: usize,
) -> Result<Vec<Vec<Taken>>, Failed> {
    let subjects = subjects(server)?;
    let mut taken = vec![Vec::new(); subjects.len()];
    for round in 0..=ROUNDS_OF_A_CLIENT {
        for position in 0..subjects.len() {
            // Another one begins every round.
            let turn = (position + round) % subjects.len();
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
    in_flight: usize,
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
        in_flight,
        per_second: median(times.map(|time| CALLS as f64 / time.wall).collect()),
        ratio: ratio(|time| time.wall),
        processor: ratio(|time| time.processor),
    }
}

/// All contestants, by their names and labels.
fn contestants() -> impl Iterator<Item = (&'static str, &'static str)> {
    let known = ALL.iter().map(|entry| (entry.name, entry.label));
    known.chain([(AGAIN, "reqwest again")])
}

fn subjects(server: &Server) -> Result<Vec<Round>, Failed> {
    let build = |(name, _)| {
        let setup = Setup {
            base: format!("{}/ok", server.url()),
            delay: Duration::from_millis(1),
            attempts: 3,
        };
        let contestant = if name == AGAIN { RAW } else { name };
        contestants::visit(contestant, Rounds(setup))?
    };
    contestants().map(build).collect()
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

/// Seconds this thread has run.
fn processor() -> Result<f64, Failed> {
    let text = fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanoseconds = text.split(' ').next().unwrap_or_default().parse()?;
    Ok(Duration::from_nanos(nanoseconds).as_secs_f64())
}
