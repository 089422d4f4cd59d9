//! The format of values that do not have one themselves.

use syn::{Expr, Path};

use super::values::Lowered;
use crate::diag::Diagnostics;
use crate::syntax::arg::OptionalArg;

/// Lowers `format = Xml`.
pub(crate) fn format(slot: &OptionalArg, diag: &mut Diagnostics) -> Lowered<Option<Path>> {
    let Some(arg) = slot else {
        return Ok(None);
    };
    let expr = arg.value.as_ref()?;
    match expr {
        // Generated code appends the type of each value, as in `Xml<Order>`.
        Expr::Path(path) if path.qself.is_none() && is_bare(&path.path) => {
            Ok(Some(path.path.clone()))
        }
        _ => {
            let message = "`format` is the path of a wrapper, without its value; \
                           write `format = Xml`, or the path of one of your own";
            Err(diag.error(expr, message))
        }
    }
}

/// Tells whether a path has no generics.
fn is_bare(path: &Path) -> bool {
    path.segments
        .iter()
        .all(|segment| segment.arguments.is_none())
}
