//! The places where cargo has put the libraries that this test is linked with.

use std::collections::BTreeMap;
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// The libraries of a build, and which package may name which of them.
#[derive(Debug)]
pub(crate) struct Libraries {
    /// A file for each package and target that has been built.
    files: BTreeMap<String, PathBuf>,
    /// For each package the names under which it knows its dependencies, and their packages.
    dependencies: BTreeMap<String, Vec<(String, String)>>,
}

impl Libraries {
    /// Asks cargo, which has built all of it already and only tells where it is.
    pub(crate) fn of_this_test() -> Self {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
        let built = cargo(
            &["test", "--no-run", "--test", "ui", "--message-format=json"],
            Some(target),
        );
        let files = built
            .iter()
            .filter(|message| message["reason"] == "compiler-artifact")
            .filter_map(|message| Some((package(message), library(message)?)))
            .collect();
        // Only what is built for this platform has been downloaded for certain.
        let platform = ["--filter-platform", &host()];
        let arguments = [&["metadata", "--format-version=1"], &platform[..]].concat();
        let metadata = cargo(&arguments, None);
        let nodes = metadata[0]["resolve"]["nodes"].as_array().unwrap();
        let dependencies = nodes
            .iter()
            .map(|node| (text(&node["id"]), names(node)))
            .collect();
        Self {
            files,
            dependencies,
        }
    }

    /// The `--extern` values for a crate with the same dependencies as a package of the workspace.
    pub(crate) fn of(&self, name: &str) -> Vec<(String, PathBuf)> {
        let package = self.package(name);
        self.dependencies[package]
            .iter()
            .filter_map(|(name, package)| Some((name.clone(), self.files.get(package)?.clone())))
            .collect()
    }

    /// The library of a package of the workspace.
    pub(crate) fn file(&self, name: &str) -> &Path {
        &self.files[self.package(name)]
    }

    fn package(&self, name: &str) -> &str {
        let is_meant = |id: &&String| id.starts_with("path+") && named(id) == name;
        self.dependencies
            .keys()
            .find(is_meant)
            .expect("a package of the workspace")
    }
}

/// The name in an identifier: `path+file:///…/retry-macros#0.1.0` or `path+file:///…/main#retry-client@0.1.0`.
fn named(id: &str) -> &str {
    let (place, version) = id.split_once('#').expect("an identifier of a package");
    match version.split_once('@') {
        Some((name, _)) => name,
        None => place.rsplit('/').next().unwrap_or(place),
    }
}

fn cargo(arguments: &[&str], target: Option<&Path>) -> Vec<Value> {
    let mut command = Command::new(env!("CARGO"));
    command.args(arguments).args(["--offline", "--quiet"]);
    if let Some(target) = target {
        command.arg("--target-dir").arg(target);
    }
    let output = command
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    output
        .stdout
        .split(|byte| *byte == b'\n')
        .filter_map(|line| serde_json::from_slice(line).ok())
        .collect()
}

/// The platform that rustc compiles for, as `rustc -vV` prints it.
fn host() -> String {
    let rustc = Path::new(env!("CARGO")).with_file_name("rustc");
    let output = Command::new(rustc).arg("-vV").output().unwrap();
    let printed = String::from_utf8_lossy(&output.stdout);
    let host = printed.lines().find_map(|line| line.strip_prefix("host: "));
    host.expect("a host").to_owned()
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

fn package(message: &Value) -> String {
    text(&message["package_id"])
}

/// The file that other crates are compiled against; tests, programs and build scripts have none.
fn library(message: &Value) -> Option<PathBuf> {
    let kinds = message["target"]["kind"].as_array()?;
    let is_library = |kind: &Value| kind == "lib" || kind == "rlib" || kind == "proc-macro";
    if message["profile"]["test"] == true || !kinds.iter().any(is_library) {
        return None;
    }
    let files = message["filenames"].as_array()?;
    let paths = files
        .iter()
        .filter_map(|file| Some(PathBuf::from(file.as_str()?)));
    let is_linked = |path: &PathBuf| {
        path.extension()
            .is_some_and(|extension| extension == "rlib" || extension == env::consts::DLL_EXTENSION)
    };
    paths.into_iter().find(is_linked)
}

fn names(node: &Value) -> Vec<(String, String)> {
    let dependencies = node["deps"].as_array().expect("a list of dependencies");
    dependencies
        .iter()
        .map(|dependency| (text(&dependency["name"]), text(&dependency["pkg"])))
        .collect()
}
