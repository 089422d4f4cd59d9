//! The body layer.

mod compress;
mod factory;
mod gzip;
mod multipart;
mod pieces;
mod progress;
mod request_body;
mod source;

pub use self::compress::Compressible;
pub use self::factory::BodyFactory;
pub use self::multipart::IntoPart;
pub(crate) use self::multipart::{FormPart, assemble};
pub(crate) use self::progress::{Counted, Progress};
pub use self::request_body::RequestBody;
pub(crate) use self::request_body::announce_emptiness;
pub use self::source::{IntoBody, Replay};
