//! The presence of a path, or of an argument that is the whole URL.

use crate::diag::Diagnostics;
use crate::lower::unique::unique;
use crate::lower::values::Lowered;
use crate::syntax::api::ApiArgument;
use crate::syntax::http::VerbArgs;
use crate::syntax::role::RoleKind;

/// Refuses a verb that has neither, or both.
pub(super) fn check_presence(
    verb: &VerbArgs,
    arguments: &[ApiArgument<'_>],
    diag: &mut Diagnostics,
) -> Lowered<()> {
    let is_url = |kind: &RoleKind| matches!(kind, RoleKind::Url);
    let urls = unique(
        arguments,
        is_url,
        "only one URL per call, and it is already given",
        diag,
    )?;
    let at = &verb.at;
    match (verb.paths.first(), urls) {
        (Some(_), None) | (None, Some(_)) => Ok(()),
        (Some(path), Some(_)) => {
            let message = "`#[url]` takes the place of the path; remove one of them";
            Err(diag.error(path, message))
        }
        (None, None) => Err(verb
            .verb
            .as_ref()
            .err()
            .copied()
            .or(verb.broken)
            .unwrap_or_else(|| {
                let before = if at == "request" { "PROPFIND, " } else { "" };
                let way_out =
                    format!("write `#[{at}({before}\"/…\")]`, or mark an argument `#[url]`");
                diag.error(at, format!("`#[{at}]` needs a path; {way_out}"))
            })),
    }
}
