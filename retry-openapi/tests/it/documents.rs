//! The documents that tests read: those in `tests/documents`, and those of the folder that `RETRY_OPENAPI_DOCUMENTS`
//! names; of all these those whose names begin with `RETRY_OPENAPI_ONLY`, if it is set.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use retry_openapi::{Document, Options, generate};

/// Folder of documents that are too large for the repository.
pub(crate) const MORE: &str = "RETRY_OPENAPI_DOCUMENTS";

/// Beginning of the names of the documents that are of interest.
const ONLY: &str = "RETRY_OPENAPI_ONLY";

/// Paths of all documents, in the order of their names.
pub(crate) fn all() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = in_folder(&root.join("tests/documents"));
    found.extend(in_folder(&root.join("tests/documents/polaris")));
    assert!(found.len() >= 20, "only {found:#?} can be read");
    match std::env::var_os(MORE) {
        Some(folder) => {
            let is_new = |path: &PathBuf| {
                found
                    .iter()
                    .all(|known| known.file_name() != path.file_name())
            };
            let more: Vec<PathBuf> = in_folder(Path::new(&folder))
                .into_iter()
                .filter(is_new)
                .collect();
            found.extend(more);
        }
        None => eprintln!("only the documents of the repository: {MORE} names no folder of others"),
    }
    if let Ok(only) = std::env::var(ONLY) {
        found.retain(|path| module_name(path).starts_with(&only));
    }
    found
}

/// Documents in a folder.
pub(crate) fn in_folder(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder of documents");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let is_document = |path: &PathBuf| {
        let is_named = path
            .extension()
            .and_then(OsStr::to_str)
            .is_some_and(|it| matches!(it, "json" | "yaml" | "yml"));
        // One of a document's other files has no version.
        is_named && Document::read(path).is_ok()
    };
    let mut found: Vec<PathBuf> = paths.filter(is_document).collect();
    found.sort();
    found
}

/// Name of a document as that of a module of Rust.
pub(crate) fn module_name(path: &Path) -> String {
    let stem = path.file_stem().expect("a name").to_string_lossy();
    stem.replace(|c: char| !c.is_ascii_alphanumeric(), "_")
        .to_lowercase()
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    for path in all() {
        let document = Document::read(&path).expect("a document");
        let again = Document::read(&path).expect("a document");
        let options = Options::default();
        let (a, b) = (
            generate(&document, &options).expect("a module"),
            generate(&again, &options).expect("a module"),
        );
        assert!(
            a.source == b.source && a.notes == b.notes,
            "{}",
            path.display()
        );
    }
}

#[test]
fn nearly_all_operations_become_methods() {
    let (mut all_mapped, mut all) = (0, 0);
    for path in self::all() {
        let document = Document::read(&path).expect("a document");
        let module = generate(&document, &Options::default()).expect("a module");
        let (mapped, total) = module.operations;
        assert!(
            mapped * 100 >= total * 90,
            "{}: {mapped} of {total}",
            path.display()
        );
        all_mapped += mapped;
        all += total;
    }
    assert!(
        all > 1_000 && all_mapped * 100 >= all * 98,
        "{all_mapped} of {all}"
    );
}
