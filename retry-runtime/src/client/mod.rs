//! The client layer.

mod builder;
mod call;
mod call_builder;
mod compressed_body;
#[cfg(feature = "stream")]
pub(crate) mod download;
pub(crate) mod events;
pub(crate) mod retry_client;
mod shared;

pub use self::builder::{ClientBuilder, Declared};
pub use self::call::Call;
pub use self::call_builder::{CallBuilder, HeldPart, PartKind, part};
pub(crate) use self::call_builder::{FORM, JSON};
pub use self::shared::Client;
