//! The formats that come with the library: wrappers that write and read the value inside.
//!
//! A wrapper is a tuple struct around a value of the user, who can name it in a declaration or make it
//! the `format` of a client. It implements [`Encode`](crate::Encode) and [`Decode`](crate::Decode) by a
//! kept library, each behind a cargo feature of its own; without the feature the wrapper is still
//! there, and the error for using it names the feature.
//!
//! A body is read once. Only if that fails it is read a second time, with the path to the place that is
//! wrong: tracking costs more than reading. What the parsers say of it is never passed on as it is,
//! since they quote the value; each file here picks the words that cannot hold one.
//!
//! Nothing here may know of a call, a transport or a retry.

#[cfg(any(feature = "messagepack", feature = "cbor", feature = "protobuf"))]
mod bytes;
mod cbor;
mod json;
mod messagepack;
mod protobuf;
mod value;
mod wrapper;
mod xml;

pub use self::cbor::Cbor;
pub use self::json::Json;
pub use self::messagepack::MessagePack;
pub use self::protobuf::Protobuf;
#[cfg(feature = "protobuf")]
pub use self::value::ProtobufMessage;
pub use self::value::{ReadBySerde, WrittenBySerde};
pub use self::xml::Xml;
