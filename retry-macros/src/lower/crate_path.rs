//! The path of the runtime.

use super::values::Lowered;
use crate::crate_path::CratePath;
use crate::diag::Diagnostics;
use crate::syntax::arg::OptionalArg;

/// Lowers `crate = ::path`.
pub(crate) fn krate(slot: &OptionalArg, diag: &mut Diagnostics) -> Lowered<CratePath> {
    let Some(arg) = slot else {
        return Ok(CratePath::Default);
    };
    let expr = arg.value.as_ref()?;
    match expr {
        syn::Expr::Path(path) if path.qself.is_none() => Ok(CratePath::Given(path.path.clone())),
        _ => {
            let message = "`crate` is the path of `retry_client`; write `crate = ::some::path`";
            Err(diag.error(expr, message))
        }
    }
}
