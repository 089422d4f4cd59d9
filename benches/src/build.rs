//! The cost of depending on a crate: other crates in the tree, and a clean build.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::Failed;
use crate::cargo::{Crate, Took};
use crate::environment::root;
use crate::results;

/// The result file.
pub const NAME: &str = "build";

/// Reqwest and this library in the result file.
pub const RAW: &str = "reqwest";
pub const OURS: &str = "retry-client";

const REQWEST: &str =
    "reqwest = { version = \"0.13\", default-features = false, features = [\"json\"] }\n";
const SERDE: &str = "serde = { version = \"1\", features = [\"derive\"] }\n";

/// The arguments of a clean build. Crates from a registry are never built incrementally, so those
/// from a path are not either.
const CLEAN_BUILD: [&str; 3] = ["build", "--config", "profile.dev.incremental=false"];

/// One set of dependencies.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Measured {
    pub name: String,
    /// In the tree by name and version, those of the build included.
    pub crates: BTreeSet<String>,
    /// Seconds of a clean debug build, the median of all rounds.
    pub processor: f64,
    pub wall: f64,
}

fn subjects() -> Result<Vec<(&'static str, Crate)>, Failed> {
    let ours = format!(
        "retry-client = {{ path = \"{}/..\", default-features = false }}\n",
        root()
    );
    let feignhttp = "feignhttp = { version = \"0.6\", default-features = false, features = [\"reqwest-json\"] }\n";
    let middleware = "reqwest-middleware = { version = \"0.5\", features = [\"json\"] }\nreqwest-retry = \"0.9\"\n";
    let subjects = [
        (RAW, REQWEST.to_owned()),
        (OURS, ours),
        ("backon", format!("{REQWEST}backon = \"1\"\n")),
        ("reqwest-middleware", format!("{REQWEST}{middleware}")),
        ("feignhttp", feignhttp.to_owned()),
    ];
    let make = |(name, dependencies): (&'static str, String)| {
        let made = Crate::new(&format!("with-{name}"), &(dependencies + SERDE), "")?;
        Ok((name, made))
    };
    subjects.into_iter().map(make).collect()
}

/// Measures those named, or all of them, in rounds in which they take turns.
pub fn measure(rounds: usize, named: &[&str]) -> Result<(), Failed> {
    let mut subjects = subjects()?;
    subjects.retain(|(name, _)| named.is_empty() || named.contains(name));
    let mut took = vec![Vec::new(); subjects.len()];
    for (_, made) in &subjects {
        made.cargo(&["fetch"])?;
    }
    for _ in 0..rounds {
        for ((_, made), took) in subjects.iter().zip(&mut took) {
            made.clean()?;
            took.push(made.cargo(&CLEAN_BUILD)?);
            made.clean()?;
        }
    }
    println!(
        "{:<40} {:>8} {:>12} {:>8}",
        "clean build", "crates", "processor, s", "wall, s"
    );
    let summary = |((name, made), took): (&(&str, Crate), &Vec<Took>)| {
        let measured = Measured {
            name: (*name).to_owned(),
            crates: crates(made)?,
            processor: median(took.iter().map(|took| took.processor).collect()),
            wall: median(took.iter().map(|took| took.wall).collect()),
        };
        let Measured {
            crates,
            processor,
            wall,
            ..
        } = &measured;
        let crates = crates.len();
        println!("{name:<40} {crates:>8} {processor:>12.1} {wall:>8.1}");
        Ok::<_, Failed>(measured)
    };
    let all = subjects
        .iter()
        .zip(&took)
        .map(summary)
        .collect::<Result<Vec<_>, _>>()?;
    results::save_beside(NAME, all, |one, other| one.name == other.name)
}

/// The crates in the tree, itself not counted.
fn crates(made: &Crate) -> Result<BTreeSet<String>, Failed> {
    let tree = made.output(&["tree", "--prefix", "none", "--edges", "normal,build"])?;
    let names = tree.lines().skip(1).filter_map(|line| {
        let mut words = line.split(' ');
        Some(format!("{} {}", words.next()?, words.next()?))
    });
    Ok(names.collect())
}

pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
