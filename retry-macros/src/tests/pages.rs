//! The pages of the attributes, held to the keys, and the form of all messages.

use crate::syntax::{client, helper, http, pages};

/// The page of an attribute.
fn page(name: &str) -> String {
    let path = format!("{}/docs/{name}.md", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Tells whether a page shows a key as code, alone or with a value.
fn shows(page: &str, key: &str) -> bool {
    let alone = format!("`{key}`");
    let with_value = [format!("`{key} ="), format!("`{key}(")];
    page.contains(&alone) || with_value.iter().any(|form| page.contains(form))
}

#[test]
fn each_key_stands_on_the_page_of_its_attribute() {
    let client = page("client");
    for key in client::KEYS {
        assert!(
            shows(&client, key),
            "`{key}` is not on the page of `client`"
        );
    }
    let pages_of_lists = page("pages");
    for key in pages::KEYS {
        assert!(
            shows(&pages_of_lists, key),
            "`{key}` is not on the page of `pages`"
        );
    }
    for verb in helper::VERBS {
        let page = page(verb);
        for key in http::KEYS {
            assert!(shows(&page, key), "`{key}` is not on the page of `{verb}`");
        }
    }
}

#[test]
fn no_message_has_two_blanks_in_a_sentence() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/ui");
    let mut seen = 0;
    for stage in std::fs::read_dir(folder).expect("the cases").flatten() {
        let Ok(cases) = std::fs::read_dir(stage.path()) else {
            continue;
        };
        for case in cases.flatten() {
            let path = case.path();
            if path
                .extension()
                .is_none_or(|extension| extension != "stderr")
            {
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("a text");
            let is_message = |line: &&str| line.starts_with("error") || line.contains("= note: ");
            for line in text.lines().filter(is_message) {
                seen += 1;
                assert!(!line.trim().contains("  "), "{}: {line}", path.display());
            }
        }
    }
    assert!(seen > 100, "{seen} messages");
}
