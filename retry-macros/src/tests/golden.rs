//! Whole expansions, compared with those in `src/expand/golden`. `BLESS=1` writes them anew.

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
    assert_eq!(
        expanded, expected,
        "`{name}` expands differently; see BLESS=1"
    );
}

#[test]
fn the_example_of_the_contract() {
    check("github");
}
