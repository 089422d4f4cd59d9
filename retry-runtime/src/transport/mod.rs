//! The transport layer.

pub(crate) mod environment;
mod handle;
mod tower;

pub(crate) use self::environment::EnvironmentHandle;
pub use self::handle::Transport;
pub(crate) use self::handle::TransportHandle;
pub use self::tower::TowerTransport;
