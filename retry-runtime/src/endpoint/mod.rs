//! Endpoints: the declared facts of a client's methods, as constants.
//!
//! Errors, spans, metrics, observers and the stub all identify a call by its endpoint, and a user can list endpoints
//! without a client. So an endpoint is plain data, made while compiling, and stands below everything else: a name, a
//! verb, path templates, and the reason why it may be repeated. It holds no value of any call.
//!
//! The policy of an endpoint is declared with it, but its type is unknown here: a policy holds hooks, and hooks see
//! endpoints, so the two folders would import each other. The policy is carried without its type and read in
//! `policy/`.
//!
//! Nothing here may compute, allocate or fail at run time. Mistakes in a declaration are reported by the macro, or by
//! const evaluation.

mod constant_text;
mod declaration;
mod erased;
mod reconnect;
mod repeat;
mod service;
mod static_header;

pub use self::declaration::{Endpoint, EndpointDeclaration, listed};
pub(crate) use self::erased::ErasedPolicies;
pub use self::reconnect::Reconnect;
pub use self::repeat::Repeat;
pub use self::service::{Service, check_base_url};
pub use self::static_header::StaticHeader;
