//! Names of generated items.

use proc_macro2::Ident;
use quote::format_ident;
use syn::ext::IdentExt;

/// `GitHub` → `GitHubClient`
pub(crate) fn client(ident: &Ident) -> Ident {
    format_ident!("{ident}Client")
}

/// `GitHub` → `DynGitHub`
pub(crate) fn object_safe(ident: &Ident) -> Ident {
    format_ident!("Dyn{ident}")
}

/// `repo` → `REPO`, `r#type` → `TYPE`
pub(crate) fn constant(ident: &Ident) -> Ident {
    let mut name = String::new();
    let mut after_lower = false;
    for c in ident.unraw().to_string().chars() {
        if c.is_uppercase() && after_lower {
            name.push('_');
        }
        after_lower = c.is_lowercase() || c.is_numeric();
        name.extend(c.to_uppercase());
    }
    // What is upper case is no keyword.
    if name.is_ascii() {
        return Ident::new(&name, ident.span());
    }
    syn::parse_str(&name).map_or_else(
        |_| ident.clone(),
        |mut constant: Ident| {
            constant.set_span(ident.span());
            constant
        },
    )
}

#[cfg(test)]
mod tests {
    use proc_macro2::{Ident, Span};

    use super::constant;

    #[test]
    fn constants_are_upper_case() {
        let table = [
            ("repo", "REPO"),
            ("open_issue", "OPEN_ISSUE"),
            ("openIssue", "OPEN_ISSUE"),
            ("_x1", "_X1"),
            ("v2Users", "V2_USERS"),
            ("größe", "GRÖSSE"),
        ];
        for (name, expected) in table {
            let ident = Ident::new(name, Span::call_site());
            assert_eq!(constant(&ident).to_string(), expected);
        }
        let raw = Ident::new_raw("type", Span::call_site());
        assert_eq!(constant(&raw).to_string(), "TYPE");
    }
}
