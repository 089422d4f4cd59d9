//! Declarations that need a cargo feature, compiled by a crate that has none, and is of the edition
//! before ours.

#![expect(
    clippy::unwrap_used,
    reason = "a helper of a test may end it, as the test itself may"
)]

use std::collections::BTreeMap;
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::{cases, folder};

/// The cases that need a feature.
pub(super) const FOLDER: &str = "features";

#[test]
fn a_missing_feature_is_named() {
    let printed = check();
    let kept = kept();
    assert_eq!(printed.get(&kept), None, "it needs no feature");
    let mut wrong = String::new();
    for (path, _) in cases(FOLDER) {
        let printed = printed.get(&path).map_or("", String::as_str);
        if !is_expected(&path, printed) {
            let _ = writeln!(wrong, "{}\n{printed}", path.display());
        }
    }
    assert!(wrong.is_empty(), "other words than expected:\n{wrong}");
}

/// Compares with the words beside a case, or writes them anew when trybuild would.
fn is_expected(path: &Path, printed: &str) -> bool {
    let expected = path.with_extension("stderr");
    if env::var_os("TRYBUILD").is_some_and(|mode| mode == "overwrite") {
        fs::write(&expected, printed).unwrap();
    }
    fs::read_to_string(&expected).is_ok_and(|expected| expected == printed)
}

/// What needs no feature, as the counter-example.
fn kept() -> PathBuf {
    folder("pass").join("what_needs_no_feature.rs")
}

/// Checks all cases at once; what rustc says of each, by the path of the case.
///
/// It builds into the directory of this test, where a check without features has left all there is.
fn check() -> BTreeMap<PathBuf, String> {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join("featureless");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::create_dir_all(&scratch).unwrap();
    fs::write(scratch.join("Cargo.toml"), manifest(root)).unwrap();
    fs::copy(root.join("Cargo.lock"), scratch.join("Cargo.lock")).unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["check", "--offline", "--keep-going", "--quiet"])
        .args(["--message-format", "json", "--target-dir"])
        .arg(Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap())
        .current_dir(&scratch)
        .output()
        .unwrap();
    let messages: Vec<Value> = output
        .stdout
        .split(|byte| *byte == b'\n')
        .filter_map(|line| serde_json::from_slice(line).ok())
        .collect();
    let is_built = messages
        .iter()
        .any(|message| message["reason"] == "build-finished");
    assert!(is_built, "{}", String::from_utf8_lossy(&output.stderr));
    let mut printed = BTreeMap::<PathBuf, String>::new();
    for message in messages {
        if let (Some(path), Some(words)) = (message["target"]["src_path"].as_str(), words(&message))
        {
            let words = words.replace(&format!("{}/", root.display()), "");
            let printed = printed.entry(path.into()).or_default();
            // Cargo prints the same words once.
            if !printed.contains(&words) {
                printed.push_str(&words);
            }
        }
    }
    printed
}

fn manifest(root: &Path) -> String {
    let mut manifest = format!(
        "[package]\nname = 'featureless'\nversion = '0.0.0'\nedition = '2021'\n\n\
         [workspace]\n\n\
         [dependencies]\nretry-client = {{ path = '{}', default-features = false }}\n\n\
         [lib]\npath = '{}'\n",
        root.display(),
        kept().display(),
    );
    for (path, _) in cases(FOLDER) {
        let name = path.file_stem().unwrap().display();
        let path = path.display();
        let _ = write!(manifest, "\n[[bin]]\nname = '{name}'\npath = '{path}'\n");
    }
    manifest
}

/// What a message of the compiler shows of the case itself; the places in the runtime that come
/// after it are of no interest to its reader.
fn words(message: &Value) -> Option<String> {
    let message = &message["message"];
    message["spans"].as_array()?.first()?;
    let rendered = message["rendered"].as_str()?;
    let shown = rendered
        .lines()
        .take_while(|line| !line.starts_with("note: ") && !line.starts_with("help: "));
    Some(shown.fold(String::new(), |all, line| all + line + "\n"))
}
