//! Generated modules compile, and neither rustc nor clippy nor rustdoc has anything to say about them.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use retry_openapi::{Document, Options, generate};

use crate::documents;
use crate::scratch::Scratch;

/// Checks the modules of these documents in one crate.
fn check(name: &str, paths: &[PathBuf]) {
    let client = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let scratch = Scratch::new(
        name,
        &format!(
            "retry-client = {{ path = \"{}\", features = [\"multipart\", \"sse\"] }}\n\
             serde = {{ version = \"1\", features = [\"derive\"] }}\nserde_json = \"1\"\n",
            client.display()
        ),
    );
    let mut modules = String::new();
    for path in paths {
        let document = Document::read(path).expect("a document");
        let module = generate(&document, &Options::default()).expect("a module");
        let name = documents::module_name(path);
        scratch.write(&format!("{name}.rs"), &module.source);
        writeln!(modules, "pub mod {name};").expect("a line");
    }
    scratch.write("lib.rs", &modules);
    // By line: crates have names such as `thiserror`.
    let is_complaint = |line: &str| line.starts_with("warning") || line.starts_with("error");
    for arguments in [&["clippy"][..], &["doc", "--no-deps"]] {
        let (said, is_done) = scratch.cargo(arguments);
        let is_quiet = !said.lines().any(is_complaint);
        assert!(is_done && is_quiet, "{said}");
    }
}

#[test]
#[ignore = "builds the client; `.ci/run` does"]
fn small_documents_compile_without_warnings() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut paths = documents::in_folder(&golden);
    let is_small = |path: &PathBuf| path.metadata().is_ok_and(|it| it.len() < 64 << 10);
    paths.extend(documents::all().into_iter().filter(is_small));
    check("small", &paths);
}

#[test]
#[ignore = "builds the client and thousands of methods, for a quarter of an hour"]
fn all_documents_compile_without_warnings() {
    // Each in a crate of its own: the methods of all at once need 8 GiB.
    for path in documents::all() {
        check(&documents::module_name(&path), &[path]);
    }
}
