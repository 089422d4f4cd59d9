//! Declarations that are wrong, and what their authors read. `tests/ui/README.md` counts them.

#![expect(
    clippy::unwrap_used,
    reason = "a helper of a test may end it, as the test itself may"
)]

#[path = "ui/features/mod.rs"]
mod features;
#[path = "ui/harness/mod.rs"]
mod harness;
#[path = "ui/pass/mod.rs"]
mod pass;

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use harness::compiler::Compiler;
use harness::normalize;

/// The rules of the contract, numbered from 1.
const RULES: usize = 58;

/// The folders of the cases that break a rule, named after what rejects them.
const STAGES: [&str; 10] = [
    "route",
    "signature",
    "retry",
    "arguments",
    "safety",
    "guards",
    "pages",
    "client",
    "types",
    features::FOLDER,
];

/// The meaning of the first line of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Header {
    /// `//! rule 14`: breaks it once, or keeps it though it seems not to.
    Rule(usize),
    /// `//! 10 errors`
    Errors(usize),
}

#[test]
fn wrong_declarations_are_rejected_with_the_expected_messages() {
    let cases = with_features().flat_map(cases).map(|(path, _)| path);
    let cases: Vec<PathBuf> = cases.filter(|path| is_chosen(path)).collect();
    harness::compare(&Compiler::with_features(), &cases, normalize::words);
}

#[test]
#[ignore = "builds all dependencies once more, for minutes; `.ci/run` has the time"]
fn trybuild_prints_the_same() {
    let cases = trybuild::TestCases::new();
    for folder in with_features() {
        cases.compile_fail(format!("tests/ui/{folder}/*.rs"));
    }
}

#[test]
fn a_mistake_is_one_error_and_nothing_else() {
    for (path, header) in STAGES.into_iter().chain(["at_once"]).flat_map(cases) {
        let expected = match header {
            Header::Rule(_) => 1,
            Header::Errors(count) => count,
        };
        let printed = fs::read_to_string(path.with_extension("stderr")).unwrap();
        let count = |word: &str| {
            printed
                .lines()
                .filter(|line| line.starts_with(word))
                .count()
        };
        let found = (count("error"), count("warning"));
        assert_eq!(found, (expected, 0), "{}\n{printed}", path.display());
    }
}

#[test]
fn what_is_printed_is_the_same_on_every_machine() {
    for (path, _) in STAGES.into_iter().chain(["at_once"]).flat_map(cases) {
        let printed = fs::read_to_string(path.with_extension("stderr")).unwrap();
        // Lists of types of ours alone, which no other version of a library changes.
        let ours =
            ["Credentials", "Encode"].map(|name| format!("other types implement trait `{name}`"));
        let printed = ours
            .iter()
            .fold(printed, |printed, list| printed.replace(list, ""));
        for place in [
            "$RUST",
            "$CARGO",
            "other types implement",
            "other candidates",
        ] {
            assert!(!printed.contains(place), "{}\n{printed}", path.display());
        }
    }
}

#[test]
fn each_rule_is_broken_in_two_ways_and_the_table_says_so() {
    let mut broken = BTreeMap::<usize, usize>::new();
    let mut kept = BTreeMap::<usize, usize>::new();
    for (path, header) in STAGES.into_iter().flat_map(cases) {
        let Header::Rule(rule) = header else {
            panic!("{} names no rule", path.display());
        };
        *broken.entry(rule).or_default() += 1;
    }
    for (_, header) in cases("pass") {
        if let Header::Rule(rule) = header {
            *kept.entry(rule).or_default() += 1;
        }
    }
    let readme = fs::read_to_string(folder("README.md")).unwrap();
    for rule in 1..=RULES {
        let count = |cases: &BTreeMap<usize, usize>| cases.get(&rule).copied().unwrap_or(0);
        let (broken, kept) = (count(&broken), count(&kept));
        assert!(broken >= 2, "rule {rule} is broken by {broken} cases");
        let (start, end) = (format!("| {rule} | "), format!(" | {broken} | {kept} |"));
        let is_told = |line: &str| line.starts_with(&start) && line.ends_with(&end);
        assert!(
            readme.lines().any(is_told),
            "the table has no `{start}…{end}`"
        );
    }
}

/// The folders of the cases that are compiled with all features.
fn with_features() -> impl Iterator<Item = &'static str> {
    let stages = STAGES.into_iter();
    stages
        .filter(|stage| *stage != features::FOLDER)
        .chain(["at_once"])
}

/// Tells whether a case is asked for: all are, unless one is named as in trybuild, by an argument
/// `trybuild=…` with a part of its path.
fn is_chosen(case: &Path) -> bool {
    let arguments: Vec<String> = env::args().collect();
    let mut parts = arguments
        .iter()
        .filter_map(|argument| argument.strip_prefix("trybuild="));
    let case = case.to_string_lossy();
    parts.clone().next().is_none() || parts.any(|part| case.contains(part))
}

/// The cases of a folder, with what their first lines say.
fn cases(name: &str) -> Vec<(PathBuf, Header)> {
    let entries = fs::read_dir(folder(name)).expect("a folder of cases");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("a case").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "rs"));
    paths.retain(|path| !path.ends_with("mod.rs"));
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let source = fs::read_to_string(&path).expect("a text");
            let header = header(source.lines().next().unwrap_or_default());
            let header = header.unwrap_or_else(|| panic!("{} has no header", path.display()));
            (path, header)
        })
        .collect()
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/ui")
        .join(name)
}

fn header(line: &str) -> Option<Header> {
    let text = line.strip_prefix("//! ")?;
    if let Some(rule) = text.strip_prefix("rule ") {
        let rule = rule.parse().ok()?;
        return (1..=RULES).contains(&rule).then_some(Header::Rule(rule));
    }
    let (count, word) = text.split_once(' ')?;
    let is_right = word == if count == "1" { "error" } else { "errors" };
    is_right.then_some(Header::Errors(count.parse().ok()?))
}
