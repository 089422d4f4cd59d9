//! Guards, as fields of a declared policy.
//!
//! ```text
//! #[budget(20%, over = 10s)]     →  budget: Some(BudgetSetting::On(BudgetRule::DEFAULT.percent(20).over(…)))
//! #[rate_limit(100 per 1s)]      →  rate_limits: Some(const { &RateLimits::new(&[RateLimitRule::new(100, …)]) })
//! #[concurrency(32)]             →  concurrency: Some(ConcurrencySetting::On(ConcurrencyRule::new(32)))
//! #[circuit_breaker(of = 50)]    →  breaker: Some(BreakerSetting::On(BreakerRule::DEFAULT.of(50)))
//! ```
//!
//! An option that was not written is not emitted, and has the runtime's default. The rules of a method
//! are separate from those of the trait (`own_guards`, `trait_guards`): both apply, and merging the
//! two policies must not lose one of them.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::values::{duration, duration_setter, setter, some_fields, whole, whole_setter};
use crate::crate_path::CratePath;
use crate::model::guards::{
    Bound, Breaker, BreakerRule, Budget, BudgetRule, Concurrency, Hedge, PlaceGuards, RateLimit,
    RateLimits,
};

pub(crate) fn budget(rt: &CratePath, budget: &Budget) -> TokenStream {
    let BudgetRule {
        percent,
        over,
        reserve,
    } = match budget {
        Budget::Off => return quote!(#rt::BudgetSetting::Off),
        Budget::On(rule) => &**rule,
    };
    let percent = percent.map(|percent| {
        let percent = Literal::u8_unsuffixed(percent);
        quote!(.percent(#percent))
    });
    let over = duration_setter(rt, "over", over.as_ref());
    let reserve = whole_setter("reserve", reserve.as_ref());
    quote!(#rt::BudgetSetting::On(#rt::BudgetRule::DEFAULT #percent #over #reserve))
}

/// The guards of a place, if it has any.
pub(crate) fn place(rt: &CratePath, guards: &PlaceGuards) -> Option<TokenStream> {
    let PlaceGuards {
        rate_limits: limits,
        concurrency: bound,
        circuit_breaker: breaker,
    } = guards;
    let limits = limits.as_ref().map(|limits| rate_limits(rt, limits));
    let bound = bound.as_ref().map(|bound| concurrency(rt, bound));
    let breaker = breaker.as_ref().map(|breaker| circuit_breaker(rt, breaker));
    let fields = [
        ("rate_limits", limits),
        ("concurrency", bound),
        ("breaker", breaker),
    ];
    let fields = some_fields(rt, fields)?;
    Some(quote!(#rt::PlaceRules { #fields ..#rt::PlaceRules::NONE }))
}

/// The limits of a place.
fn rate_limits(rt: &CratePath, limits: &RateLimits) -> TokenStream {
    if limits.is_off {
        // A policy is `Copy` and small, so it holds its list of rate limits by `'static` reference,
        // for which the inline const allows const expressions of the user's.
        return quote!(const { &#rt::RateLimits::off() });
    }
    let rules = limits.limits.iter().map(|limit| rate_limit(rt, limit));
    let follow = limits.follow.as_ref().map(|follow| match &follow.wait {
        None => quote!(.follow()),
        Some(wait) => setter("follow_for", &duration(rt, wait)),
    });
    quote!(const { &#rt::RateLimits::new(&[#(#rules),*]) #follow })
}

fn rate_limit(rt: &CratePath, limit: &RateLimit) -> TokenStream {
    let (turns, per) = (whole(&limit.turns), duration(rt, &limit.per));
    let burst = whole_setter("burst", limit.burst.as_ref());
    let wait = duration_setter(rt, "wait", limit.wait.as_ref());
    let weighed = limit.cost.as_ref().map(|_| quote!(.weighed()));
    quote!(#rt::RateLimitRule::new(#turns, #per) #burst #wait #weighed)
}

/// The bound of a place.
fn concurrency(rt: &CratePath, concurrency: &Concurrency) -> TokenStream {
    let Bound { at_most, wait } = match concurrency {
        Concurrency::Off => return quote!(#rt::ConcurrencySetting::Off),
        Concurrency::On(bound) => &**bound,
    };
    let at_most = whole(at_most);
    let wait = duration_setter(rt, "wait", wait.as_ref());
    quote!(#rt::ConcurrencySetting::On(#rt::ConcurrencyRule::new(#at_most) #wait))
}

/// The hedge of a method.
pub(crate) fn hedge(rt: &CratePath, hedge: &Hedge) -> TokenStream {
    let Hedge { after, at_most } = hedge;
    let after = duration(rt, after);
    let at_most = whole_setter("at_most", at_most.as_ref());
    quote!(#rt::HedgeRule::new(#after) #at_most)
}

/// The circuit breaker of a place.
fn circuit_breaker(rt: &CratePath, breaker: &Breaker) -> TokenStream {
    let BreakerRule {
        failures,
        of,
        within,
        open,
        probes,
    } = match breaker {
        Breaker::Off => return quote!(#rt::BreakerSetting::Off),
        Breaker::On(rule) => &**rule,
    };
    let failures = failures.map(|percent| {
        let percent = Literal::u8_unsuffixed(percent);
        quote!(.failures(#percent))
    });
    let of = whole_setter("of", of.as_ref());
    let within = duration_setter(rt, "within", within.as_ref());
    let open = duration_setter(rt, "open", open.as_ref());
    let probes = whole_setter("probes", probes.as_ref());
    quote!(#rt::BreakerSetting::On(#rt::BreakerRule::DEFAULT #failures #of #within #open #probes))
}
