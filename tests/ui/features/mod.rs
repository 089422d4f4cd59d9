//! Declarations that need a cargo feature, compiled by a crate that has none, and is of the edition
//! before ours.

use std::path::{Path, PathBuf};

use crate::harness::{self, compiler::Compiler};
use crate::{cases, folder};

/// The cases that need a feature.
pub(super) const FOLDER: &str = "features";

#[test]
fn a_missing_feature_is_named() {
    let compiler = Compiler::without_features();
    // The counter-example: it needs no feature.
    let kept = folder("pass").join("what_needs_no_feature.rs");
    assert_eq!(compiler.check_library(&kept), [""; 0]);
    let cases: Vec<PathBuf> = cases(FOLDER).into_iter().map(|(path, _)| path).collect();
    harness::compare(&compiler, &cases, words);
}

/// What is said of the case itself; the places in the runtime that come after it are of no interest
/// to its author.
fn words(_: &Path, messages: &[String]) -> String {
    let mut printed = String::new();
    for message in messages {
        let is_about_the_case =
            |line: &&str| !line.starts_with("note: ") && !line.starts_with("help: ");
        for line in message.lines().take_while(is_about_the_case) {
            printed.push_str(line);
            printed.push('\n');
        }
    }
    printed
}
