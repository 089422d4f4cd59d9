//! The decode layer.

mod decoder;
mod from_json;
mod return_type;
mod sink;
mod wrapper;

#[cfg(feature = "sse")]
pub(crate) use self::decoder::AsStream;
pub use self::decoder::Decoder;
pub(crate) use self::decoder::{BodyMode, DecodeBody, ReceivedResponse};
#[cfg(feature = "sse")]
pub(crate) use self::decoder::{Continuation, read_json};
pub use self::from_json::FromJson;
pub(crate) use self::return_type::ReturnType;
pub use self::return_type::Returns;
pub(crate) use self::sink::{ReplySink, ResponseSink, ValueSink};
pub(crate) use self::wrapper::Bare;
pub use self::wrapper::Wrapper;
