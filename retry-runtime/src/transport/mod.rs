//! The transport layer: requests in, responses out.
//!
//! [`TransportHandle`] is the transport of a client: the one that is built here, a `reqwest::Client`
//! that was handed in, or one of the user's own. It takes an [`Outgoing`] request and brings a
//! [`Response`](crate::response::Response), both of which spare the built transport reqwest's types
//! where nobody looks at them.
//!
//! Nothing here retries, waits, or knows what a failure means.

mod built;
pub(crate) mod environment;
mod handle;
mod outgoing;
mod tower;

pub(crate) use self::built::{Built, InvalidSetting, Origin, Settings, Trail};
pub(crate) use self::environment::EnvironmentHandle;
pub use self::handle::Transport;
pub(crate) use self::handle::TransportHandle;
pub(crate) use self::outgoing::{Lean, Outgoing};
pub use self::tower::TowerTransport;
