//! The pages of the attributes, which must name every key, and the form of all messages.

use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::Item;

use super::expand;
use super::messages::errors;
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

/// Tells whether a page has a key anywhere in its code.
fn mentions(page: &str, key: &str) -> bool {
    let codes = page.split('`').skip(1).step_by(2);
    let mut words = codes.flat_map(|code| code.split(|c: char| c != '_' && !c.is_alphanumeric()));
    words.any(|word| word == key)
}

/// The keys of a helper attribute of a method, as the error about something else lists them.
fn taken(attribute: &str) -> Vec<String> {
    let source = format!(
        "#[client] trait Api {{ #[post(\"/x\")] {attribute} async fn x(&self) -> Result<()>; }}"
    );
    named(&source)
}

/// The keys of a role.
fn taken_by_role(role: &str) -> Vec<String> {
    let source = format!(
        "#[client] trait Api {{ #[post(\"/x\")] async fn x(&self, #[{role}(\"n\", 1 + 1)] n: u8) -> Result<()>; }}"
    );
    named(&source)
}

/// The names in back-ticks of the error that lists all keys.
fn named(source: &str) -> Vec<String> {
    let found = errors(expand(source));
    let listed = found.iter().find_map(|error| {
        let ways = ["; it takes ", "; expected one of "];
        ways.into_iter().find_map(|way| error.split_once(way))
    });
    let (_, listed) = listed.unwrap_or_else(|| panic!("{source}: {found:#?}"));
    let names = listed.split('`').skip(1).step_by(2);
    names.map(str::to_owned).collect()
}

#[test]
fn each_key_of_a_helper_attribute_stands_on_its_page() {
    for name in [
        "retry",
        "budget",
        "rate_limit",
        "concurrency",
        "circuit_breaker",
        "hedge",
    ] {
        let keys = taken(&format!("#[{name}(zzzzzz = 1)]"));
        assert!(!keys.is_empty(), "{name}");
        for key in keys {
            assert!(
                mentions(&page(name), &key),
                "`{key}` is not on the page of `{name}`"
            );
        }
    }
}

#[test]
fn each_word_of_a_role_stands_on_the_page_of_the_verbs() {
    let page = page("get");
    let codes: Vec<&str> = page.split('`').skip(1).step_by(2).collect();
    for role in [
        "query", "header", "part", "path", "cookie", "body", "json", "form",
    ] {
        for word in taken_by_role(role) {
            // An example of a name, in quotes.
            let word = word.split('"').next().unwrap_or_default();
            let is_shown = codes
                .iter()
                .any(|code| code.starts_with(&format!("#[{role}")) && code.contains(word));
            assert!(is_shown, "`{word}` of `{role}` is not on the page");
        }
    }
}

/// The text literals of tokens, except documentation.
fn texts(tokens: TokenStream, found: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let is_document =
                    |token: &TokenTree| matches!(token, TokenTree::Ident(name) if name == "doc");
                if !group
                    .stream()
                    .into_iter()
                    .next()
                    .as_ref()
                    .is_some_and(is_document)
                {
                    texts(group.stream(), found);
                }
            }
            TokenTree::Literal(literal) => {
                if let syn::Lit::Str(text) = syn::Lit::new(literal) {
                    found.push(text.value());
                }
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
    }
}

/// Every Rust file of a folder, except those of tests.
fn sources(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        let stem = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let is_of_tests = ["tests", "golden", "properties"].contains(&stem.as_str());
        if path.is_dir() && !is_of_tests {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !is_of_tests {
            found.push(path);
        }
    }
}

/// Tells whether two blanks stand between words, and not at the beginning of a line.
fn has_two_blanks(text: &str) -> bool {
    text.lines().any(|line| line.trim().contains("  "))
}

#[test]
fn no_text_of_the_sources_has_two_blanks_in_a_sentence() {
    let mut seen = 0;
    for krate in ["retry-macros", "retry-runtime"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(krate);
        let mut files = Vec::new();
        sources(&folder.join("src"), &mut files);
        for path in files {
            let text = std::fs::read_to_string(&path).expect("a text");
            let file = syn::parse_file(&text).expect("a source");
            let is_of_tests = |item: &Item| {
                let Item::Mod(module) = item else {
                    return false;
                };
                module.attrs.iter().any(|attribute| {
                    attribute.path().is_ident("cfg")
                        && attribute.to_token_stream().to_string().contains("test")
                })
            };
            let items = file.items.into_iter().filter(|item| !is_of_tests(item));
            for item in items {
                let mut found = Vec::new();
                texts(item.to_token_stream(), &mut found);
                for text in found {
                    seen += 1;
                    assert!(!has_two_blanks(&text), "{}: {text:?}", path.display());
                }
            }
        }
    }
    assert!(seen > 500, "{seen} texts");
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
