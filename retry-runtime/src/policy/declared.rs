//! Policies that a method is declared with, and access to them from its endpoint.

use std::any::Any;

use crate::endpoint::{Endpoint, ErasedPolicies};
use crate::policy::Policy;
use crate::policy::guard_rules::{BudgetSetting, HedgeRule, HedgeSetting, PlaceRules};
use crate::policy::hooks::BeforeAttempt;
use crate::policy::strategy::{Strategy, first_of};
use crate::status_set::StatusSet;

/// The policy of a method that sets nothing: it uses that of its trait.
pub const INHERITED: Policy = Policy::INHERITED;

/// A policy that refines the one of its trait, before anything is set.
pub const REFINING: Policy = Policy::REFINING;

/// Keys that refine the strategy of the trait, before any is set.
pub const INHERITED_STRATEGY: Strategy = Strategy::INHERITED;

/// A policy with the settings that only a declaration can make.
// Plain fields instead of setters: so `Policy` has no setters that only the macros call, and each
// value is checked at its own place in the user's source.
#[derive(Clone, Copy, Debug)]
pub struct DeclaredPolicy {
    /// The values that have setters.
    pub policy: Policy,
    /// The statuses, if there are ranges or constants among them.
    pub statuses: Option<StatusSet>,
    /// The function that changes the request of each attempt.
    pub before_attempt: Option<&'static dyn BeforeAttempt>,
    /// The retry budget that calls share.
    pub budget: Option<BudgetSetting>,
    /// Guards of the trait, whose state is shared by all its methods.
    pub trait_guards: PlaceRules,
    /// Guards of the method itself, in addition.
    pub own_guards: PlaceRules,
    /// Further attempts while the first one is slow.
    pub hedge: Option<HedgeRule>,
}

impl DeclaredPolicy {
    /// A declaration that sets nothing.
    pub const NEW: Self = Self {
        policy: Policy::INHERITED,
        statuses: None,
        before_attempt: None,
        budget: None,
        trait_guards: PlaceRules::NONE,
        own_guards: PlaceRules::NONE,
        hedge: None,
    };

    /// The policy.
    #[must_use]
    pub const fn policy(self) -> Policy {
        Policy {
            statuses: first_of!(self.statuses, self.policy.statuses),
            before_attempt: self.before_attempt,
            budget: self.budget,
            trait_guards: self.trait_guards,
            own_guards: self.own_guards,
            hedge: match self.hedge {
                Some(rule) => Some(HedgeSetting::On(rule)),
                None => None,
            },
            ..self.policy
        }
    }
}

/// Returns the policy, having checked that its settings do not contradict each other.
///
/// # Panics
///
/// If they do. In a `const` this is a compile error.
#[must_use]
#[track_caller]
pub const fn checked(policy: Policy) -> Policy {
    policy.checked()
}

/// The policies that a method is declared with: its own and that of its trait, which is stored once.
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
        let _ = own.merged_over(*inherited).checked();
        // Merged for the check only. The two are stored separately, since settings from files are
        // merged in between.
        Self { own, inherited }
    }

    /// The policy of the trait, for methods without one of their own. It is checked once for all of them.
    #[must_use]
    pub const fn inherited(inherited: &'static Policy) -> Self {
        Self {
            own: Policy::INHERITED,
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
            Some(policies) => policies.own.merged_over(*policies.inherited),
            None => Policy::INHERITED,
        }
    }

    pub(crate) fn own_policy(&self) -> Policy {
        declared(self).map_or(Policy::INHERITED, |policies| policies.own)
    }
}

fn declared(endpoint: &Endpoint) -> Option<&'static DeclaredPolicies> {
    let erased: &'static dyn Any = endpoint.erased_policies();
    erased.downcast_ref()
}
