//! Endpoints: the declared facts of a client's methods, as constants.
//!
//! Errors, spans, metrics, observers and the stub all speak of a call by its endpoint, and a user can list them
//! without a client. So an endpoint is plain data, made while compiling, and stands below everything else:
//! a name, a verb, path templates, the reason why it may be repeated. It holds no value of any call.
//!
//! The policy of an endpoint is no part of it, though it is declared with it: a policy holds hooks that are
//! shown endpoints, and this folder would import what imports it. It is carried without its type
//! and reached from `policy/`.
//!
//! Nothing here may compute, allocate or fail at run time. What is wrong with a declaration is said by the macro, or
//! by const evaluation.

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
