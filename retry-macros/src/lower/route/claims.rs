//! The placeholders that arguments claim, by their names or by `#[path("…")]`.

use syn::LitStr;

use crate::syntax::api::ApiArgument;
use crate::syntax::role::RoleKind;

/// The names an argument claims by `#[path("…")]`.
pub(super) fn path_names<'a>(argument: &'a ApiArgument<'_>) -> Vec<(String, &'a LitStr)> {
    let names = argument.roles.iter().filter_map(|role| match &role.kind {
        RoleKind::Path(name) => Some((name.value(), name)),
        _ => None,
    });
    names.collect()
}

/// Tells whether an argument fills `{name}`.
pub(super) fn claims_by_path(argument: &ApiArgument<'_>, name: &str) -> bool {
    if argument.roles.is_empty() {
        return has_name(argument, name);
    }
    path_names(argument)
        .iter()
        .any(|(claimed, _)| claimed == name)
}

/// Does the same as [`claims_by_path`], and counts an argument that could not be read.
pub(super) fn claims(argument: &ApiArgument<'_>, name: &str) -> bool {
    claims_by_path(argument, name) || argument.may_be(name)
}

pub(super) fn has_name(argument: &ApiArgument<'_>, name: &str) -> bool {
    argument.name().is_some_and(|own| own == name)
}
