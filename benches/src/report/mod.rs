//! `RESULTS.md` and its charts, made from the result files. No number in them is typed by hand.

mod breakdown;
mod calls;
mod charts;
mod draw;
mod layout;
mod tables;
mod targets;

use std::fs;
use std::path::Path;

use crate::Failed;
use crate::environment::{Environment, root};
use crate::results::{Results, load};
use crate::{build, compile, delays, held, instructions, lines, throughput};

/// Everything that was measured.
struct Measured {
    instructions: Results<Vec<instructions::Measured>>,
    // Of builds with other features, where there were any.
    tracing: Option<Results<Vec<instructions::Measured>>>,
    metrics: Option<Results<Vec<instructions::Measured>>>,
    default_features: Option<Results<Vec<instructions::Measured>>>,
    over_tls: Option<Results<Vec<instructions::Measured>>>,
    peers: Option<Results<Vec<instructions::Measured>>>,
    held: Results<Vec<held::Measured>>,
    delays: Results<Vec<delays::Measured>>,
    lines: Option<Results<Vec<delays::Measured>>>,
    throughput: Results<Vec<throughput::Measured>>,
    throughput_over_tls: Option<Results<Vec<throughput::Measured>>>,
    build: Results<Vec<build::Measured>>,
    compile: Results<Vec<compile::Measured>>,
}

impl Measured {
    fn load() -> Result<Self, Failed> {
        Ok(Self {
            instructions: load("instructions")?,
            tracing: load(instructions::TRACING).ok(),
            metrics: load(instructions::METRICS).ok(),
            default_features: load(instructions::BY_DEFAULT).ok(),
            over_tls: load(instructions::OVER_TLS).ok(),
            peers: load(instructions::PEERS).ok(),
            held: load(held::NAME)?,
            delays: load(delays::NAME)?,
            lines: load(lines::NAME).ok(),
            throughput: load(throughput::NAME)?,
            throughput_over_tls: load(throughput::OVER_TLS).ok(),
            build: load(build::NAME)?,
            compile: load(compile::NAME)?,
        })
    }

    /// The command of each measurement and where it was made.
    fn environments(&self) -> Vec<(&'static str, &Environment)> {
        let mut all = vec![("instructions", &self.instructions.environment)];
        let builds = [
            ("tracing", &self.tracing),
            ("metrics", &self.metrics),
            ("defaults", &self.default_features),
            ("tls", &self.over_tls),
            ("peers", &self.peers),
        ];
        for (name, results) in builds {
            let results = results.iter();
            all.extend(results.map(|results| (name, &results.environment)));
        }
        all.extend([
            ("held", &self.held.environment),
            ("delays", &self.delays.environment),
        ]);
        let lines = self.lines.iter();
        all.extend(lines.map(|results| (lines::NAME, &results.environment)));
        all.extend([
            ("throughput", &self.throughput.environment),
            ("build", &self.build.environment),
            ("compile", &self.compile.environment),
        ]);
        all
    }
}

/// Writes the report.
pub fn write() -> Result<(), Failed> {
    let measured = Measured::load()?;
    let charts = Path::new(root()).join("charts");
    fs::create_dir_all(&charts)?;
    charts::draw(&measured, &charts)?;
    fs::write(
        Path::new(root()).join("RESULTS.md"),
        tables::text(&measured)?,
    )?;
    Ok(())
}

/// Finds the entry of this name.
fn find<'a, T>(all: &'a [T], name: &str, named: impl Fn(&T) -> &str) -> Result<&'a T, Failed> {
    let found = all.iter().find(|one| named(one) == name);
    found.ok_or_else(|| format!("`{name}` was not measured").into())
}

/// A whole number with its thousands apart.
fn whole(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::whole;

    #[test]
    fn thousands_are_set_apart() {
        let written = [0.4, 12.0, 999.6, 63_560.0, 1_234_567.0].map(whole);
        assert_eq!(written, ["0", "12", "1,000", "63,560", "1,234,567"]);
    }
}
