//! Bounds for cargo features: everything meets one with its feature, and nothing without.
//!
//! A method that is cut out by `cfg` would be "not found" where the macro has generated a call of
//! it, which says nothing to a user. So such methods are always there, and have a bound that names
//! the feature. The bounds of stand-ins that only a build without the feature has are never met.

crate::bound_messages::bounds! {
    /// Met by everything with the feature `stream`.
    NeedsStream if feature = "stream":
        "`ByteStream` needs the cargo feature `stream` of `retry-client`",
        "needs `stream`",
        "add it in `Cargo.toml`: `retry-client = {{ version = \"…\", features = [\"stream\"] }}`";

    /// Met by nothing: with the feature `stream`, files are bodies.
    #[cfg(not(feature = "stream"))]
    NeedsFiles:
        "a file as the body needs the cargo feature `stream` of `retry-client`",
        "needs `stream`",
        "add it in `Cargo.toml`: `retry-client = {{ version = \"…\", features = [\"stream\"] }}`";

    /// Met by everything with the feature `multipart`.
    NeedsMultipart if feature = "multipart":
        "`#[part]` needs the cargo feature `multipart` of `retry-client`",
        "needs `multipart`",
        "add it in `Cargo.toml`: `retry-client = {{ version = \"…\", features = [\"multipart\"] }}`";

    /// Met by everything with the features `multipart` and `stream`.
    NeedsFileParts if all(feature = "multipart", feature = "stream"):
        "`#[part(file)]` needs the cargo features `multipart` and `stream` of `retry-client`",
        "needs `multipart` and `stream`",
        "add them in `Cargo.toml`: `retry-client = {{ version = \"…\", features = [\"multipart\", \"stream\"] }}`";

    /// Met by everything with the feature `sse`.
    NeedsSse if feature = "sse":
        "`Sse` and `JsonLines` need the cargo feature `sse` of `retry-client`",
        "needs `sse`",
        "add it in `Cargo.toml`: `retry-client = {{ version = \"…\", features = [\"sse\"] }}`";

    /// Met by everything with the feature `compress`.
    NeedsCompress if feature = "compress":
        "`compress` needs the cargo feature `compress` of `retry-client`",
        "needs `compress`",
        "add it in `Cargo.toml`: `retry-client = {{ version = \"…\", features = [\"compress\"] }}`";

    /// Met by nothing: with the feature `xml`, `Xml` is the real one.
    #[cfg(not(feature = "xml"))]
    NeedsXml:
        "`Xml` needs the cargo feature `xml` of `retry-client`",
        "needs `xml`",
        "add it in `Cargo.toml`: `retry-client = {{ version = \"…\", features = [\"xml\"] }}`";

    /// Met by nothing: with the feature `messagepack`, `MessagePack` is the real one.
    #[cfg(not(feature = "messagepack"))]
    NeedsMessagePack:
        "`MessagePack` needs the cargo feature `messagepack` of `retry-client`",
        "needs `messagepack`",
        "add it in `Cargo.toml`: `retry-client = {{ version = \"…\", features = [\"messagepack\"] }}`";

    /// Met by nothing: with the feature `cbor`, `Cbor` is the real one.
    #[cfg(not(feature = "cbor"))]
    NeedsCbor:
        "`Cbor` needs the cargo feature `cbor` of `retry-client`",
        "needs `cbor`",
        "add it in `Cargo.toml`: `retry-client = {{ version = \"…\", features = [\"cbor\"] }}`";

    /// Met by nothing: with the feature `protobuf`, `Protobuf` is the real one.
    #[cfg(not(feature = "protobuf"))]
    NeedsProtobuf:
        "`Protobuf` needs the cargo feature `protobuf` of `retry-client`",
        "needs `protobuf`",
        "add it in `Cargo.toml`: `retry-client = {{ version = \"…\", features = [\"protobuf\"] }}`";
}
