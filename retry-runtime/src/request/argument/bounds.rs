//! Bounds of arguments: traits that exist for the message that rustc prints if a type does not meet them.

use serde::Serialize;

crate::bound_messages::bounds! {
    /// The bound of a query argument that has no text.
    QueryValue:
        "`{Self}` cannot be a query argument",
        "not a single value, nor a list of them",
        "use a scalar, a string, an `Option` or a list of them, or `#[query(flatten)]` for a struct or map";

    /// The bound of a header argument that has no text.
    HeaderText:
        "`{Self}` cannot be a header value",
        "not a single value",
        "use a scalar, a string, a `HeaderValue`, or an `Option` or a list of them";

    /// The bound of a path argument that has no text.
    Segment:
        "`{Self}` cannot be a path segment",
        "not a single value",
        "use a scalar, a string, or a type of yours that implements `Serialize` or `Display`";

    /// The bound of a part that is neither bytes nor text.
    PartValue:
        "`{Self}` cannot be a part of a multipart body",
        "neither text nor bytes",
        "use a string, bytes, a number, a `Part`, or an `Option` or a list of them; `#[part(json)]` for a struct, `#[part(file)]` for a path";
}

/// Values that serde writes as JSON, as a form or as the fields of a query.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be sent: it is not `Serialize`",
    label = "not `Serialize`",
    note = "derive `serde::Serialize` for it"
)]
pub trait AsFields: Serialize {}

#[diagnostic::do_not_recommend]
impl<T: Serialize + ?Sized> AsFields for T {}
