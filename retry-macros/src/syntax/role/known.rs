//! The words that each role takes.

use syn::Ident;

use crate::syntax::known::Known;

/// The roles, each with the words that it takes.
const ROLES: [(&str, &[&str]); 12] = [
    ("path", &["\"name\""]),
    ("query", &["csv", "flag", "flatten", "nested"]),
    ("header", &["secret", "csv"]),
    ("headers", &[]),
    ("cookie", &["\"name\""]),
    ("json", &["compress"]),
    ("form", &["nested", "compress"]),
    ("body", &["\"media/type\"", "compress"]),
    ("part", &["json", "file"]),
    ("url", &[]),
    ("cost", &[]),
    ("idempotency_key", &["\"X-Name\""]),
];

/// The words a role takes, for the errors about others.
pub(super) fn known(at: &Ident) -> Known<'static> {
    let role = ROLES.into_iter().find(|(role, _)| at == role);
    let (attribute, keys) = role.unwrap_or(("role", &[]));
    Known { attribute, keys }
}
