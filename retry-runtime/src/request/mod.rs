//! From arguments to requests.

mod argument;
mod base_url;
mod constant;
mod header;
pub(crate) mod path;
mod resolved;
mod spec;
mod target;

pub use self::argument::{AsFields, Segment, arg, segment};
pub(crate) use self::argument::{HeaderValues, Values};
pub(crate) use self::base_url::{BaseUrl, check_target};
pub use self::constant::Constant;
pub(crate) use self::header::{bad_header_value, header_pair};
pub use self::path::PathArgument;
pub(crate) use self::path::push_value_encoded;
pub(crate) use self::resolved::{Headers, ResolvedEndpoint};
pub(crate) use self::spec::CallSpec;
#[cfg(feature = "tracing")]
pub(crate) use self::target::nth;
pub(crate) use self::target::{RequestVariant, Target, UrlOrPath};
