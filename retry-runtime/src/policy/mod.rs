//! The policy layer.

mod declared;
mod error_kinds;
mod getters;
pub(crate) mod hooks;
mod setters;
pub(crate) mod settings;
pub(crate) mod strategy;

pub use self::declared::DeclaredPolicies;
pub use self::setters::Policy;
