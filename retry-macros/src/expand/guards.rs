//! Guards as setters of a policy.
//!
//! ```text
//! #[budget(20%, over = 10s)]     →  .budget(BudgetRule::DEFAULT.percent(20).over(…))
//! #[rate_limit(100 per 1s)]      →  .rate_limits(const { &RateLimits::new(&[RateLimitRule::new(100, …)]) })
//! #[concurrency(32)]             →  .concurrency(ConcurrencyRule::new(32))
//! #[circuit_breaker(of = 50)]    →  .circuit_breaker(BreakerRule::DEFAULT.of(50))
//! ```
//!
//! An option that is not written is not emitted either, and has the runtime's default. The rules
//! of a method go to setters of their own (`own_rate_limits`): both hold, the trait's and the
//! method's, and merging the two policies must not lose one of them.

use std::time::Duration;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use super::values::{duration, setter, value};
use crate::crate_path::CratePath;
use crate::model::guards::{
    Bound, Breaker, BreakerRule, Budget, BudgetRule, Concurrency, Hedge, RateLimit, RateLimits,
};
use crate::model::value::Value;

pub(crate) fn budget(rt: &CratePath, budget: &Budget) -> TokenStream {
    let BudgetRule {
        percent,
        over,
        reserve,
    } = match budget {
        Budget::Off => return quote!(.without_budget()),
        Budget::On(rule) => &**rule,
    };
    let percent = percent.map(|percent| {
        let percent = Literal::u8_unsuffixed(percent);
        quote!(.percent(#percent))
    });
    let over = over
        .as_ref()
        .map(|over| setter("over", &duration(rt, over)));
    let reserve = reserve.as_ref().map(|reserve| {
        let reserve = value(reserve, |reserve| {
            let reserve = Literal::u32_unsuffixed(reserve);
            quote!(#reserve)
        });
        setter("reserve", &reserve)
    });
    quote!(.budget(#rt::BudgetRule::DEFAULT #percent #over #reserve))
}

/// The limits of a place, for the setter `key`.
pub(crate) fn rate_limits(rt: &CratePath, key: &str, limits: &RateLimits) -> TokenStream {
    let key = Ident::new(key, Span::call_site());
    if limits.is_off {
        // Rate limits are a list, and a policy is `Copy` and small: it holds a `'static` reference.
        // The inline const makes one of rules that contain const expressions of the user's.
        return quote!(.#key(const { &#rt::RateLimits::off() }));
    }
    let rules = limits.limits.iter().map(|limit| rate_limit(rt, limit));
    let follow = limits.follow.as_ref().map(|follow| match &follow.wait {
        None => quote!(.follow()),
        Some(wait) => setter("follow_for", &duration(rt, wait)),
    });
    quote!(.#key(const { &#rt::RateLimits::new(&[#(#rules),*]) #follow }))
}

fn rate_limit(rt: &CratePath, limit: &RateLimit) -> TokenStream {
    let whole = |number: &Value<u32>| {
        value(number, |number| {
            let number = Literal::u32_unsuffixed(number);
            quote!(#number)
        })
    };
    let (turns, per) = (whole(&limit.turns), duration(rt, &limit.per));
    let burst = limit
        .burst
        .as_ref()
        .map(|burst| setter("burst", &whole(burst)));
    let wait = limit
        .wait
        .as_ref()
        .map(|wait| setter("wait", &duration(rt, wait)));
    let weighed = limit.cost.as_ref().map(|_| quote!(.weighed()));
    quote!(#rt::RateLimitRule::new(#turns, #per) #burst #wait #weighed)
}

/// The bound of a place, for the setter `key`.
pub(crate) fn concurrency(rt: &CratePath, key: &str, concurrency: &Concurrency) -> TokenStream {
    let key = Ident::new(key, Span::call_site());
    let Bound { at_most, wait } = match concurrency {
        Concurrency::Off => return quote!(.without_concurrency()),
        Concurrency::On(bound) => &**bound,
    };
    let at_most = value(at_most, |at_most| {
        let at_most = Literal::u32_unsuffixed(at_most);
        quote!(#at_most)
    });
    let wait = wait
        .as_ref()
        .map(|wait| setter("wait", &duration(rt, wait)));
    quote!(.#key(#rt::ConcurrencyRule::new(#at_most) #wait))
}

/// The attempts beside the first one of a method.
pub(crate) fn hedge(rt: &CratePath, hedge: &Hedge) -> TokenStream {
    let Hedge { after, at_most } = hedge;
    let after = duration(rt, after);
    let at_most = at_most.as_ref().map(|most| {
        let most = value(most, |most| {
            let most = Literal::u32_unsuffixed(most);
            quote!(#most)
        });
        setter("at_most", &most)
    });
    quote!(.hedge(#rt::HedgeRule::new(#after) #at_most))
}

/// The circuit breaker of a place, for the setter `key`.
pub(crate) fn circuit_breaker(rt: &CratePath, key: &str, breaker: &Breaker) -> TokenStream {
    let key = Ident::new(key, Span::call_site());
    let BreakerRule {
        failures,
        of,
        within,
        open,
        probes,
    } = match breaker {
        Breaker::Off => return quote!(.without_circuit_breaker()),
        Breaker::On(rule) => &**rule,
    };
    let failures = failures.map(|percent| {
        let percent = Literal::u8_unsuffixed(percent);
        quote!(.failures(#percent))
    });
    let whole = |key: &str, number: &Option<Value<u32>>| {
        let number = value(number.as_ref()?, |number| {
            let number = Literal::u32_unsuffixed(number);
            quote!(#number)
        });
        Some(setter(key, &number))
    };
    let time = |key: &str, time: &Option<Value<Duration>>| {
        Some(setter(key, &duration(rt, time.as_ref()?)))
    };
    let (of, probes) = (whole("of", of), whole("probes", probes));
    let (within, open) = (time("within", within), time("open", open));
    quote!(.#key(#rt::BreakerRule::DEFAULT #failures #of #within #open #probes))
}
