//! The policy layer.

mod error_kinds;
mod getters;
pub(crate) mod hooks;
mod setters;
pub(crate) mod settings;
pub(crate) mod strategy;

pub use self::setters::Policy;
