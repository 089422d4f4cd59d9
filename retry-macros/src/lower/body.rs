//! The request body: at most one, and only with verbs that allow it.

use super::values::Lowered;
use crate::diag::Diagnostics;
use crate::syntax::api::{ApiArgument, ApiMethod};
use crate::syntax::role::{Role, RoleKind};

/// Checks the arguments that make up the body.
pub(crate) fn check(method: &ApiMethod<'_>, verb: &str, diag: &mut Diagnostics) -> Lowered<()> {
    let bodies: Vec<_> = method.arguments.iter().filter_map(body).collect();
    let Some(first) = bodies.first() else {
        return Ok(());
    };
    // RFC 9110, 9.3.1 and 9.3.2: content in a GET or HEAD has no defined meaning, and may make a
    // server refuse the request or close the connection. The same holds for DELETE, but some APIs
    // require it there, so it is allowed.
    if matches!(verb, "GET" | "HEAD") {
        let at = &first.at;
        let message = format!(
            "a {verb} cannot have a body; send the value as `#[query]`, or use POST; a server that \
             insists can be called by a `RetryClient`"
        );
        return Err(diag.error(at, message));
    }
    let others = bodies[1..].iter();
    let others = others.filter(|role| !is_part(role) || !is_part(first));
    let message = format!(
        "only one body per request, and `#[{}]` is already the body; remove one, \
         or put both into one value",
        first.at
    );
    diag.errors(others.map(|role| &role.at), |_| &message)
}

/// The argument with the role that makes it a part of the body, if it has one.
fn body<'a>(argument: &'a ApiArgument<'a>) -> Option<&'a Role> {
    argument.roles.iter().find(|role| match role.kind {
        RoleKind::Json(_) | RoleKind::Form(..) | RoleKind::Body(..) | RoleKind::Part(..) => true,
        RoleKind::Path(_)
        | RoleKind::Query(..)
        | RoleKind::QueryFlatten(_)
        | RoleKind::Header(..)
        | RoleKind::Headers
        | RoleKind::Cookie(_)
        | RoleKind::Url
        | RoleKind::Cost
        | RoleKind::IdempotencyKey(_) => false,
    })
}

/// Parts are the only bodies of which there may be several.
fn is_part(role: &Role) -> bool {
    matches!(role.kind, RoleKind::Part(..))
}
