//! The corpus of the fuzz targets, as a test.

use std::fs;
use std::path::Path;

use crate::fuzzing;

/// Gives every file of a corpus to its target.
#[track_caller]
fn try_all(target: &str, run: impl Fn(&[u8])) {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../fuzz/corpus")
        .join(target);
    let files: Vec<_> = fs::read_dir(corpus).unwrap().collect();
    assert!(files.len() >= 5, "there is something to try");
    for file in files {
        run(&fs::read(file.unwrap().path()).unwrap());
    }
}

#[test]
fn no_template_panics() {
    try_all("template", fuzzing::template);
}

#[test]
fn no_duration_panics() {
    try_all("duration", fuzzing::duration);
}

#[test]
fn no_attributes_panic() {
    try_all("attributes", fuzzing::attributes);
}
