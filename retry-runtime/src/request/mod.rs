//! From arguments to requests.

mod argument;
mod base;
mod compress;
mod constant;
mod draft;
mod header;
mod multipart;
mod path;
mod payload;
mod pieces;
mod plan;
mod source;
mod target;

pub use self::argument::{AsFields, Segment, arg, segment};
pub(crate) use self::base::Base;
pub use self::compress::Compressible;
pub use self::constant::Constant;
pub use self::draft::Draft;
pub(crate) use self::draft::{FORM, JSON};
pub(crate) use self::header::{bad_header_value, header_pair};
pub use self::multipart::IntoPart;
pub use self::path::PathArgument;
#[cfg(feature = "testing")]
pub(crate) use self::path::placeholders;
pub use self::payload::Payload;
pub(crate) use self::payload::announce_emptiness;
pub(crate) use self::plan::Plan;
pub use self::source::{BodyFactory, IntoPayload, Replay};
#[cfg(feature = "tracing")]
pub(crate) use self::target::nth;
pub(crate) use self::target::{Place, Stage, Target};
