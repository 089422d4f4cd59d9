//! What this library has set itself, and whether it is there.

use super::{Measured, find, whole};
use crate::contestants::{CALL, HAND_LOOP, RAW, TRAIT, UNBUDGETED};
use crate::throughput::{AGAIN, IN_FLIGHT};
use crate::{Failed, build, delays, held, instructions, throughput};

/// One of them. Where the library can be called in two ways, the dearer one is measured.
pub(super) struct Target {
    pub(super) what: String,
    pub(super) wanted: String,
    pub(super) measured: String,
    /// Unknown if the noise is larger than what is to be told.
    pub(super) reached: Option<bool>,
}

/// Of raw reqwest's instructions.
pub(super) const OF_RAW: f64 = 0.57;
/// The same with default features, `tracing` among them, and nobody listening.
const OF_RAW_BY_DEFAULT: f64 = 0.58;
/// Heap calls of a GET.
const HEAP: f64 = 26.0;
/// Instructions that the budget of retries adds to a GET.
const BUDGET: f64 = 120.0;
/// Of the hand-written loop's instructions.
pub(super) const OF_HAND_LOOP: f64 = 0.60;
/// Bytes per call that is asleep.
pub(super) const HELD: f64 = 700.0;
/// Instructions per delay.
pub(super) const DELAY: f64 = 150.0;
/// Of raw reqwest's throughput.
pub(super) const THROUGHPUT: f64 = 1.1;
/// Noise with which a throughput can still be told from another.
const QUIET: f64 = 0.05;
/// Crates beyond those of reqwest.
const CRATES: usize = 8;
/// Of reqwest's clean build.
pub(super) const BUILD: f64 = 1.15;

pub(super) fn all(measured: &Measured) -> Result<Vec<Target>, Failed> {
    let mut all = Vec::new();
    all.extend(success(&measured.instructions.measured)?);
    if let Some(results) = &measured.default_features {
        all.push(by_default(&results.measured)?);
    }
    all.push(budget(&measured.instructions.measured)?);
    all.push(retry(&measured.instructions.measured)?);
    all.push(asleep(&measured.held.measured)?);
    all.push(delay(&measured.delays.measured)?);
    for in_flight in IN_FLIGHT {
        all.push(rate(&measured.throughput.measured, in_flight)?);
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

fn by_default(all: &[instructions::Measured]) -> Result<Target, Failed> {
    let of = |name| {
        let one = find(all, name, |one: &instructions::Measured| &one.name)?;
        Ok::<_, Failed>(one.success.instructions)
    };
    let ratio = worst([of(TRAIT)?, of(CALL)?]) / of(RAW)?;
    Ok(Target {
        what: "the same with default features, and nobody listening to `tracing`".to_owned(),
        wanted: format!("at most {OF_RAW_BY_DEFAULT:.2}"),
        measured: format!("{ratio:.3}"),
        reached: Some(ratio <= OF_RAW_BY_DEFAULT),
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

fn rate(all: &[throughput::Measured], in_flight: usize) -> Result<Target, Failed> {
    let all = all
        .iter()
        .filter(|one| one.in_flight == in_flight)
        .cloned()
        .collect::<Vec<_>>();
    let of =
        |name| Ok::<_, Failed>(find(&all, name, |one: &throughput::Measured| &one.name)?.ratio);
    let again = of(AGAIN)?;
    let noise = (again.high - 1.0).max(1.0 - again.low).max(0.0);
    let ratio = of(TRAIT)?.median.min(of(CALL)?.median);
    Ok(Target {
        what: format!("throughput with {in_flight} in flight, by that of reqwest"),
        wanted: format!("at least {THROUGHPUT:.2}, noise ±{noise:.3}"),
        measured: format!("{ratio:.3}"),
        reached: within(ratio, noise),
    })
}

fn within(ratio: f64, noise: f64) -> Option<bool> {
    if ratio >= THROUGHPUT || ratio < THROUGHPUT - noise {
        return Some(ratio >= THROUGHPUT);
    }
    (noise <= QUIET).then_some(true)
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
