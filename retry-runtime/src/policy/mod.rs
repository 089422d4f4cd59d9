//! Policies: what is retried, how often and after how long, as plain data.
//!
//! A policy is a value that fits in a constant, so the macro emits it, const evaluation checks it a second time,
//! and reading it costs a call nothing. Each setting is an `Option`: a setting that nobody has made stays open,
//! and merging two policies takes each setting from the first that makes it. This one rule serves the method
//! over its trait, the builder over both, settings over the code, and a call over all of them.
//!
//! A policy holds `strategy/`, which computes delays, `hooks/`, the user's functions with what they see and
//! return, and `guard_rules/`, the parameters of guards. `settings/` reads policies from outside the code.
//! `declared` has what the macros emit, and leads from an endpoint to its policies.
//!
//! Nothing here decides about an attempt: `decide/` does that, with a policy as one of its inputs. Nothing
//! here waits or reads a clock.

mod check;
mod declared;
mod delays;
mod error_kinds;
mod fields;
mod getters;
pub(crate) mod guard_rules;
pub(crate) mod hooks;
mod merge;
mod retried_statuses;
mod setters;
pub(crate) mod settings;
pub(crate) mod strategy;

pub use self::declared::{
    DeclaredPolicies, DeclaredPolicy, INHERITED, INHERITED_STRATEGY, REFINING, checked,
};
pub use self::fields::Policy;
pub use self::retried_statuses::retried_statuses;
