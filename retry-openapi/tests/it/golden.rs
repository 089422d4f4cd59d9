//! Small documents that show one thing each, and what becomes of them. `BLESS=1` writes the modules anew.

use std::fs;
use std::path::Path;

use retry_openapi::{Document, Options, generate};

use crate::documents;

#[test]
fn small_documents_become_what_stands_beside_them() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut different = Vec::new();
    for path in documents::in_folder(&folder) {
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
