//! Every JSON example of a 2xx response decodes into its type and encodes to an equal value.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use retry_openapi::{Document, Options, generate};

use crate::documents;
use crate::scratch::{SERDE, Scratch, types_only};

/// Examples that no type can hold, as they contradict their own schemas, each with the reason that the tool gives.
const WRONG: &str = "tests/it/wrong_examples.txt";

/// Reasons of the tests that a module ignores, by their names.
fn ignored(module: &str, source: &str) -> BTreeMap<String, String> {
    let file = syn::parse_file(source).expect("the module is Rust");
    let examples = file.items.into_iter().find_map(|item| match item {
        syn::Item::Mod(item) if item.ident == "examples" => item.content,
        _ => None,
    });
    let items = examples.map(|(_, items)| items).unwrap_or_default();
    let reasons = items.into_iter().filter_map(|item| match item {
        syn::Item::Fn(test) => {
            let reason = test
                .attrs
                .iter()
                .find_map(|attribute| match &attribute.meta {
                    syn::Meta::NameValue(meta) if meta.path.is_ident("ignore") => Some(&meta.value),
                    _ => None,
                });
            let reason = syn::parse2::<syn::LitStr>(quote::quote!(#reason)).ok()?;
            Some((
                format!("{module}::examples::{}", test.sig.ident),
                reason.value(),
            ))
        }
        _ => None,
    });
    reasons.collect()
}

#[test]
#[ignore = "builds the types of all documents; `.ci/run` does"]
fn examples_are_read_and_written_again() {
    let scratch = Scratch::new("examples", SERDE);
    let mut modules = String::new();
    let mut names = Vec::new();
    let mut reasons = BTreeMap::new();
    let mut options = Options::default();
    options.example_tests = true;
    for path in documents::all() {
        let document = Document::read(&path).expect("a document");
        let module = generate(&document, &options).expect("a module");
        if !module.source.contains("mod examples {") {
            continue;
        }
        let name = documents::module_name(&path);
        let own = ignored(&name, &module.source);
        let is_said = |reason: &String| module.notes.iter().any(|note| note.text.contains(reason));
        assert!(own.values().all(is_said), "{name}: {own:#?}");
        reasons.extend(own);
        scratch.write(&format!("{name}.rs"), &types_only(&module.source));
        writeln!(modules, "pub mod {name};").expect("a line");
        names.push(format!("{name}::"));
    }
    scratch.write("lib.rs", &modules);
    let (said, _) = scratch.cargo(&["test", "--lib", "--", "--include-ignored"]);
    assert!(said.contains("test result:"), "{said}");
    let failed = said.lines().filter_map(|line| {
        let (name, result) = line.strip_prefix("test ")?.split_once(" ... ")?;
        let name = name.split(" - ").next()?;
        (result == "FAILED").then(|| name.to_owned())
    });
    let failed = failed.map(|name| match reasons.get(&name) {
        Some(why) => format!("{name} {why}"),
        None => panic!("{name} fails and contradicts nothing\n{said}"),
    });
    let mut failed: Vec<String> = failed.collect();
    failed.sort();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(WRONG);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&file, failed.join("\n") + "\n").expect("the list is written");
    }
    let list = fs::read_to_string(file).expect("the list");
    // Of the documents that are at hand.
    let is_here = |line: &&str| names.iter().any(|name| line.starts_with(name));
    let listed: Vec<&str> = list.lines().filter(is_here).collect();
    assert_eq!(failed, listed, "{said}");
}
