//! The costs of one call, in each build that was measured.

use super::layout::{per_hundred, section, table};
use super::{Measured, find, whole};
use crate::Failed;
use crate::contestants::{HAND_LOOP, RAW};
use crate::instructions::{self, Cost};
use crate::results::Results;

type Costs = Option<Results<Vec<instructions::Measured>>>;

pub(super) fn tables(text: &mut String, measured: &Measured) -> Result<(), Failed> {
    let note = "Instructions of the client alone, calls that take memory from the heap, and what a call costs beyond its\n\
                instructions: what it misses in simulated first caches of 32 KiB each, of instructions (I1) and of data (D1).\n\
                `503, 200` is one retry after a wait of 1 ms; the retries of reqwest and octocrab do not wait.\n\n\
                ![Instructions of a GET with one retry](charts/retry.svg)";
    section(text, "One GET of a small JSON", Some("success"), note)?;
    costs(text, &measured.instructions.measured)?;
    for (title, chart, note, results) in builds(measured) {
        if let Some(results) = results {
            section(text, title, chart, note)?;
            costs(text, &results.measured)?;
        }
    }
    Ok(())
}

/// Title, chart and note of each further build, with its results if it was measured.
fn builds(measured: &Measured) -> [(&str, Option<&str>, &str, &Costs); 5] {
    [
        (
            "With `tracing`, and nobody listening",
            None,
            "The same build, with this feature of retry-client more.",
            &measured.tracing,
        ),
        (
            "With `metrics`, and no recorder",
            None,
            "The same build, with this feature of retry-client more.",
            &measured.metrics,
        ),
        (
            "With default features",
            None,
            "feignhttp cannot be had without those of reqwest. retry-client has its own too: `tracing` is in it, and nobody listens.",
            &measured.default_features,
        ),
        (
            "Over TLS 1.3",
            Some("tls"),
            "The build with default features, with aws-lc on both sides, over one connection. Encryption counts.",
            &measured.over_tls,
        ),
        (
            "Beside clients on other stacks",
            Some("peers"),
            "They bring features along that cost the others something, so all are measured again in their build. progenitor's\n\
             client does not retry.",
            &measured.peers,
        ),
    ]
}

fn costs(text: &mut String, all: &[instructions::Measured]) -> Result<(), Failed> {
    let raw = find(all, RAW, |one| &one.name)?.success.instructions;
    let reference = find(all, HAND_LOOP, |one| &one.name)?.retry.as_ref();
    let reference = reference
        .ok_or("the hand-written loop was not measured")?
        .instructions;
    let rows = all.iter().map(|one| {
        let [instructions, heap, ratio] = cost(&one.success, raw);
        let retry = one.retry.as_ref().map(|retry| cost(retry, reference));
        let [again, heap_again, ratio_again] =
            retry.unwrap_or_else(|| ["–", "–", "–"].map(str::to_owned));
        [
            one.label.clone(),
            instructions,
            ratio,
            heap,
            whole(one.success.instruction_misses),
            whole(one.success.misses),
            again,
            ratio_again,
            heap_again,
        ]
    });
    let heads = [
        "",
        "instructions",
        "by reqwest",
        "heap calls",
        "I1 misses",
        "D1 misses",
        "503, 200",
        "by the loop",
        "heap calls",
    ];
    table(text, heads, rows)
}

fn cost(cost: &Cost, reference: f64) -> [String; 3] {
    [
        whole(cost.instructions),
        format!("{:.1}", cost.heap_calls),
        per_hundred(cost.instructions / reference),
    ]
}
