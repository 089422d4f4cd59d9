//! The kinds of roles, with what each of them takes.

use syn::LitStr;

use crate::syntax::arg::OptionalArg;

/// The purpose of an argument, as it was written.
pub(crate) enum RoleKind {
    Path(LitStr),
    Query(Option<LitStr>, QueryMode),
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

/// The form of a query argument.
#[derive(Clone, Copy)]
pub(crate) enum QueryMode {
    Plain,
    Csv,
    Flag,
    Flatten(Nesting),
}

/// The form of a header argument.
#[derive(Clone, Copy)]
pub(crate) enum HeaderMode {
    Plain,
    Secret,
    Csv,
    SecretCsv,
}

/// The spelling of values within values.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nesting {
    /// Not allowed.
    Flat,
    /// In brackets.
    Nested,
}

/// The source of a part of a multipart body.
#[derive(Clone, Copy)]
pub(crate) enum PartMode {
    Plain,
    Json,
    File,
}
