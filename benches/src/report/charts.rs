//! Which charts there are.

use std::path::Path;

use super::breakdown;
use super::draw::{Bar, Chart, Mark, Owner};
use super::layout::per_hundred;
use super::{Measured, find, targets, whole};
use crate::contestants::{HAND_LOOP, RAW, is_ours};
use crate::throughput::{AGAIN, IN_FLIGHT};
use crate::{Failed, build, delays, held};

pub(super) fn draw(measured: &Measured, home: &Path) -> Result<(), Failed> {
    success(measured, &home.join("success.svg"))?;
    if let Some(results) = &measured.over_tls {
        let (title, path) = ("Instructions of a GET over TLS 1.3", home.join("tls.svg"));
        instructions(&results.measured, title, targets::OF_RAW_OVER_TLS, &path)?;
    }
    if let Some(results) = &measured.peers {
        let title = "Instructions of a GET beside clients on other stacks";
        let path = home.join("peers.svg");
        instructions(&results.measured, title, targets::OF_RAW_BY_DEFAULT, &path)?;
    }
    retry(measured, &home.join("retry.svg"))?;
    by_crate(measured, &home.join("crates.svg"))?;
    asleep(measured, &home.join("held.svg"))?;
    delay(measured, &home.join("delays.svg"))?;
    for in_flight in IN_FLIGHT {
        rate(
            measured,
            in_flight,
            &home.join(format!("throughput-{in_flight}.svg")),
        )?;
    }
    clean_build(measured, &home.join("build.svg"))
}

fn success(measured: &Measured, path: &Path) -> Result<(), Failed> {
    let all = &measured.instructions.measured;
    let title = "Instructions of a GET that succeeds";
    instructions(all, title, targets::OF_RAW, path)
}

fn instructions(
    all: &[crate::instructions::Measured],
    title: &str,
    most: f64,
    path: &Path,
) -> Result<(), Failed> {
    let raw = find(all, RAW, |one| &one.name)?.success.instructions;
    let bar = |one: &crate::instructions::Measured| {
        bar(&one.name, &one.label, RAW, one.success.instructions, raw)
    };
    Chart {
        title,
        subtitle: "client only, counted by callgrind; less is better",
        bars: &all.iter().map(bar).collect::<Vec<_>>(),
        pairs: false,
        mark: Some(Mark {
            at: most * raw,
            text: format!("target: {most:.2} of reqwest"),
        }),
    }
    .draw(path)
}

fn retry(measured: &Measured, path: &Path) -> Result<(), Failed> {
    let costs = measured
        .instructions
        .measured
        .iter()
        .filter_map(|one| Some((one, one.retry.as_ref()?.instructions)));
    let costs = costs.collect::<Vec<_>>();
    let (_, reference) = find(&costs, HAND_LOOP, |(one, _)| &one.name)?;
    let bars = costs
        .iter()
        .map(|(one, cost)| bar(&one.name, &one.label, HAND_LOOP, *cost, *reference));
    Chart {
        title: "Instructions of a GET that is answered by 503, then by 200",
        subtitle: "client only, counted by callgrind; reqwest's own retry does not wait, the others wait 1 ms; less is better",
        bars: &bars.collect::<Vec<_>>(),
        pairs: false,
        mark: Some(Mark {
            at: targets::OF_HAND_LOOP * reference,
            text: format!("target: {:.2} of the hand-written loop", targets::OF_HAND_LOOP),
        }),
    }
    .draw(path)
}

fn by_crate(measured: &Measured, path: &Path) -> Result<(), Failed> {
    let (raw, ours) = breakdown::both(measured)?;
    let mut bars = Vec::new();
    for (name, raw, ours) in breakdown::all(&raw.success, &ours.success) {
        for (label, value, owner) in [
            (name.as_str(), raw, Owner::Reference),
            ("", ours, Owner::Ours),
        ] {
            bars.push(Bar {
                label: label.to_owned(),
                value,
                text: whole(value),
                owner,
                spread: None,
            });
        }
    }
    Chart {
        title: "Where the instructions of a GET go",
        subtitle: "by the crate whose function it is; grey: reqwest, blue: retry-client (Call)",
        bars: &bars,
        pairs: true,
        mark: None,
    }
    .draw(path)
}

fn asleep(measured: &Measured, path: &Path) -> Result<(), Failed> {
    let bars = measured.held.measured.iter().map(|one| {
        let bytes = one.bytes.last().copied().unwrap_or_default();
        Bar {
            text: format!("{} B", whole(bytes)),
            ..bar(&one.name, &one.label, held::TASK, bytes, bytes)
        }
    });
    Chart {
        title: "Bytes on the heap per call that is asleep in its backoff",
        subtitle: "100,000 calls over 100 connections, each a task of its own; less is better",
        bars: &bars.collect::<Vec<_>>(),
        pairs: false,
        mark: Some(Mark {
            at: targets::HELD,
            text: format!("target: {} B", whole(targets::HELD)),
        }),
    }
    .draw(path)
}

fn delay(measured: &Measured, path: &Path) -> Result<(), Failed> {
    let bars = measured.delays.measured.iter().map(|one| {
        let owner = if one.name == delays::OURS {
            Owner::Ours
        } else {
            Owner::Peer
        };
        Bar {
            label: one.name.clone(),
            value: one.instructions,
            text: whole(one.instructions),
            owner,
            spread: None,
        }
    });
    Chart {
        title: "Instructions of computing a delay with jitter",
        subtitle: "exponential, the first four of a call, counted by callgrind; less is better",
        bars: &bars.collect::<Vec<_>>(),
        pairs: false,
        mark: Some(Mark {
            at: targets::DELAY,
            text: format!("target: {}", whole(targets::DELAY)),
        }),
    }
    .draw(path)
}

fn rate(measured: &Measured, in_flight: usize, path: &Path) -> Result<(), Failed> {
    let all = measured
        .throughput
        .measured
        .iter()
        .filter(|one| one.threads == 1 && one.in_flight == in_flight);
    let bars = all.filter(|one| one.name != RAW).map(|one| Bar {
        text: format!("{:.3}", one.ratio.median),
        spread: Some((one.ratio.low, one.ratio.high)),
        ..bar(&one.name, &one.label, AGAIN, one.ratio.median, 1.0)
    });
    Chart {
        title: &format!("Throughput with {in_flight} in flight, by that of reqwest"),
        subtitle: "median of clients that take turns, with its 95 % confidence; more is better",
        bars: &bars.collect::<Vec<_>>(),
        pairs: false,
        mark: Some(Mark {
            at: targets::throughput(in_flight),
            text: format!("target: {:.2} of reqwest", targets::throughput(in_flight)),
        }),
    }
    .draw(path)
}

fn clean_build(measured: &Measured, path: &Path) -> Result<(), Failed> {
    let all = &measured.build.measured;
    let raw = find(all, build::RAW, |one| &one.name)?.processor;
    let bars = all.iter().map(|one| Bar {
        text: format!("{:.0} s, {} crates", one.processor, one.crates.len()),
        ..bar(&one.name, &one.name, build::RAW, one.processor, raw)
    });
    Chart {
        title: "A clean build of what one depends on",
        subtitle: "processor time of a debug build; feignhttp cannot be had without TLS; less is better",
        bars: &bars.collect::<Vec<_>>(),
        pairs: false,
        mark: Some(Mark {
            at: targets::BUILD * raw,
            text: format!("target: {} of reqwest", targets::BUILD),
        }),
    }
    .draw(path)
}

/// A bar that tells its value and how it compares with that of the reference.
fn bar(name: &str, label: &str, reference: &str, value: f64, of: f64) -> Bar {
    let owner = match name {
        name if name == reference => Owner::Reference,
        name if is_ours(name) => Owner::Ours,
        _ => Owner::Peer,
    };
    Bar {
        label: label.to_owned(),
        value,
        text: format!("{}  ({})", whole(value), per_hundred(value / of)),
        owner,
        spread: None,
    }
}
