//! Declarations that need a cargo feature which is off: one error each, and it names the feature.

use std::fs;
use std::path::Path;
use std::process::Command;

const MANIFEST: &str = r#"
[package]
name = "without-features"
version = "0.0.0"
edition = "2024"

[dependencies]
retry-client = { path = "ROOT", default-features = false }

[workspace]
"#;

const PROGRAM: &str = r"
#![allow(unused_imports)]
use std::path::{Path, PathBuf};
use retry_client::{ByteStream, JsonLines, Result, Sse, client};

#[client]
#[retry(constant, attempts = 2)]
trait Api {
    METHOD
}

fn main() {}
";

/// A name, a method, and the feature it lacks, if it does.
const CASES: [(&str, &str, Option<&str>); 10] = [
    (
        "plain",
        r#"#[put("/")] async fn x(&self, #[body] text: String) -> Result<String>;"#,
        None,
    ),
    (
        "file",
        r#"#[put("/")] async fn x(&self, #[body] file: &Path) -> Result<()>;"#,
        Some("stream"),
    ),
    (
        "file_by_an_owned_path",
        r#"#[put("/")] async fn x(&self, #[body] file: PathBuf) -> Result<()>;"#,
        Some("stream"),
    ),
    (
        "file_that_is_sent_once",
        r#"#[put("/")] #[retry(off)] async fn x(&self, #[body] file: &PathBuf) -> Result<()>;"#,
        Some("stream"),
    ),
    (
        "stream",
        r#"#[get("/")] async fn x(&self) -> Result<ByteStream>;"#,
        Some("stream"),
    ),
    (
        "part",
        r#"#[put("/")] async fn x(&self, #[part] text: String) -> Result<()>;"#,
        Some("multipart"),
    ),
    (
        "events",
        r#"#[get("/")] async fn x(&self) -> Result<Sse<String>>;"#,
        Some("sse"),
    ),
    (
        "lines",
        r#"#[get("/")] async fn x(&self) -> Result<JsonLines<u32>>;"#,
        Some("sse"),
    ),
    (
        "compressed_body",
        r#"#[put("/")] async fn x(&self, #[body(compress = gzip)] text: String) -> Result<()>;"#,
        Some("compress"),
    ),
    (
        "compressed_json",
        r#"#[put("/")] async fn x(&self, #[json(compress = gzip)] text: &str) -> Result<()>;"#,
        Some("compress"),
    ),
];

#[test]
fn what_needs_a_feature_that_is_off_says_which() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let project = Path::new(env!("CARGO_TARGET_TMPDIR")).join("without-features");
    let programs = project.join("src/bin");
    fs::create_dir_all(&programs).expect("a place for the project");
    let manifest = MANIFEST.replace("ROOT", &root.display().to_string().replace('\\', "/"));
    fs::write(project.join("Cargo.toml"), manifest).expect("a manifest");
    // The versions that are at hand already.
    fs::copy(root.join("Cargo.lock"), project.join("Cargo.lock")).expect("a lock file");
    for (name, method, _) in CASES {
        let program = PROGRAM.replace("METHOD", method);
        fs::write(programs.join(name).with_extension("rs"), program).expect("a program");
    }
    let checked = Command::new(env!("CARGO"))
        .args(["check", "--offline", "--keep-going", "--bins"])
        .args(["--message-format", "short", "--color", "never"])
        .current_dir(&project)
        .env("CARGO_TARGET_DIR", project.join("target"))
        .output()
        .expect("cargo");
    let printed = String::from_utf8_lossy(&checked.stderr);
    for (name, _, feature) in CASES {
        let place = format!("{name}.rs:");
        let errors: Vec<&str> = printed
            .lines()
            .filter(|line| line.contains(&place) && line.contains(": error"))
            .collect();
        assert_eq!(
            errors.len(),
            usize::from(feature.is_some()),
            "{name}\n{printed}"
        );
        if let (Some(feature), [error]) = (feature, &errors[..]) {
            let named = format!("the cargo feature `{feature}` of `retry-client`");
            assert!(error.contains(&named), "{name}\n{printed}");
        }
    }
    // That there was anything to check, and nothing else in the way.
    let others = printed.lines().filter(|line| line.starts_with("error"));
    assert!(
        others
            .clone()
            .all(|line| line.contains("could not compile `without-features`")),
        "{printed}"
    );
    assert!(others.count() > 0, "{printed}");
}
