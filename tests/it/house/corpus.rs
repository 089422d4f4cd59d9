//! The corpora that the fuzz targets of the library begin with, tried once.

use std::fs;
use std::path::Path;

#[path = "../../../fuzz/src/inputs.rs"]
#[allow(unreachable_pub, reason = "it is public where it is fuzzed")]
mod inputs;

/// Gives every file of a corpus to its target.
#[track_caller]
fn try_all(target: &str, run: impl Fn(&[u8])) {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz/corpus")
        .join(target);
    let files: Vec<_> = fs::read_dir(corpus).unwrap().collect();
    assert!(files.len() >= 5, "there is something to try");
    for file in files {
        run(&fs::read(file.unwrap().path()).unwrap());
    }
}

#[test]
fn parsing_retry_after_never_panics() {
    try_all("retry_after", inputs::retry_after);
}

#[test]
fn no_sequence_of_failures_panics() {
    try_all("decide", inputs::decide);
}

#[test]
fn parsing_events_never_panics() {
    try_all("events", inputs::events);
}

#[test]
fn parsing_json_lines_never_panics() {
    try_all("json_lines", inputs::json_lines);
}

#[test]
fn parsing_settings_never_panics() {
    try_all("settings", inputs::settings);
}
