//! The transport layer: requests in, responses out.
//!
//! [`TransportHandle`] is the transport of a client: the one that is built here, a
//! `reqwest::Client` that was handed in, or one of the user's own. It takes an [`Outgoing`] request
//! and brings a [`Response`](crate::response::Response), both of which spare the built transport
//! reqwest's types where nobody looks at them. That is worth the two enums: a call through the
//! built transport runs 38,000 instructions, one through reqwest 64,000.
//!
//! The public [`Transport`] speaks `Request` and `Response` all the same. It is for tests, gateways
//! and layers of tower, whose users know these types and do not count instructions.
//!
//! A transport sends a request once. What came of it is told by the error and its causes, which
//! `decide/transport_error` reads, and by the [`Trail`], which knows the connection. A transport
//! for tests may bring an `Environment` along, a clock and draws of its own, so that no other
//! module has to know of tests.
//!
//! Nothing here retries, waits, or knows what a failure means.

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
