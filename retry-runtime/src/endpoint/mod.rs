//! The endpoint layer.

mod declaration;

pub use self::declaration::{Endpoint, Repeat, Service, StaticHeader, check_base_url};
