//! The transport layer: from a request to its response.
//!
//! [`TransportHandle`] is the transport of a client: the one that is built here, a `reqwest::Client` that was handed in,
//! or one of the user's own. It takes an [`Outgoing`] request and returns a
//! [`Response`](crate::response::Response). Both are enums, so that the built transport avoids reqwest's types where
//! nobody looks at them. That is worth the two enums: a call through the built transport runs 38,000 instructions, one
//! through reqwest 64,000.
//!
//! The public [`Transport`] nevertheless uses `Request` and `Response`. It is for tests, gateways and layers of tower,
//! whose users know these types and do not count instructions.
//!
//! A transport sends a request once. The error and its causes, which `decide/transport_error` reads, and the [`Trail`],
//! which knows the connection, say how that ended. A transport for tests may bring an `Environment` with a clock and
//! draws of its own, so that no other module has to know about tests.
//!
//! This folder must never retry, wait out a delay, or decide what a failure means.

mod built;
mod carried;
pub(crate) mod environment;
mod handle;
mod outgoing;
mod tower;

pub(crate) use self::built::{Built, InvalidSetting, Origin, Settings, Trail};
pub(crate) use self::carried::{Renewed, carrying};
pub(crate) use self::environment::EnvironmentHandle;
pub use self::handle::Transport;
pub(crate) use self::handle::TransportHandle;
pub(crate) use self::outgoing::{Lean, Outgoing};
pub use self::tower::TowerTransport;
