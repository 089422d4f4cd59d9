//! The transport layer.

mod handle;
mod tower;

pub use self::handle::Transport;
pub(crate) use self::handle::TransportHandle;
pub use self::tower::TowerTransport;
