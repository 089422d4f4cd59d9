//! Bounds of the values in wrappers, which say what is missing in our words.
//!
//! Each stands for a trait of serde or prost that a user may forget to derive. rustc explains a
//! missing bound by the deepest trait that it can find; `do_not_recommend` on the blanket
//! implementations makes it stop at ours, whose message names the derive.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// A value that serde can read.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be decoded from a response",
    label = "not `DeserializeOwned`",
    note = "derive `serde::Deserialize` for it"
)]
pub trait ReadBySerde: DeserializeOwned {}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned> ReadBySerde for T {}

/// A value that serde can write.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be encoded as a request body",
    label = "not `Serialize`",
    note = "derive `serde::Serialize` for it"
)]
pub trait WrittenBySerde: Serialize {}

#[diagnostic::do_not_recommend]
impl<T: Serialize> WrittenBySerde for T {}

/// A message of Protocol Buffers.
#[cfg(feature = "protobuf")]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a message of Protocol Buffers",
    label = "not `prost::Message`",
    note = "derive `prost::Message` for it; only the message itself can be encoded, so take it by value"
)]
pub trait ProtobufMessage: prost::Message + Default {}

#[cfg(feature = "protobuf")]
#[diagnostic::do_not_recommend]
impl<T: prost::Message + Default> ProtobufMessage for T {}
