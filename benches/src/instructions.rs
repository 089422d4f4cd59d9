//! The cost of one call: instructions and heap calls of the client, counted by callgrind.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Failed;
use crate::callgrind::{Profile, profile};
use crate::contestants::{ALL, CALL, Entry, HAND_LOOP, RAW, Retries, entry};
use crate::origin;
use crate::results;
use crate::server::Server;

/// Two runs of so many calls; their difference is free of what starting costs.
const FEW: u64 = 100;
const MANY: u64 = 1_100;

/// Functions below so many instructions a call are left out.
pub const WORTH_SHOWING: f64 = 20.0;

/// Whose functions the report tells apart.
const LOOKED_AT: [&str; 3] = [RAW, HAND_LOOP, CALL];

/// The port at which feignhttp expects the server; the others are told.
pub const PORT: u16 = if cfg!(feature = "defaults") {
    18_503
} else {
    0
};

/// The name of the result file: builds with other features have one of their own.
pub const NAME: &str = if cfg!(feature = "defaults") {
    BY_DEFAULT
} else if cfg!(feature = "peers") {
    PEERS
} else if cfg!(feature = "tracing") {
    TRACING
} else if cfg!(feature = "metrics") {
    METRICS
} else {
    "instructions"
};

pub const BY_DEFAULT: &str = "instructions-default-features";
pub const PEERS: &str = "instructions-peers";
pub const TRACING: &str = "instructions-tracing";
pub const METRICS: &str = "instructions-metrics";

/// The result file of the default features over TLS.
pub const OVER_TLS: &str = "instructions-tls";

/// One contestant.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Measured {
    pub name: String,
    pub label: String,
    /// A GET that succeeds.
    pub success: Cost,
    /// A GET that is answered by 503, then by 200.
    pub retry: Option<Cost>,
}

/// The cost of one call.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Cost {
    pub instructions: f64,
    pub heap_calls: f64,
    /// Misses of the first data cache.
    pub misses: f64,
    /// Misses of the first instruction cache.
    pub instruction_misses: f64,
    /// Instructions by crate.
    pub crates: BTreeMap<String, f64>,
    /// Instructions by function, of those that are looked at so closely.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub functions: BTreeMap<String, f64>,
}

/// Measures the contestants of these names, or all.
pub fn measure(names: &[&str]) -> Result<(), Failed> {
    measure_at(&Server::start(PORT)?, NAME, names)
}

/// The same at another server.
pub fn measure_at(server: &Server, file: &str, names: &[&str]) -> Result<(), Failed> {
    println!(
        "{:<40} {:>12} {:>6} {:>6} {:>6} {:>12} {:>6}",
        "per call", "success", "heap", "D1", "I1", "503, 200", "heap"
    );
    let wanted = |entry: &&Entry| names.is_empty() || names.contains(&entry.name);
    let mut all = Vec::new();
    for entry in ALL.iter().filter(wanted) {
        let measured = measured(server, entry)?;
        print(&measured);
        all.push(measured);
    }
    results::save_beside(file, all, |one, other| one.name == other.name)
}

fn measured(server: &Server, entry: &Entry) -> Result<Measured, Failed> {
    Ok(Measured {
        name: entry.name.to_owned(),
        label: entry.label.to_owned(),
        success: cost(server, entry, "ok", 1)?,
        retry: match entry.retries {
            Retries::Never => None,
            Retries::AtOnce | Retries::AfterWaiting => Some(cost(server, entry, "busy", 2)?),
        },
    })
}

fn print(measured: &Measured) {
    let Cost {
        instructions,
        heap_calls,
        misses,
        instruction_misses,
        ..
    } = measured.success;
    print!(
        "{:<40} {instructions:>12.0} {heap_calls:>6.1} {misses:>6.0} {instruction_misses:>6.0}",
        measured.label
    );
    if let Some(retry) = &measured.retry {
        print!(" {:>12.0} {:>6.1}", retry.instructions, retry.heap_calls);
    }
    println!();
}

/// Prints the functions that cost the most, or in which a contestant differs most from another.
pub fn functions(name: &str, other: Option<&str>) -> Result<(), Failed> {
    let server = Server::start(PORT)?;
    let of = |name: &str| {
        let entry = entry(name).ok_or_else(|| format!("no contestant is called `{name}`"))?;
        Ok::<_, Failed>(by_function(&difference(&server, entry, "ok", 1)?))
    };
    let other = other.map(of).transpose()?.unwrap_or_default();
    for (name, count) in differing(&of(name)?, &other) {
        println!("{count:>8.0} {name}");
    }
    Ok(())
}

/// In which functions one differs from another, the largest difference first.
#[must_use]
pub fn differing(one: &BTreeMap<String, f64>, other: &BTreeMap<String, f64>) -> Vec<(String, f64)> {
    let mut functions = one.clone();
    for (function, count) in other {
        *functions.entry(function.clone()).or_default() -= count;
    }
    let mut functions = functions.into_iter().collect::<Vec<_>>();
    functions.retain(|(_, count)| count.abs() >= WORTH_SHOWING);
    functions.sort_by(|(_, one), (_, other)| other.abs().total_cmp(&one.abs()));
    functions
}

/// Instructions of a call by function; those of copying memory by who asked for it.
fn by_function(profile: &Profile) -> BTreeMap<String, f64> {
    let functions = profile.functions.iter();
    let functions = functions.filter(|(name, _)| origin::of(name) != "memory");
    let counted = functions.chain(&profile.copies);
    counted
        .map(|(name, count)| (name.clone(), per_call(*count)))
        // The others are what starting costs.
        .filter(|(_, count)| *count >= 1.0)
        .collect()
}

fn cost(server: &Server, entry: &Entry, path: &str, sends: u64) -> Result<Cost, Failed> {
    let profile = difference(server, entry, path, sends)?;
    let crates = profile.crates().into_iter();
    Ok(Cost {
        instructions: per_call(profile.instructions),
        heap_calls: per_call(profile.heap_calls),
        misses: per_call(profile.misses),
        instruction_misses: per_call(profile.instruction_misses),
        crates: crates
            .map(|(name, count)| (name, per_call(count)))
            .collect(),
        functions: if LOOKED_AT.contains(&entry.name) {
            by_function(&profile)
        } else {
            BTreeMap::new()
        },
    })
}

fn difference(server: &Server, entry: &Entry, path: &str, sends: u64) -> Result<Profile, Failed> {
    let base = format!("{}/{path}", server.url());
    let run = |calls: u64| {
        let before = server.arrived()?;
        let calls_as_text = calls.to_string();
        let arguments = ["drive", entry.name, &calls_as_text, &base];
        let arguments: Vec<_> = arguments.into_iter().chain(server.certificate()).collect();
        let profile = profile(&arguments)?;
        let arrived = server.arrived()? - before;
        if arrived != calls * sends {
            return Err(
                format!("{}: {calls} calls, {arrived} requests arrived", entry.name).into(),
            );
        }
        Ok::<_, Failed>(profile)
    };
    Ok(run(MANY)?.beyond(&run(FEW)?))
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn per_call(count: u64) -> f64 {
    count as f64 / (MANY - FEW) as f64
}
