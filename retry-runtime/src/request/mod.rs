//! From arguments to requests.

mod argument;
mod base;
mod constant;
mod draft;
mod path;
mod plan;
mod target;

pub use self::argument::{Segment, arg, segment};
pub(crate) use self::base::Base;
pub use self::constant::Constant;
pub use self::draft::Draft;
pub use self::path::PathArgument;
pub(crate) use self::plan::{Payload, Plan};
pub(crate) use self::target::{Place, Stage, Target};
