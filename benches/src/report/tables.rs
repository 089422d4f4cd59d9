//! The text of the report.

use std::fmt::Write as _;

use super::layout::{per_hundred, section, table};
use super::{Measured, breakdown, calls, find, targets, whole};
use crate::Failed;
use crate::{build, held, throughput};

pub(super) fn text(measured: &Measured) -> Result<String, Failed> {
    let mut text = String::new();
    head(&mut text, measured)?;
    aims(&mut text, measured)?;
    calls::tables(&mut text, measured)?;
    breakdown::table_of(&mut text, measured)?;
    breakdown::functions(&mut text, measured)?;
    asleep(&mut text, measured)?;
    delays(&mut text, measured)?;
    lines(&mut text, measured)?;
    rates(&mut text, measured)?;
    builds(&mut text, measured)?;
    checks(&mut text, measured)?;
    made(&mut text, measured)?;
    Ok(text)
}

fn head(text: &mut String, measured: &Measured) -> Result<(), Failed> {
    let environment = &measured.instructions.environment;
    writeln!(
        text,
        "# Results\n\n\
         Written by `benches/run.sh report` from the files in `results/`; [README.md](README.md) says how each number\n\
         comes about. Machine: {}; {}; {}.\n",
        environment.machine, environment.rustc, environment.valgrind
    )?;
    Ok(())
}

fn aims(text: &mut String, measured: &Measured) -> Result<(), Failed> {
    let rows = targets::all(measured)?.into_iter().map(|target| {
        let reached = match target.reached {
            Some(true) => "reached",
            Some(false) => "**not reached**",
            None => "the machine is too busy to tell",
        };
        [
            target.what,
            target.wanted,
            target.measured,
            reached.to_owned(),
        ]
    });
    section(
        text,
        "Targets",
        None,
        "Of the trait and `Call`, the dearer one counts.",
    )?;
    table(text, ["", "target", "measured", ""], rows)
}

fn asleep(text: &mut String, measured: &Measured) -> Result<(), Failed> {
    let note = "Bytes on the heap, counted by the allocator, over at most a hundred connections at a time.";
    section(text, "Calls that are asleep", Some("held"), note)?;
    let rows = measured.held.measured.iter().map(|one| {
        let [few, many] = [0, 1].map(|index| {
            one.bytes
                .get(index)
                .copied()
                .map_or_else(String::new, whole)
        });
        [one.label.clone(), few, many, one.connections.to_string()]
    });
    let [few, many] = held::PENDING.map(|pending| format!("{pending} pending"));
    table(text, ["bytes per call", &few, &many, "connections"], rows)
}

fn delays(text: &mut String, measured: &Measured) -> Result<(), Failed> {
    section(
        text,
        "Delays",
        Some("delays"),
        "Exponential, with the jitter that the crate offers.",
    )?;
    let rows = measured
        .delays
        .measured
        .iter()
        .map(|one| [one.name.clone(), whole(one.instructions)]);
    table(text, ["", "instructions per delay"], rows)
}

fn lines(text: &mut String, measured: &Measured) -> Result<(), Failed> {
    let Some(results) = &measured.lines else {
        return Ok(());
    };
    let note = "A thousand values in one response, one per line. Splitting by hand has no bound for a line.";
    section(text, "A line of JSON", None, note)?;
    let all = results.measured.iter();
    let rows = all.map(|one| [one.name.clone(), whole(one.instructions)]);
    table(text, ["", "instructions per line"], rows)
}

fn rates(text: &mut String, measured: &Measured) -> Result<(), Failed> {
    let note = "By raw reqwest in the same round; the median of all clients and its 95 % confidence. `reqwest again` is the\n\
                same contestant once more: what it differs by is noise. `processor` compares the time on the processor, which\n\
                other programs on the machine disturb less. The charts are of one thread.\n\n\
                ![Throughput with many in flight](charts/throughput-64.svg)";
    section(text, "Throughput", Some("throughput-1"), note)?;
    rate_table(text, &measured.throughput.measured)?;
    let Some(results) = &measured.throughput_over_tls else {
        return Ok(());
    };
    let note = "In the build with default features.";
    section(text, "Throughput over TLS 1.3", None, note)?;
    rate_table(text, &results.measured)
}

fn rate_table(text: &mut String, all: &[throughput::Measured]) -> Result<(), Failed> {
    let rows = all.iter().map(|one| {
        let of = |spread: &throughput::Spread| {
            format!(
                "{:.3} ({:.3} to {:.3})",
                spread.median, spread.low, spread.high
            )
        };
        [
            one.threads.to_string(),
            one.in_flight.to_string(),
            one.label.clone(),
            whole(one.per_second),
            of(&one.ratio),
            of(&one.processor),
        ]
    });
    let heads = [
        "threads",
        "in flight",
        "",
        "calls a second",
        "throughput",
        "processor",
    ];
    table(text, heads, rows)
}

fn builds(text: &mut String, measured: &Measured) -> Result<(), Failed> {
    let note = "Clean debug builds of a crate that has serde with its derive and the named one, with JSON and without TLS\n\
                (feignhttp cannot be had without), and the crates in the tree.";
    section(text, "Building", Some("build"), note)?;
    let of = |name| find(&measured.build.measured, name, |one| &one.name);
    let raw = of(build::RAW)?.processor;
    let rows = measured.build.measured.iter().map(|one| {
        [
            one.name.clone(),
            one.crates.len().to_string(),
            format!("{:.1}", one.processor),
            per_hundred(one.processor / raw),
            format!("{:.1}", one.wall),
        ]
    });
    table(
        text,
        ["", "crates", "processor, s", "by reqwest", "wall, s"],
        rows,
    )?;
    let beyond = of(build::OURS)?.crates.difference(&of(build::RAW)?.crates);
    let beyond = beyond.map(String::as_str).collect::<Vec<_>>();
    writeln!(
        text,
        "\nWhat retry-client has in its tree beyond reqwest: {}.",
        beyond.join(", ")
    )?;
    Ok(())
}

fn checks(text: &mut String, measured: &Measured) -> Result<(), Failed> {
    let all = &measured.compile.measured;
    let methods = all.first().map_or(0, |one| one.methods);
    let note = "`cargo check` after a comment was added to the file, with everything else built. The macros are timed by the wall clock, so on a\n\
                busy machine they seem to take longer.";
    section(text, &format!("A client of {methods} methods"), None, note)?;
    let rows = all.iter().map(|one| {
        [
            one.name.clone(),
            format!("{:.2}", one.check),
            whole(one.expansion),
        ]
    });
    table(text, ["", "processor, s", "macros, ms"], rows)
}

fn made(text: &mut String, measured: &Measured) -> Result<(), Failed> {
    section(text, "With what", None, "")?;
    let rows = measured
        .environments()
        .into_iter()
        .map(|(name, environment)| {
            [
                format!("`benches/run.sh {name}`"),
                environment.date.clone(),
                format!("`{}`", environment.commit),
            ]
        });
    table(text, ["command", "date", "commit"], rows)?;
    writeln!(text)?;
    let mut versions = measured.instructions.environment.versions.clone();
    let others = [&measured.default_features, &measured.peers];
    for results in others.into_iter().flatten() {
        versions.extend(results.environment.versions.clone());
    }
    table(
        text,
        ["crate", "version"],
        versions.into_iter().map(|(name, version)| [name, version]),
    )
}
