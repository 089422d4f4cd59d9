//! Small documents that show one thing each, and what becomes of them. `BLESS=1` writes the modules anew.

use std::fs;
use std::path::{Path, PathBuf};

use retry_openapi::{Document, Options, generate};

use crate::documents;

#[test]
fn small_documents_become_what_stands_beside_them() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut different = Vec::new();
    let documents = documents::in_folder(&folder);
    // A document that can no longer be read is not found, and its module would be compared with nothing.
    let modules = fs::read_dir(&folder).expect("a folder of modules");
    let modules = modules.map(|entry| entry.expect("an entry").path());
    let is_orphan = |path: &PathBuf| {
        let is_module = path.extension().is_some_and(|extension| extension == "rs");
        is_module && !documents.contains(&path.with_extension("yaml"))
    };
    let orphans: Vec<PathBuf> = modules.filter(is_orphan).collect();
    assert!(orphans.is_empty(), "no document is read for {orphans:#?}");
    assert!(!documents.is_empty(), "the documents are not found");
    for path in documents {
        let document = Document::read(&path).expect("a document");
        let module = generate(&document, &Options::default()).expect("a module");
        let golden = path.with_extension("rs");
        if std::env::var_os("BLESS").is_some() {
            fs::write(golden, module.source).expect("the module is written");
        } else if fs::read_to_string(&golden).unwrap_or_default() != module.source {
            different.push(golden.display().to_string());
        }
    }
    assert!(
        different.is_empty(),
        "other than before (see BLESS=1): {different:#?}"
    );
}
