//! Imports of the module: what it names, and nothing else.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use syn::visit::{self, Visit};

/// Names that are imported where they are used, by the crate that has them.
const KNOWN: [(&str, &[&str]); 4] = [
    ("std::collections", &["BTreeMap"]),
    (
        "retry_client",
        &[
            "ByteStream",
            "Bytes",
            "Json",
            "JsonLines",
            "Part",
            "Response",
            "Result",
            "Sse",
            "client",
        ],
    ),
    (
        "serde",
        &["Deserialize", "Deserializer", "Serialize", "Serializer"],
    ),
    ("serde_json", &["Value"]),
];

/// First segments of all paths of a file, macros and derives included.
pub(super) fn of(file: &syn::File) -> BTreeSet<String> {
    let mut found = Names::default();
    found.visit_file(file);
    found.0
}

/// The `use` lines.
pub(super) fn source(names: &BTreeSet<String>) -> String {
    let mut source = String::new();
    for (of, known) in KNOWN {
        let used: Vec<&str> = known
            .iter()
            .copied()
            .filter(|name| names.contains(*name))
            .collect();
        let written = match used[..] {
            [] => continue,
            [only] => writeln!(source, "use {of}::{only};"),
            _ => writeln!(source, "use {of}::{{{}}};", used.join(", ")),
        };
        // Writing to a string does not fail.
        let _ = written;
        if of.starts_with("std") {
            source.push('\n');
        }
    }
    source
}

#[derive(Default)]
struct Names(BTreeSet<String>);

impl<'a> Visit<'a> for Names {
    fn visit_path(&mut self, path: &'a syn::Path) {
        if let Some(first) = path.segments.first() {
            self.0.insert(first.ident.to_string());
        }
        visit::visit_path(self, path);
    }

    fn visit_attribute(&mut self, attribute: &'a syn::Attribute) {
        // Paths in attributes are tokens to `syn`, and derives are the ones that have to be imported.
        if attribute.path().is_ident("derive") {
            let parser = syn::punctuated::Punctuated::<syn::Path, syn::Token![,]>::parse_terminated;
            if let Ok(paths) = attribute.parse_args_with(parser) {
                paths.iter().for_each(|path| self.visit_path(path));
            }
        }
        visit::visit_attribute(self, attribute);
    }
}
