//! The transport layer.

mod handle;
mod tower;

pub use self::handle::Transport;
pub(crate) use self::handle::Wire;
pub use self::tower::TowerTransport;
