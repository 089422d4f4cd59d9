//! A policy as a constant expression, as sparse as it was written.
//!
//! ```text
//! #[retry(exponential, attempts = 4, base = BASE)]
//! →  Policy::new(Strategy::exponential().base(BASE)).attempts(4)
//!
//! #[retry(statuses = [425..=429])] #[budget(off)]
//! →  DeclaredPolicy {
//!        policy: REFINING,
//!        statuses: Some(retried_statuses(StatusSet::of(&[]).and(StatusSet::range(425, 429)))),
//!        budget: Some(BudgetSetting::Off),
//!        ..DeclaredPolicy::NEW
//!    }
//!    .policy()
//! ```
//!
//! A policy has setters for everything that its users may set. Options that only a declaration can set
//! are fields of the data around it.
//!
//! Every setter is a `const fn` that panics on a value that is out of bounds. So `BASE`, which the
//! macro cannot read, is checked while the user compiles, with the same message as at run time. Known
//! values have been checked by `lower`, with a better message, and cannot fail here.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Expr;
use syn::spanned::Spanned;

use super::guards;
use super::place::place_of;
use super::setters::setters;
use super::statuses::{singles, status_set};
use super::strategy;
use super::values::some_fields;
use crate::crate_path::CratePath;
use crate::model::policy::{Attempts, Limits, Policy, Start};
use crate::model::value::Value;

/// The policy of a trait, which does not retry unless it says so.
pub(crate) fn of_trait(rt: &CratePath, policy: &Policy) -> TokenStream {
    let at = place(policy).unwrap_or_else(Span::call_site);
    let here = rt.at(at);
    let unsaid = quote_spanned!(at=> #here::Policy::off());
    let start = start(rt, &here, policy, unsaid);
    settings(rt, &start, policy)
}

/// The policy of the method at `at`, which inherits the trait's unless it says otherwise.
pub(crate) fn of_method(rt: &CratePath, policy: &Policy, at: Span) -> TokenStream {
    let at = place(policy).unwrap_or(at);
    let here = rt.at(at);
    let unsaid = quote_spanned!(at=> #here::INHERITED);
    let start = start(rt, &here, policy, unsaid);
    settings(rt, &start, policy)
}

/// The place for the beginning of a policy whose number of attempts only const evaluation can check: an
/// error marks all tokens from there on.
fn place(policy: &Policy) -> Option<Span> {
    open_attempts(policy).map(place_of)
}

/// The number of attempts, if it is a const expression.
fn open_attempts(policy: &Policy) -> Option<&Expr> {
    match &policy.attempts {
        Some(Attempts::AtMost(attempts)) => attempts.open(),
        _ => None,
    }
}

/// Tells whether a trait's policy can be checked by itself. One with unlimited attempts cannot, since
/// each method may add the `timeout` that it needs.
pub(crate) fn is_checked_once(policy: &Policy) -> bool {
    !matches!(policy.attempts, Some(Attempts::Unlimited))
}

/// The check of a trait's policy, once for all methods that add nothing to it.
pub(crate) fn check(rt: &CratePath, ident: &Ident, policy: &Policy) -> TokenStream {
    if !is_checked_once(policy) {
        return TokenStream::new();
    }
    let at = open(policy).map_or_else(|| place_of(ident), place_of);
    let here = rt.at(at);
    let checked = quote_spanned!(at=> #here::checked(<#ident as #here::Declared>::POLICY));
    quote!(const _: #rt::Policy = #checked;)
}

/// The first value that is a const expression, in the order in which a reader would try to change them.
pub(crate) fn open(policy: &Policy) -> Option<&Expr> {
    let Limits {
        timeout,
        attempt_timeout,
        ..
    } = &policy.limits;
    let keys = &policy.keys;
    let durations = [
        attempt_timeout,
        timeout,
        &keys.base,
        &keys.min,
        &keys.max,
        &keys.spread,
    ];
    let mut open = durations.into_iter().flatten().filter_map(Value::open);
    let factor = keys.factor.as_ref().and_then(Value::open);
    open.next().or_else(|| open_attempts(policy)).or(factor)
}

/// The policy before its setters; `here` is the path of the runtime at the place of the policy.
fn start(rt: &CratePath, here: &TokenStream, policy: &Policy, unsaid: TokenStream) -> TokenStream {
    let at = place_of(here);
    let strategy = match &policy.start {
        Start::Unsaid => return unsaid,
        Start::Off => return quote_spanned!(at=> #here::Policy::off()),
        Start::Inherited if policy.keys.is_empty() => {
            return quote_spanned!(at=> #here::REFINING);
        }
        Start::Inherited => quote_spanned!(at=> #here::INHERITED_STRATEGY),
        // The chain from the constructor on checks a constant factor. It is placed at the factor, so
        // that rustc marks the factor instead of the attribute.
        Start::Named(strategy) => {
            let factor = policy.keys.factor.as_ref().and_then(Value::open);
            let here = factor.map_or_else(|| here.clone(), |factor| rt.at(factor.span()));
            strategy::constructor(rt, &here, strategy, &policy.keys)
        }
    };
    let keys = strategy::keys(rt, &policy.start, &policy.keys);
    quote_spanned!(at=> #here::Policy::new(#strategy #keys))
}

/// The policy with everything but its strategy.
fn settings(rt: &CratePath, start: &TokenStream, policy: &Policy) -> TokenStream {
    let set = setters(rt, start, policy);
    match declared(rt, policy) {
        None => set,
        Some(fields) => quote! {
            #rt::DeclaredPolicy { policy: #set, #fields ..#rt::DeclaredPolicy::NEW }.policy()
        },
    }
}

/// The fields of options without a setter, if any was written.
fn declared(rt: &CratePath, policy: &Policy) -> Option<TokenStream> {
    let Policy {
        start: _,
        keys: _,
        attempts: _,
        statuses,
        server_errors: _,
        errors: _,
        retry_after: _,
        unprocessed_only: _,
        limits: _,
        when: _,
        before_attempt,
        budget,
        trait_guards,
        own_guards,
        hedge,
    } = policy;
    let statuses = statuses.as_ref().filter(|set| singles(set).is_none());
    let statuses = statuses.map(|set| {
        let set = status_set(rt, set);
        let at = place_of(&set);
        let rt = rt.at(at);
        quote_spanned!(at=> #rt::retried_statuses(#set))
    });
    let before_attempt = before_attempt.as_ref().map(|hook| {
        let rt = rt.at(hook.span());
        quote_spanned!(place_of(hook)=> &#rt::hook(#hook))
    });
    let budget = budget.as_ref().map(|budget| guards::budget(rt, budget));
    let hedge = hedge.as_ref().map(|hedge| guards::hedge(rt, hedge));
    let options = [
        ("statuses", statuses),
        ("before_attempt", before_attempt),
        ("budget", budget),
        ("hedge", hedge),
    ];
    let options = some_fields(rt, options);
    let of_trait = guards::place(rt, trait_guards);
    let own = guards::place(rt, own_guards);
    let of_trait = of_trait.map(|guards| quote!(trait_guards: #guards,));
    let own = own.map(|guards| quote!(own_guards: #guards,));
    let fields = quote!(#options #of_trait #own);
    (!fields.is_empty()).then_some(fields)
}
