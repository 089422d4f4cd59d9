//! Rules about return types and keys, as bounds that no type meets: what rustc says of them is the message.

crate::bound_messages::bounds! {
    /// A return type that may stand with `none_on`.
    CanBeNone:
        "`none_on` needs a method that returns an `Option`, not `{Self}`",
        "not an `Option`",
        "return `Result<Option<…>>`, or remove `none_on`";

    /// A return type that may stand with `end` and `reconnect`.
    IsEvents:
        "`end` and `reconnect` need a method that returns `Sse<…>`, not `{Self}`",
        "not a stream of events",
        "return `Result<Sse<…>>`, or remove `end` and `reconnect`";

    /// A return type that may stand with `#[hedge]`.
    IsReadWhole:
        "a hedge needs a response that is read whole, and this one is handed out before",
        "not read whole",
        "remove `#[hedge]`, or return what the body holds, such as a `String`";

    /// A return type that may stand without `none_on`.
    WithoutNone:
        "a method that returns an `Option` needs `none_on`",
        "when is this `None`?",
        "add `none_on = 404` behind the path, which reads `null` and an empty body as `None` too; \
            or return the value itself";
}
