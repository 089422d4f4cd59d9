//! The machine and the versions with which a measurement was made.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde::{Deserialize, Serialize};

use crate::Failed;

const LOCK: &str = include_str!("../Cargo.lock");

/// The crates whose versions are worth telling.
const TOLD: &[&str] = &[
    "aws-lc-rs",
    "aws-smithy-runtime",
    "backon",
    "feignhttp",
    "hyper",
    "hyper-util",
    "octocrab",
    "progenitor",
    "reqwest",
    "reqwest-middleware",
    "reqwest-retry",
    "retry-client",
    "retry-policies",
    "rustls",
    "tokio",
    "tokio-retry",
    "tower",
];

/// Stands in every result file.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Environment {
    pub date: String,
    pub machine: String,
    pub rustc: String,
    pub valgrind: String,
    pub commit: String,
    pub versions: BTreeMap<String, String>,
}

impl Environment {
    /// This machine, now.
    pub fn read() -> Result<Self, Failed> {
        let commit = said("git", &["-C", root(), "describe", "--always", "--dirty"])?;
        Ok(Self {
            date: said("date", &["-u", "+%Y-%m-%d"])?,
            machine: machine()?,
            rustc: said("rustc", &["--version"])?,
            valgrind: said("valgrind", &["--version"])?,
            commit,
            versions: versions(LOCK),
        })
    }
}

/// The directory of the benches.
#[must_use]
pub fn root() -> &'static str {
    env!("CARGO_MANIFEST_DIR")
}

fn said(program: &str, arguments: &[&str]) -> Result<String, Failed> {
    let output = Command::new(program).args(arguments).output();
    let output = output.map_err(|error| format!("{program} cannot be run: {error}"))?;
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

fn machine() -> Result<String, Failed> {
    let info = fs::read_to_string(Path::new("/proc/cpuinfo"))?;
    let names = info
        .lines()
        .filter_map(|line| line.strip_prefix("model name"));
    let names = names
        .map(|name| name.trim_start_matches([' ', '\t', ':']))
        .collect::<Vec<_>>();
    let name = names.first().unwrap_or(&"unknown processor");
    let system = said("uname", &["-sm"])?;
    Ok(format!("{} × {name}, {system}", names.len()))
}

fn versions(lock: &str) -> BTreeMap<String, String> {
    let mut versions = BTreeMap::new();
    let mut name = "";
    for line in lock.lines() {
        if let Some(text) = quoted(line, "name") {
            name = text;
        } else if let Some(version) = quoted(line, "version").filter(|_| TOLD.contains(&name)) {
            versions.insert(name.to_owned(), version.to_owned());
        }
    }
    versions
}

/// The text of `key = "text"`.
fn quoted<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    line.strip_prefix(key)?
        .strip_prefix(" = \"")?
        .strip_suffix('"')
}
