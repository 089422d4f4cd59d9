//! The kinds of roles, with what each of them takes.

use syn::LitStr;

use crate::model::role::{HeaderMode, Nesting, PartMode, QueryMode};
use crate::syntax::arg::OptionalArg;

/// The purpose of an argument, as it was written.
pub(crate) enum RoleKind {
    Path(LitStr),
    Query(Option<LitStr>, QueryMode),
    QueryFlatten(Nesting),
    Header(LitStr, HeaderMode),
    Headers,
    Cookie(LitStr),
    /// With the value of `compress`.
    Json(OptionalArg),
    Form(OptionalArg, Nesting),
    Body(Option<LitStr>, OptionalArg),
    Part(Option<LitStr>, PartMode),
    Url,
    IdempotencyKey(Option<LitStr>),
    Cost,
}
