//! The decode layer.

mod decoder;
mod return_type;
mod sink;
mod wrapper;

#[cfg(feature = "sse")]
pub(crate) use self::decoder::AsStream;
pub use self::decoder::Decoder;
#[cfg(feature = "sse")]
pub(crate) use self::decoder::read_json;
pub(crate) use self::decoder::{BodyMode, DecodeBody, ReceivedResponse};
pub(crate) use self::return_type::ReturnType;
pub use self::return_type::{FromJson, Returns};
pub(crate) use self::sink::{ReplySink, ResponseSink, ValueSink};
#[cfg(feature = "sse")]
pub(crate) use self::wrapper::Bare;
pub use self::wrapper::Wrapper;
