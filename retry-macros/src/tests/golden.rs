//! Whole expansions, compared with those in `src/expand/golden`. `BLESS=1` writes them again.

use std::fs;
use std::path::Path;

use super::expand;

fn check(name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/expand/golden");
    let source = fs::read_to_string(folder.join(format!("{name}.in.rs"))).expect("an input");
    let path = folder.join(format!("{name}.out.rs"));
    let file = syn::parse2(expand(&source)).expect("the expansion is Rust");
    let expanded = prettyplease::unparse(&file);
    if std::env::var_os("BLESS").is_some() {
        return fs::write(path, expanded).expect("the expansion is written");
    }
    let expected = fs::read_to_string(path).expect("an output; write it with BLESS=1");
    let line = expanded
        .lines()
        .zip(expected.lines())
        .find(|(new, old)| new != old);
    assert!(
        expanded == expected,
        "`{name}` expands differently (see BLESS=1), first in {line:#?}"
    );
}

#[test]
fn the_example_of_the_contract() {
    check("github");
}

#[test]
fn every_form_of_pages() {
    check("pages");
}

#[test]
fn every_role_and_another_crate() {
    check("roles");
    let source = "#[client(crate = ::elsewhere)] trait Api {
        #[get(\"/x\")] async fn x(&self) -> Result<()>; }";
    assert!(!expand(source).to_string().contains("retry_client"));
}

#[test]
fn conditional_methods_and_arguments() {
    check("cfg");
}

#[test]
fn the_format_of_a_client() {
    check("format");
}

#[test]
fn every_strategy_and_key() {
    check("policies");
}

#[test]
fn after_an_error() {
    check("fallback");
}
