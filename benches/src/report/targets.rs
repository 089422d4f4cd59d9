//! The targets that this library has set itself, and whether it has reached them.

use super::{Measured, find, whole};
use crate::contestants::{CALL, HAND_LOOP, RAW, TRAIT, UNBUDGETED};
use crate::throughput::{AGAIN, IN_FLIGHT, THREADS};
use crate::{Failed, build, delays, held, instructions, throughput};

/// One of them. Where the library can be called in two ways, the dearer one is measured.
pub(super) struct Target {
    pub(super) what: String,
    pub(super) wanted: String,
    pub(super) measured: String,
    /// Unknown if the noise is larger than what is to be told.
    pub(super) reached: Option<bool>,
}

/// The share of raw reqwest's instructions for a GET.
pub(super) const OF_RAW: f64 = 0.57;
/// The same with default features, `tracing` among them, and nobody listening.
pub(super) const OF_RAW_BY_DEFAULT: f64 = 0.58;
/// Heap calls of a GET.
const HEAP: f64 = 26.0;
/// Instructions that the budget of retries adds to a GET.
const BUDGET: f64 = 120.0;
/// The share of the hand-written loop's instructions for a GET with one retry.
pub(super) const OF_HAND_LOOP: f64 = 0.60;
/// Bytes per call that is asleep.
pub(super) const HELD: f64 = 700.0;
/// Instructions per delay.
pub(super) const DELAY: f64 = 150.0;
/// The share of raw reqwest's instructions over TLS, those of encryption among them.
pub(super) const OF_RAW_OVER_TLS: f64 = 0.62;
/// The multiple of raw reqwest's throughput over TLS.
const THROUGHPUT_OVER_TLS: f64 = 1.10;
/// Crates beyond those of reqwest.
const CRATES: usize = 8;
/// The multiple of the processor time of reqwest's clean build.
pub(super) const BUILD: f64 = 1.15;

/// The multiple of raw reqwest's throughput with so many calls in flight.
pub(super) fn throughput(in_flight: usize) -> f64 {
    if in_flight == 1 { 1.10 } else { 1.20 }
}

pub(super) fn all(measured: &Measured) -> Result<Vec<Target>, Failed> {
    let mut all = Vec::new();
    all.extend(success(&measured.instructions.measured)?);
    let builds = [
        (
            &measured.default_features,
            "the same with default features, and nobody listening to `tracing`",
            OF_RAW_BY_DEFAULT,
        ),
        (
            &measured.over_tls,
            "the same over TLS 1.3, encryption among them",
            OF_RAW_OVER_TLS,
        ),
    ];
    for (results, what, most) in builds {
        if let Some(results) = results {
            all.push(elsewhere(&results.measured, what, most)?);
        }
    }
    all.push(budget(&measured.instructions.measured)?);
    all.push(retry(&measured.instructions.measured)?);
    all.push(asleep(&measured.held.measured)?);
    all.push(delay(&measured.delays.measured)?);
    for threads in THREADS {
        for in_flight in IN_FLIGHT {
            let wanted = throughput(in_flight);
            let all_rates = &measured.throughput.measured;
            all.push(rate(all_rates, "", (threads, in_flight), wanted)?);
        }
    }
    if let Some(results) = &measured.throughput_over_tls {
        for threads in THREADS {
            for in_flight in IN_FLIGHT {
                let load = (threads, in_flight);
                all.push(rate(
                    &results.measured,
                    " over TLS",
                    load,
                    THROUGHPUT_OVER_TLS,
                )?);
            }
        }
    }
    all.extend(dependency(&measured.build.measured)?);
    Ok(all)
}

fn success(all: &[instructions::Measured]) -> Result<[Target; 2], Failed> {
    let of = |name| find(all, name, |one| &one.name);
    let (raw, ours) = (&of(RAW)?.success, [&of(TRAIT)?.success, &of(CALL)?.success]);
    let ratio = worst(ours.map(|cost| cost.instructions)) / raw.instructions;
    let heap = worst(ours.map(|cost| cost.heap_calls));
    Ok([
        Target {
            what: "instructions of a GET, by those of reqwest".to_owned(),
            wanted: format!("at most {OF_RAW:.2}"),
            measured: format!("{ratio:.3}"),
            reached: Some(ratio <= OF_RAW),
        },
        Target {
            what: "heap calls of a GET".to_owned(),
            wanted: format!("at most {HEAP:.0}"),
            measured: format!("{heap:.1}"),
            // A tenth of a call is what a pool or a timer does now and then.
            reached: Some(heap < HEAP + 0.1),
        },
    ])
}

/// A GET in another build, by raw reqwest in that.
fn elsewhere(all: &[instructions::Measured], what: &str, most: f64) -> Result<Target, Failed> {
    let of = |name| {
        let one = find(all, name, |one: &instructions::Measured| &one.name)?;
        Ok::<_, Failed>(one.success.instructions)
    };
    let ratio = worst([of(TRAIT)?, of(CALL)?]) / of(RAW)?;
    Ok(Target {
        what: what.to_owned(),
        wanted: format!("at most {most:.2}"),
        measured: format!("{ratio:.3}"),
        reached: Some(ratio <= most),
    })
}

fn budget(all: &[instructions::Measured]) -> Result<Target, Failed> {
    let of = |name| {
        let one = find(all, name, |one: &instructions::Measured| &one.name)?;
        Ok::<_, Failed>(one.success.instructions)
    };
    let more = of(CALL)? - of(UNBUDGETED)?;
    Ok(Target {
        what: "instructions of a GET that are its budget's".to_owned(),
        wanted: format!("at most {BUDGET:.0}"),
        measured: whole(more),
        reached: Some(more <= BUDGET),
    })
}

fn retry(all: &[instructions::Measured]) -> Result<Target, Failed> {
    let of = |name| {
        let retry = find(all, name, |one: &instructions::Measured| &one.name)?
            .retry
            .as_ref();
        retry
            .map(|cost| cost.instructions)
            .ok_or_else(|| Failed::from(format!("`{name}` does not retry")))
    };
    let ratio = worst([of(TRAIT)?, of(CALL)?]) / of(HAND_LOOP)?;
    Ok(Target {
        what: "instructions of a GET with one retry, by those of the hand-written loop".to_owned(),
        wanted: format!("at most {OF_HAND_LOOP:.2}"),
        measured: format!("{ratio:.3}"),
        reached: Some(ratio <= OF_HAND_LOOP),
    })
}

fn asleep(all: &[held::Measured]) -> Result<Target, Failed> {
    let of = |name| {
        Ok::<_, Failed>(worst(
            find(all, name, |one: &held::Measured| &one.name)?
                .bytes
                .iter()
                .copied(),
        ))
    };
    let bytes = of(UNBUDGETED)?;
    Ok(Target {
        what: "bytes held per call that is asleep".to_owned(),
        wanted: format!("at most {}", whole(HELD)),
        measured: whole(bytes),
        reached: Some(bytes <= HELD),
    })
}

fn delay(all: &[delays::Measured]) -> Result<Target, Failed> {
    let ours = find(all, delays::OURS, |one| &one.name)?.instructions;
    Ok(Target {
        what: "instructions of a delay with jitter".to_owned(),
        wanted: format!("at most {}", whole(DELAY)),
        measured: whole(ours),
        reached: Some(ours <= DELAY),
    })
}

fn rate(
    all: &[throughput::Measured],
    how: &str,
    (threads, in_flight): (usize, usize),
    least: f64,
) -> Result<Target, Failed> {
    let load = |one: &&throughput::Measured| (one.threads, one.in_flight) == (threads, in_flight);
    let all = all.iter().filter(load).cloned().collect::<Vec<_>>();
    let of =
        |name| Ok::<_, Failed>(find(&all, name, |one: &throughput::Measured| &one.name)?.ratio);
    let again = of(AGAIN)?;
    let noise = (again.high - 1.0).max(1.0 - again.low).max(0.0);
    let ratio = of(TRAIT)?.median.min(of(CALL)?.median);
    let on = if threads == 1 {
        String::new()
    } else {
        format!(" on {threads} threads")
    };
    Ok(Target {
        what: format!("throughput{how} with {in_flight} in flight{on}, by that of reqwest"),
        wanted: format!("at least {least:.2}, noise ±{noise:.3}"),
        measured: format!("{ratio:.3}"),
        // Between the two it is in the noise.
        reached: (ratio >= least || ratio < least - noise).then_some(ratio >= least),
    })
}

fn dependency(all: &[build::Measured]) -> Result<[Target; 2], Failed> {
    let of = |name| find(all, name, |one: &build::Measured| &one.name);
    let (raw, ours) = (of(build::RAW)?, of(build::OURS)?);
    let ratio = ours.processor / raw.processor;
    Ok([
        Target {
            what: "crates in the tree".to_owned(),
            wanted: format!(
                "at most {}, {CRATES} more than reqwest",
                raw.crates.len() + CRATES
            ),
            measured: ours.crates.len().to_string(),
            reached: Some(ours.crates.len() <= raw.crates.len() + CRATES),
        },
        Target {
            what: "processor time of a clean build, by that of reqwest".to_owned(),
            wanted: format!("at most {BUILD:.2}"),
            measured: format!("{ratio:.2}"),
            reached: Some(ratio <= BUILD),
        },
    ])
}

fn worst(values: impl IntoIterator<Item = f64>) -> f64 {
    values.into_iter().fold(f64::NEG_INFINITY, f64::max)
}
