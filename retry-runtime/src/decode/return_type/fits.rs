//! Rules about return types and keys, as bounds that no type meets: what rustc says of them is the message.

/// A return type that may stand with `none_on`.
#[diagnostic::on_unimplemented(
    message = "`none_on` needs a method that returns an `Option`, not `{Self}`",
    label = "not an `Option`",
    note = "return `Result<Option<…>>`, or remove `none_on`"
)]
pub trait CanBeNone {}

/// A return type that may stand with `end` and `reconnect`.
#[diagnostic::on_unimplemented(
    message = "`end` and `reconnect` need a method that returns `Sse<…>`, not `{Self}`",
    label = "not a stream of events",
    note = "return `Result<Sse<…>>`, or remove `end` and `reconnect`"
)]
pub trait IsEvents {}

/// A return type that may stand with `#[hedge]`.
#[diagnostic::on_unimplemented(
    message = "a hedge needs a response that is read whole, and this one is handed out before",
    label = "not read whole",
    note = "remove `#[hedge]`, or return what the body holds, such as a `String`"
)]
pub trait IsReadWhole {}

/// A return type that may stand without `none_on`.
#[diagnostic::on_unimplemented(
    message = "a method that returns an `Option` needs `none_on`",
    label = "when is this `None`?",
    note = "add `none_on = 404` behind the path, which reads `null` and an empty body as `None` too; \
            or return the value itself"
)]
pub trait WithoutNone {}
