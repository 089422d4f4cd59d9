//! Names of generated items.

use proc_macro2::Ident;
use quote::format_ident;
use syn::ext::IdentExt;

use super::values::{Literal, Lowered, literal};
use crate::diag::Diagnostics;
use crate::syntax::arg::OptionalArg;

/// `GitHub` → `GitHubClient`
pub(crate) fn client(ident: &Ident) -> Ident {
    let name = ident.unraw();
    format_ident!("{name}Client")
}

/// Lowers `name = "billing"`, whose default is the name of the trait.
pub(crate) fn service(
    slot: &OptionalArg,
    ident: &Ident,
    diag: &mut Diagnostics,
) -> Lowered<String> {
    let Some(arg) = slot else {
        return Ok(ident.unraw().to_string());
    };
    let value = arg.value.as_ref()?;
    let name = match literal(value) {
        Literal::Text(text) => text.value(),
        _ => String::new(),
    };
    // The name becomes a key in files, a label of metrics and a field of spans; none of them needs
    // quotes for these characters.
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if name.is_empty() || !name.chars().all(is_plain) {
        let message = "a service's name is a literal of letters, digits, `_` and `-`; \
                       write `name = \"billing\"`";
        return Err(diag.error(value, message));
    }
    Ok(name)
}

/// `GitHub` → `DynGitHub`
pub(crate) fn object_safe(ident: &Ident) -> Ident {
    let name = ident.unraw();
    format_ident!("Dyn{name}")
}

/// `repo` → `REPO`, `r#type` → `TYPE`
pub(crate) fn constant(ident: &Ident) -> Ident {
    let mut name = String::new();
    // `openIssue` becomes `OPEN_ISSUE`: an underscore goes between a lower-case letter or a digit and
    // an upper-case letter.
    let mut after_lower = false;
    for c in ident.unraw().to_string().chars() {
        if c.is_uppercase() && after_lower {
            name.push('_');
        }
        after_lower = c.is_lowercase() || c.is_numeric();
        name.extend(c.to_uppercase());
    }
    // A name in upper case is never a keyword. Beyond ASCII it may not be a valid name, as some
    // letters have no upper case that Rust accepts. Then the constant is called like the method.
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

    use super::{client, constant, object_safe};

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

    #[test]
    fn a_raw_name_of_a_trait_is_part_of_plain_names() {
        let raw = Ident::new_raw("Api", Span::call_site());
        assert_eq!(client(&raw).to_string(), "ApiClient");
        assert_eq!(object_safe(&raw).to_string(), "DynApi");
    }
}
