//! The trait, with its attributes sorted into ours and others.
//!
//! Each attribute is read where it is found, by a module of its own, and stored as it was written.
//! This module only knows which attributes belong where: on the trait, a method or an argument. The
//! error about a misplaced one says where it belongs (`misplaced`). An attribute that is given twice
//! is read both times, so that mistakes in the second are reported as well (`once`).
//!
//! A trait and a method have the attributes of policies in common, which are read by the same code
//! (`PolicyArgs`), so that they cannot differ between the two.
//!
//! Nothing in here may interpret an attribute. A method whose attributes cannot be read stays in the
//! list, marked as `broken`, so that no rule reports what seems to be missing in it.

mod misplaced;
mod once;

use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{Attribute, FnArg, Ident, ItemTrait, Pat, PatType, TraitItem, TraitItemFn};

use super::guards::{BreakerArgs, BudgetArgs, ConcurrencyArgs, HedgeArgs, RateLimitArgs};
use super::http::VerbArgs;
use super::pages::PagesArgs;
use super::retry::RetryArgs;
use super::role::Role;
use super::{helper, idents};
use crate::diag::{Diagnostics, Reported};
use crate::syntax::api::misplaced::{
    refuse_late, refuse_on_trait, unknown_on_argument, unknown_on_method,
};
use crate::syntax::api::once::{Reason, put};

/// A client trait, as it was written.
pub(crate) struct Api<'a> {
    pub(crate) item: &'a ItemTrait,
    pub(crate) policy: PolicyArgs,
    /// The methods without a body.
    pub(crate) methods: Vec<ApiMethod<'a>>,
}

/// A method without a body.
pub(crate) struct ApiMethod<'a> {
    pub(crate) item: &'a TraitItemFn,
    pub(crate) verbs: Vec<VerbArgs>,
    pub(crate) policy: PolicyArgs,
    pub(crate) hedge: Option<HedgeArgs>,
    pub(crate) pages: Option<PagesArgs>,
    pub(crate) idempotent: Option<Reason>,
    pub(crate) idempotency_key: Option<Reason>,
    pub(crate) arguments: Vec<ApiArgument<'a>>,
    /// An attribute could not be read, so what seems missing may be there.
    pub(crate) broken: Option<Reported>,
}

/// The attributes that a trait and a method have in common.
#[derive(Default)]
pub(crate) struct PolicyArgs {
    pub(crate) retry: Option<RetryArgs>,
    pub(crate) budget: Option<BudgetArgs>,
    pub(crate) rate_limits: Vec<RateLimitArgs>,
    pub(crate) concurrency: Option<ConcurrencyArgs>,
    pub(crate) circuit_breaker: Option<BreakerArgs>,
}

/// An argument and its roles; a valid one has at most one.
pub(crate) struct ApiArgument<'a> {
    pub(crate) item: &'a PatType,
    pub(crate) roles: Vec<Role>,
    /// An attribute could not be read, so the role is not missing.
    pub(crate) broken: Option<Reported>,
}

impl<'a> Api<'a> {
    pub(crate) fn parse(item: &'a ItemTrait, diag: &mut Diagnostics) -> Self {
        let mut api = Self {
            item,
            policy: PolicyArgs::default(),
            methods: Vec::new(),
        };
        for attribute in &item.attrs {
            api.attribute(attribute, diag);
        }
        let methods = item.items.iter().filter_map(|item| match item {
            TraitItem::Fn(method) if method.default.is_none() => Some(method),
            _ => None,
        });
        let methods = methods.map(|method| ApiMethod::parse(method, diag));
        api.methods = methods.collect();
        api
    }

    /// Sorts one attribute of the trait.
    fn attribute(&mut self, attribute: &Attribute, diag: &mut Diagnostics) {
        if let Some(name) = helper::name(attribute)
            && !self.policy.take(attribute, name, diag)
        {
            refuse_on_trait(attribute, name, diag);
        }
    }
}

impl PolicyArgs {
    /// Stores an attribute if it is one of these, and tells whether it is.
    fn take(&mut self, attribute: &Attribute, name: &Ident, diag: &mut Diagnostics) -> bool {
        let Self {
            retry,
            budget,
            rate_limits,
            concurrency,
            circuit_breaker,
        } = self;
        match name.to_string().as_str() {
            "retry" => put(retry, RetryArgs::parse, attribute, name, diag),
            "budget" => put(budget, BudgetArgs::parse, attribute, name, diag),
            "concurrency" => put(concurrency, ConcurrencyArgs::parse, attribute, name, diag),
            "circuit_breaker" => put(circuit_breaker, BreakerArgs::parse, attribute, name, diag),
            // The only attribute that may be repeated: each is one more limit.
            "rate_limit" => rate_limits.push(RateLimitArgs::parse(attribute, name, diag)),
            _ => return false,
        }
        true
    }

    /// Tells whether none of them was written.
    pub(crate) fn is_unsaid(&self) -> bool {
        self.retry.is_none()
            && self.budget.is_none()
            && self.rate_limits.is_empty()
            && self.concurrency.is_none()
            && self.circuit_breaker.is_none()
    }
}

impl<'a> ApiMethod<'a> {
    fn parse(item: &'a TraitItemFn, diag: &mut Diagnostics) -> Self {
        let mut method = Self {
            item,
            verbs: Vec::new(),
            policy: PolicyArgs::default(),
            hedge: None,
            pages: None,
            idempotent: None,
            idempotency_key: None,
            arguments: Vec::new(),
            broken: None,
        };
        for attribute in &item.attrs {
            method.attribute(attribute, diag);
        }
        for input in &item.sig.inputs {
            if let FnArg::Typed(argument) = input {
                method.arguments.push(ApiArgument::parse(argument, diag));
            }
        }
        method
    }

    /// Sorts one attribute of a method.
    fn attribute(&mut self, attribute: &Attribute, diag: &mut Diagnostics) {
        let Some(name) = helper::name(attribute) else {
            return;
        };
        if self.policy.take(attribute, name, diag) {
            return;
        }
        let Self {
            hedge,
            pages,
            idempotent,
            idempotency_key,
            ..
        } = self;
        match name.to_string().as_str() {
            "hedge" => put(hedge, HedgeArgs::parse, attribute, name, diag),
            "pages" => put(pages, PagesArgs::parse, attribute, name, diag),
            "idempotent" => put(idempotent, Reason::parse, attribute, name, diag),
            "idempotency_key" => put(idempotency_key, Reason::parse, attribute, name, diag),
            // All others of methods have been taken above.
            _ if helper::is_of_method(attribute) => {
                self.verbs.push(VerbArgs::parse(attribute, name, diag));
            }
            // The method becomes `broken`: its verb may be in the `cfg_attr`.
            "cfg_attr" => self.broken = refuse_late(attribute, diag).or(self.broken),
            _ if helper::is_foreign(attribute) => {}
            _ => self.broken = Some(unknown_on_method(name, diag)),
        }
    }
}

impl<'a> ApiArgument<'a> {
    /// The name without `r#`, if it is a plain one.
    pub(crate) fn name(&self) -> Option<String> {
        plain_name(&self.item.pat).map(|ident| ident.unraw().to_string())
    }

    /// Tells whether an argument that could not be read may have this name.
    pub(crate) fn may_be(&self, name: &str) -> bool {
        let is_readable = self.broken.is_none() && self.name().is_some();
        let pattern = self.item.pat.to_token_stream();
        !is_readable && idents::contains(pattern, |ident| ident.unraw() == name)
    }

    fn parse(item: &'a PatType, diag: &mut Diagnostics) -> Self {
        let mut argument = Self {
            item,
            roles: Vec::new(),
            broken: None,
        };
        for attribute in &item.attrs {
            let Some(name) = helper::name(attribute) else {
                continue;
            };
            let role = if helper::is_role(attribute) {
                Role::parse(attribute, name, diag)
            } else if let Some(reported) = refuse_late(attribute, diag) {
                Err(reported)
            } else if helper::is_foreign(attribute) {
                continue;
            } else {
                Err(unknown_on_argument(name, diag))
            };
            match role {
                Ok(role) => argument.roles.push(role),
                Err(reported) => argument.broken = Some(reported),
            }
        }
        argument
    }
}

/// The name of a pattern that is only a name.
pub(crate) fn plain_name(pattern: &Pat) -> Option<&Ident> {
    match pattern {
        Pat::Ident(pattern)
            if pattern.by_ref.is_none()
                && pattern.mutability.is_none()
                && pattern.subpat.is_none() =>
        {
            Some(&pattern.ident)
        }
        _ => None,
    }
}
