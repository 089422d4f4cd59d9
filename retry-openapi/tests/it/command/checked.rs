//! Modules that are checked, and notes that are errors.

use std::fs;

use super::{PETSTORE, RETRIES, folder, run, text};

#[test]
fn check_minds_tokens_and_docs_and_not_the_formatting() {
    let folder = folder("check");
    let path = folder.join("api.rs");
    let check = |document: &str| run(&[document, "--check", "-o", text(&path)]);
    assert_eq!(check(PETSTORE).0, 1, "there is no file");
    assert!(!path.exists());
    run(&[PETSTORE, "-o", text(&path)]);
    let (code, out, err) = check(PETSTORE);
    assert_eq!(
        (code, out.as_str(), err.as_str()),
        (0, "", "3 of 3 operations, 3 types\n")
    );

    let source = fs::read_to_string(&path).unwrap();
    let loose = source
        .replace(
            "use retry_client::{Result, client};",
            "use retry_client::{client, Result,};\n",
        )
        .replace("    async fn", "\n  // a comment\n  async fn")
        .replace("&self, ", "&self,\n        ");
    assert_ne!(loose, source);
    fs::write(&path, &loose).unwrap();
    assert_eq!(check(PETSTORE).0, 0);

    for (old, new) in [
        ("How many items", "How few items"),
        ("Option<i32>", "Option<i64>"),
    ] {
        fs::write(&path, source.replace(old, new)).unwrap();
        let (code, _, err) = check(PETSTORE);
        assert_eq!(code, 1);
        let is_told = |sign: char, text: &str| {
            err.lines()
                .any(|line| line.starts_with(sign) && line.contains(text))
        };
        assert!(is_told('-', new) && is_told('+', old), "{err}");
        assert_eq!(err.lines().last(), Some("3 of 3 operations, 3 types"));
    }

    fs::write(&path, &source).unwrap();
    let changed = fs::read_to_string(PETSTORE)
        .unwrap()
        .replace("listPets", "allPets");
    let document = folder.join("changed.yaml");
    fs::write(&document, changed).unwrap();
    assert_eq!(check(text(&document)).0, 1);
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        source,
        "nothing is written"
    );
}

#[test]
fn strict_takes_notes_for_errors_and_writes_all_the_same() {
    let folder = folder("strict");
    let path = folder.join("api.rs");
    assert_eq!(run(&[PETSTORE, "--strict"]).0, 0);
    assert_eq!(run(&[RETRIES, "--strict", "-o", text(&path)]).0, 1);
    assert_eq!(fs::read_to_string(&path).unwrap(), run(&[RETRIES]).1);
}

#[test]
fn options_choose_names_operations_and_types() {
    let (_, out, _) = run(&[PETSTORE, "--trait-name", "Zoo"]);
    assert!(out.contains("pub trait Zoo {"), "{out}");

    let (_, out, err) = run(&[PETSTORE, "--only", "^GET /pets/.* showPetById$"]);
    assert_eq!(out.matches("async fn ").count(), 1, "{out}");
    assert!(
        out.contains("async fn show_pet_by_id") && !out.contains("pub type Pets"),
        "{out}"
    );
    assert_eq!(err, "1 of 1 operations, 2 types\n");

    let swagger = PETSTORE.replace("oai-", "swagger-");
    let (_, out, _) = run(&[&swagger, "--split-by-tag"]);
    for name in ["Pet", "Store", "User"] {
        let is_trait = |line: &str| line.starts_with(&format!("pub trait {name}"));
        assert!(out.lines().any(is_trait), "{name}");
    }
    let (_, out, _) = run(&[&swagger, "--with", "jiff"]);
    assert!(
        out.contains("jiff::Timestamp") && out.contains("//! jiff = "),
        "{out}"
    );
}
