//! Decoders: from the return type of a method to the value it returns.
//!
//! The macro sees tokens and not types: behind an alias it could not tell `Reply<Option<T>>` from any other
//! type. So it emits calls whose methods rustc resolves by type (`return_type`), and which end in a
//! `Decoder`. The wrappers that are taken off on the way (`wrapper`) are put around the decoded value again.
//!
//! A `Decoder` is function pointers and constants. The retry loop is generic in no type: it hands a response
//! to a `ResponseSink` and asks it how much of the body it needs. Therefore the loop is compiled once for
//! all methods, and a hundred methods cost the user's compiler little more than their own types.
//!
//! Streams that continue a call after it has returned, such as events that reconnect, live in the client
//! layer above the engine. A decoder hands them the call as a `Continuation`, an opaque box, so that this
//! layer need not know what a call is.
//!
//! A failure to decode names the place, the line and the expected type. It must never contain a value of the
//! response, neither in its text nor in its sources: both end up in logs.

mod builtin;
mod decoder;
mod describe;
mod format;
mod from_json;
mod json;
mod outline;
mod page;
mod return_type;
mod sink;
mod wrapper;

#[cfg(feature = "sse")]
pub(crate) use self::builtin::AsStream;
#[cfg(feature = "sse")]
pub(crate) use self::decoder::Continuation;
pub use self::decoder::Decoder;
pub(crate) use self::decoder::{BodyMode, DecodeBody, ReceivedResponse};
pub(crate) use self::describe::Malformed;
#[cfg(any(feature = "xml", feature = "messagepack", feature = "cbor"))]
pub(crate) use self::describe::{expected, path_text};
pub(crate) use self::format::{AsFormat, Itself};
pub use self::format::{Decode, DecodeIn};
pub use self::from_json::FromJson;
#[cfg(feature = "sse")]
pub(crate) use self::json::read_json_line;
pub(crate) use self::json::{read_json, without_mark};
pub use self::page::PageItem;
pub(crate) use self::page::{
    AsLists, ByNames, PageFormat, PageOf, PagePlaces, PageRead, ReadPage, read_by_names,
};
pub use self::return_type::Returns;
pub(crate) use self::return_type::fits::IsReadWhole;
pub(crate) use self::return_type::{Other, OwnDecoder, ReturnType};
pub(crate) use self::sink::{AttemptEnd, ReplySink, ResponseSink, ValueSink};
pub(crate) use self::wrapper::Bare;
pub use self::wrapper::Wrapper;
