//! The endpoint layer.

mod declaration;
mod reconnect;

pub use self::declaration::{Endpoint, Repeat, Service, StaticHeader, check_base_url};
pub use self::reconnect::Reconnect;
