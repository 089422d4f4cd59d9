//! Every JSON example of a 2xx response decodes into its type and encodes to an equal value.

use std::fmt::Write;

use retry_openapi::{Document, Options, generate};

use crate::documents;
use crate::scratch::{SERDE, Scratch, types_only};

/// Examples that their own schemas do not admit, each with what is wrong with it.
const WRONG: &str = include_str!("wrong_examples.txt");

#[test]
#[ignore = "builds the types of all documents; `.ci/run` does"]
fn examples_are_read_and_written_again() {
    let scratch = Scratch::new("examples", SERDE);
    let mut modules = String::new();
    let mut options = Options::default();
    options.example_tests = true;
    for path in documents::all() {
        let document = Document::read(&path).expect("a document");
        let module = generate(&document, &options).expect("a module");
        if !module.source.contains("mod examples {") {
            continue;
        }
        let name = documents::module_name(&path);
        scratch.write(&format!("{name}.rs"), &types_only(&module.source));
        writeln!(modules, "pub mod {name};").expect("a line");
    }
    scratch.write("lib.rs", &modules);
    let (said, _) = scratch.cargo(&["test", "--lib"]);
    assert!(said.contains("test result:"), "{said}");
    let failed = said
        .lines()
        .filter_map(|line| line.strip_prefix("test ")?.strip_suffix(" ... FAILED"));
    let is_known = |name: &str| {
        WRONG
            .lines()
            .any(|line| line.split(' ').next() == Some(name))
    };
    let new: Vec<&str> = failed.filter(|name| !is_known(name)).collect();
    assert!(new.is_empty(), "{new:#?}\n{said}");
}
