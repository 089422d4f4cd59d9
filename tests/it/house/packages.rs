//! The things each published crate brings along: documentation for docs.rs, a page, both licences.

use std::fs;
use std::path::Path;

const CRATES: [&str; 5] = [
    ".",
    "retry-macros",
    "retry-runtime",
    "retry-openapi",
    "retry-client-redis",
];

#[test]
fn every_crate_has_metadata_for_docs_rs_a_readme_and_both_licences() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for name in CRATES {
        let folder = root.join(name);
        let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
        let manifest: toml::Table = manifest.parse().unwrap();
        let docs = &manifest["package"]["metadata"]["docs"]["rs"];
        assert_eq!(docs["all-features"].as_bool(), Some(true), "{name}");
        let arguments = docs["rustdoc-args"].to_string();
        assert!(
            arguments.contains("--generate-link-to-definition"),
            "{name}"
        );
        for file in ["README.md", "LICENSE-APACHE", "LICENSE-MIT"] {
            let text = fs::read_to_string(folder.join(file)).unwrap_or_default();
            assert!(!text.is_empty(), "{name} has no {file}");
        }
    }
}
