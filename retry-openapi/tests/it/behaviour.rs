//! The behaviour of generated types: `tests/behaviour/lib.rs`, beside the modules of the small documents.

use std::path::Path;

use retry_openapi::{Document, Options, generate};

use crate::documents;
use crate::scratch::{SERDE, Scratch, types_only};

#[test]
#[ignore = "builds serde; `.ci/run` does"]
fn types_read_and_write_what_their_schemas_say() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let scratch = Scratch::new("behaviour", SERDE);
    for path in documents::in_folder(&tests.join("golden")) {
        let document = Document::read(&path).expect("a document");
        let module = generate(&document, &Options::default()).expect("a module");
        let name = documents::module_name(&path);
        scratch.write(&format!("{name}.rs"), &types_only(&module.source));
    }
    scratch.write("lib.rs", include_str!("../behaviour/lib.rs"));
    let (said, is_done) = scratch.cargo(&["test", "--lib"]);
    assert!(
        is_done && said.contains("test result: ok. 10 passed"),
        "{said}"
    );
}
