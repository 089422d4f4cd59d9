//! Bounds of arguments: traits that exist for what rustc prints where a type does not meet them.

use serde::Serialize;

/// Bound of a query argument that has no text.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a query argument",
    label = "not a single value, nor a list of them",
    note = "use a scalar, a string, an `Option` or a list of them, or `#[query(flatten)]` for a struct or map"
)]
pub trait QueryValue {}

/// Bound of a header argument that has no text.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a header value",
    label = "not a single value",
    note = "use a scalar, a string, a `HeaderValue`, or an `Option` or a list of them"
)]
pub trait HeaderText {}

/// Bound of a path argument that has no text.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a path segment",
    label = "not a single value",
    note = "use a scalar, a string, or a type of yours that implements `Serialize` or `Display`"
)]
pub trait Segment {}

/// Bound of a part that is neither bytes nor text.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a part of a multipart body",
    label = "neither text nor bytes",
    note = "use a string, bytes, a number, a `Part`, or an `Option` or a list of them; `#[part(json)]` for a struct, `#[part(file)]` for a path"
)]
pub trait PartValue {}

/// Values that serde writes as JSON, as a form or as the fields of a query.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be sent: it is not `Serialize`",
    label = "not `Serialize`",
    note = "derive `serde::Serialize` for it"
)]
pub trait AsFields: Serialize {}

#[diagnostic::do_not_recommend]
impl<T: Serialize + ?Sized> AsFields for T {}
