//! Bounds for cargo features: everything meets one with its feature, and nothing without.
//!
//! A method that is cut out by `cfg` would be "not found" where the macro has generated a call of
//! it, which says nothing to a user. So such methods are always there, and have a bound that names
//! the feature.

/// With the feature `stream`, everything.
#[diagnostic::on_unimplemented(
    message = "`ByteStream` needs the cargo feature `stream` of `retry-client`",
    label = "needs `stream`",
    note = "add it in `Cargo.toml`: `retry-client = {{ version = \"…\", features = [\"stream\"] }}`"
)]
pub trait NeedsStream {}

/// With the feature `stream`, everything.
#[cfg(not(feature = "stream"))]
#[diagnostic::on_unimplemented(
    message = "a file as the body needs the cargo feature `stream` of `retry-client`",
    label = "needs `stream`",
    note = "add it in `Cargo.toml`: `retry-client = {{ version = \"…\", features = [\"stream\"] }}`"
)]
pub trait NeedsFiles {}

/// With the feature `multipart`, everything.
#[diagnostic::on_unimplemented(
    message = "`#[part]` needs the cargo feature `multipart` of `retry-client`",
    label = "needs `multipart`",
    note = "add it in `Cargo.toml`: `retry-client = {{ version = \"…\", features = [\"multipart\"] }}`"
)]
pub trait NeedsMultipart {}

/// With the features `multipart` and `stream`, everything.
#[diagnostic::on_unimplemented(
    message = "`#[part(file)]` needs the cargo features `multipart` and `stream` of `retry-client`",
    label = "needs `multipart` and `stream`",
    note = "add them in `Cargo.toml`: `retry-client = {{ version = \"…\", features = [\"multipart\", \"stream\"] }}`"
)]
pub trait NeedsFileParts {}

/// With the feature `sse`, everything.
#[diagnostic::on_unimplemented(
    message = "`Sse` and `JsonLines` need the cargo feature `sse` of `retry-client`",
    label = "needs `sse`",
    note = "add it in `Cargo.toml`: `retry-client = {{ version = \"…\", features = [\"sse\"] }}`"
)]
pub trait NeedsSse {}

/// With the feature `compress`, everything.
#[diagnostic::on_unimplemented(
    message = "`compress` needs the cargo feature `compress` of `retry-client`",
    label = "needs `compress`",
    note = "add it in `Cargo.toml`: `retry-client = {{ version = \"…\", features = [\"compress\"] }}`"
)]
pub trait NeedsCompress {}

/// With the feature `xml`, nobody asks.
#[cfg(not(feature = "xml"))]
#[diagnostic::on_unimplemented(
    message = "`Xml` needs the cargo feature `xml` of `retry-client`",
    label = "needs `xml`",
    note = "add it in `Cargo.toml`: `retry-client = {{ version = \"…\", features = [\"xml\"] }}`"
)]
pub trait NeedsXml {}

/// With the feature `messagepack`, nobody asks.
#[cfg(not(feature = "messagepack"))]
#[diagnostic::on_unimplemented(
    message = "`MessagePack` needs the cargo feature `messagepack` of `retry-client`",
    label = "needs `messagepack`",
    note = "add it in `Cargo.toml`: `retry-client = {{ version = \"…\", features = [\"messagepack\"] }}`"
)]
pub trait NeedsMessagePack {}

/// With the feature `cbor`, nobody asks.
#[cfg(not(feature = "cbor"))]
#[diagnostic::on_unimplemented(
    message = "`Cbor` needs the cargo feature `cbor` of `retry-client`",
    label = "needs `cbor`",
    note = "add it in `Cargo.toml`: `retry-client = {{ version = \"…\", features = [\"cbor\"] }}`"
)]
pub trait NeedsCbor {}

/// With the feature `protobuf`, nobody asks.
#[cfg(not(feature = "protobuf"))]
#[diagnostic::on_unimplemented(
    message = "`Protobuf` needs the cargo feature `protobuf` of `retry-client`",
    label = "needs `protobuf`",
    note = "add it in `Cargo.toml`: `retry-client = {{ version = \"…\", features = [\"protobuf\"] }}`"
)]
pub trait NeedsProtobuf {}

#[cfg(feature = "stream")]
// Each trait has a type as its subject for the sake of where it is checked: a bound without a
// generic type would be checked where it is written, in this crate, and not where the method is
// called.
#[diagnostic::do_not_recommend]
impl<T: ?Sized> NeedsStream for T {}

#[cfg(feature = "multipart")]
#[diagnostic::do_not_recommend]
impl<T: ?Sized> NeedsMultipart for T {}

#[cfg(all(feature = "multipart", feature = "stream"))]
#[diagnostic::do_not_recommend]
impl<T: ?Sized> NeedsFileParts for T {}

#[cfg(feature = "sse")]
#[diagnostic::do_not_recommend]
impl<T: ?Sized> NeedsSse for T {}

#[cfg(feature = "compress")]
#[diagnostic::do_not_recommend]
impl<T: ?Sized> NeedsCompress for T {}
