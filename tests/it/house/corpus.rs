//! What the fuzz targets of the library begin with, tried once.

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
fn no_retry_after_panics() {
    try_all("retry_after", inputs::retry_after);
}

#[test]
fn no_course_of_failures_panics() {
    try_all("decide", inputs::decide);
}

#[test]
fn no_events_panic() {
    try_all("events", inputs::events);
}

#[test]
fn no_json_lines_panic() {
    try_all("json_lines", inputs::json_lines);
}

#[test]
fn no_settings_panic() {
    try_all("settings", inputs::settings);
}
