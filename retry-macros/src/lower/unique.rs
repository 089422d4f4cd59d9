//! Roles that only one argument of a method may have.

use super::values::Lowered;
use crate::diag::Diagnostics;
use crate::syntax::api::ApiArgument;
use crate::syntax::role::RoleKind;

/// Returns the argument with a role, and refuses all others with the same role.
pub(crate) fn unique<'a>(
    arguments: &'a [ApiArgument<'a>],
    is_wanted: impl Fn(&RoleKind) -> bool,
    message: &str,
    diag: &mut Diagnostics,
) -> Lowered<Option<&'a ApiArgument<'a>>> {
    let mut found = arguments.iter().filter_map(|argument| {
        let role = argument.roles.iter().find(|role| is_wanted(&role.kind))?;
        Some((argument, &role.at))
    });
    let first = found.next().map(|(argument, _)| argument);
    diag.errors(found.map(|(_, at)| at), |_| {
        format!("{message}; remove this")
    })?;
    Ok(first)
}
