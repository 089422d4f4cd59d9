//! The figures in RESULTS.md. `BLESS=1 cargo test -p retry-openapi --test it table` writes them anew, of all documents if
//! `RETRY_OPENAPI_DOCUMENTS` names the folder of those that are too large for the repository.

use std::fs;
use std::path::{Path, PathBuf};

use retry_openapi::{Document, Options, generate};

use crate::documents;

const HEAD: &str = "\
# Real documents

The results of `retry-openapi` for 28 real documents, beside those of other generators for Rust. ● compiles, ◐ is generated
but does not compile, – is not generated; then methods · lines of Rust, doc comments included. `?` has more than 16,000 lines
and was not compiled. A note names a difference between module and document.

The modules in the first column compile without a warning of rustc and clippy, as
`cargo test -p retry-openapi --test it compile -- --ignored` shows. The other generators were run on 2026-11-28, each with
its own dependencies. `BLESS=1 cargo test -p retry-openapi --test it table` writes this file.

| document | operations | retry-openapi | notes | progenitor 0.15.1 | oas3-gen 0.29.0 | openapi-to-rust 0.23.0 | ploidy 0.15.0 |
| --- | --- | --- | --- | --- | --- | --- | --- |
";

const FOOT: &str = "
progenitor reads no OpenAPI 3.1, no operation without an operationId, no multipart, and no two media types or response types
of one operation. ploidy leaves out operations without an operationId. None of them takes retries, waits or idempotency keys
from the document.
";

fn file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("RESULTS.md")
}

/// The line of a document, without the figures of others.
struct Line {
    name: String,
    /// Its beginning, up to the number of methods.
    methods: String,
    /// Lines of Rust and notes, which change with every sentence that is printed.
    figures: String,
}

fn line(path: &Path) -> Line {
    let document = Document::read(path).expect("a document");
    let module = generate(&document, &Options::default()).expect("a module");
    let name = path
        .file_stem()
        .expect("a name")
        .to_string_lossy()
        .into_owned();
    let (mapped, total) = module.operations;
    let lines = module.source.lines().count();
    let notes = module.notes.len();
    Line {
        methods: format!("| {name} | {total} | ● {mapped} · "),
        figures: format!("{lines} | {notes} |"),
        name,
    }
}

#[test]
fn the_methods_are_as_many_as_the_table_says() {
    let peers = include_str!("../peers.txt");
    let of_peers = |name: &str| {
        peers
            .lines()
            .find_map(|peer| peer.strip_prefix(&format!("{name} |")))
    };
    let mut lines: Vec<Line> = documents::all().iter().map(|path| line(path)).collect();
    // A file of a document that can be read alone is not one of them.
    lines.retain(|line| of_peers(&line.name).is_some());
    lines.sort_by(|a, b| a.name.cmp(&b.name));
    if std::env::var_os("BLESS").is_some() {
        let rows = lines.iter().map(|line| {
            let of_peers = of_peers(&line.name).unwrap_or_default();
            format!("{}{}{of_peers} |\n", line.methods, line.figures)
        });
        let mut rows: Vec<String> = rows.collect();
        // Those of documents that are not at hand stay as they are.
        let known = fs::read_to_string(file()).expect("the table");
        let is_old = |row: &&str| {
            let name = row.strip_prefix("| ").and_then(|row| row.split(' ').next());
            let is_new = |name| lines.iter().any(|line| line.name == name);
            name.is_some_and(|name| of_peers(name).is_some() && !is_new(name))
        };
        rows.extend(known.lines().filter(is_old).map(|row| format!("{row}\n")));
        rows.sort();
        let text = format!("{HEAD}{}{FOOT}", rows.concat());
        fs::write(file(), text).expect("the file is written");
        return;
    }
    let known = fs::read_to_string(file()).expect("the table");
    for Line { name, methods, .. } in lines {
        assert!(
            known.contains(&methods),
            "{name} is now {methods}; see BLESS=1"
        );
    }
}
