//! Policies that a method is declared with, and the way to them from its endpoint.

use std::any::Any;

use crate::endpoint::{Endpoint, ErasedPolicies};
use crate::policy::Policy;

/// The policies that a method is declared with: its own, and that of its trait, which is stored once.
#[derive(Clone, Copy, Debug)]
pub struct DeclaredPolicies {
    own: Policy,
    inherited: &'static Policy,
}

impl DeclaredPolicies {
    /// A method's own policy, to be merged over its trait's.
    ///
    /// # Panics
    ///
    /// If settings contradict each other. In a `const` this is a compile error.
    #[must_use]
    #[track_caller]
    pub const fn new(own: Policy, inherited: &'static Policy) -> Self {
        let _ = own.over(*inherited).checked();
        // Merged for the check only. What is stored stays apart, since settings from files go in
        // between.
        Self { own, inherited }
    }

    /// The policy of the trait, for a method that has none of its own: it is checked once for all of them.
    #[must_use]
    pub const fn inherited(inherited: &'static Policy) -> Self {
        Self {
            own: Policy::inherited(),
            inherited,
        }
    }
}

impl ErasedPolicies for DeclaredPolicies {}

impl Endpoint {
    /// The policy as declared: the method's merged over the trait's.
    #[must_use]
    pub fn policy(&self) -> Policy {
        match declared(self) {
            Some(policies) => policies.own.over(*policies.inherited),
            None => Policy::inherited(),
        }
    }

    pub(crate) fn own_policy(&self) -> Policy {
        declared(self).map_or(Policy::inherited(), |policies| policies.own)
    }
}

fn declared(endpoint: &Endpoint) -> Option<&'static DeclaredPolicies> {
    let erased: &'static dyn Any = endpoint.erased_policies();
    erased.downcast_ref()
}
