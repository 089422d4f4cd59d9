//! A module that is there against the one that would be written.
//!
//! Both are parsed and printed by the same printer, so that only tokens and docs count: `cargo fmt` changes neither.

use std::fs;
use std::io;
use std::path::Path;

use quote::ToTokens;
use similar::TextDiff;
use syn::{Item, UseTree};

/// The difference between a file and a module, as text; `None` if there is none.
pub(super) fn difference(path: &Path, source: &str) -> Result<Option<String>, String> {
    let old = match fs::read_to_string(path) {
        Ok(old) => old,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(format!("{}: {error}", path.display())),
    };
    let new = printed(source).unwrap_or_else(|| source.to_owned());
    // What is not Rust is different as it stands.
    let old = printed(&old).unwrap_or(old);
    if old == new {
        return Ok(None);
    }
    let diff = TextDiff::from_lines(&old, &new);
    let mut unified = diff.unified_diff();
    let name = path.display().to_string();
    Ok(Some(unified.header(&name, "generated").to_string()))
}

/// The text of a file in the one form that its tokens have.
fn printed(source: &str) -> Option<String> {
    let mut file = syn::parse_file(source).ok()?;
    for item in &mut file.items {
        if let Item::Use(import) = item {
            sort(&mut import.tree);
        }
    }
    let (mut imports, others): (Vec<_>, Vec<_>) = file
        .items
        .into_iter()
        .partition(|item| matches!(item, Item::Use(_)));
    // rustfmt sorts imports by rules of its own. In one order, whatever it is, they can be compared.
    imports.sort_by_cached_key(|item| item.to_token_stream().to_string());
    imports.extend(others);
    file.items = imports;
    Some(prettyplease::unparse(&file))
}

/// Brings the names of an import into one order, as rustfmt has its own.
fn sort(tree: &mut UseTree) {
    match tree {
        UseTree::Path(path) => sort(&mut path.tree),
        UseTree::Group(group) => {
            let mut items: Vec<UseTree> = std::mem::take(&mut group.items).into_iter().collect();
            items.iter_mut().for_each(sort);
            items.sort_by_cached_key(|tree| tree.to_token_stream().to_string());
            group.items = items.into_iter().collect();
        }
        _ => {}
    }
}
