//! A policy as a constant expression: sparse, what is not named stays unset.
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
//! A policy has setters for what its users set. The rest, which only a declaration can say, is data
//! around it.
//!
//! Every setter is a `const fn` that panics on a value that is out of bounds. That is how `BASE`,
//! which the macro cannot read, is checked while the user compiles, with the same words as at run
//! time. Known values have been judged by `lower` with a better message, and cannot fail here.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Expr;
use syn::spanned::Spanned;

use super::guards;
use super::place::place_of;
use super::statuses::{singles, status_set};
use super::strategy;
use super::values::{duration, setter, some_fields, value};
use crate::crate_path::CratePath;
use crate::model::policy::{Attempts, Errors, Kind, Limits, Policy, RetryAfter, Start};
use crate::model::value::Value;

/// Saying nothing on the trait means no retries.
pub(crate) fn of_trait(rt: &CratePath, policy: &Policy) -> TokenStream {
    let at = place(policy).unwrap_or_else(Span::call_site);
    let here = rt.at(at);
    let unsaid = quote_spanned!(at=> #here::Policy::off());
    let start = start(rt, &here, policy, unsaid);
    settings(rt, &start, policy)
}

/// Saying nothing on the method, which is at `at`, means what the trait says.
pub(crate) fn of_method(rt: &CratePath, policy: &Policy, at: Span) -> TokenStream {
    let at = place(policy).unwrap_or(at);
    let here = rt.at(at);
    let unsaid = quote_spanned!(at=> #here::INHERITED);
    let start = start(rt, &here, policy, unsaid);
    settings(rt, &start, policy)
}

/// The beginning of a policy whose attempts only const evaluation can judge. Its complaint marks all
/// tokens from there on.
fn place(policy: &Policy) -> Option<Span> {
    match &policy.attempts {
        Some(Attempts::AtMost(Value::Const(attempts))) => Some(place_of(attempts)),
        _ => None,
    }
}

/// Tells whether a trait's policy can be checked by itself. One that never ends cannot: each method
/// may add the `timeout` that it needs.
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

/// The first value that is a const expression, in the order in which a reader would change them.
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
    let attempts = match &policy.attempts {
        Some(Attempts::AtMost(Value::Const(attempts))) => Some(attempts),
        _ => None,
    };
    let factor = match &keys.factor {
        Some(Value::Const(factor)) => Some(factor),
        _ => None,
    };
    let mut open = durations.into_iter().filter_map(|value| match value {
        Some(Value::Const(value)) => Some(value),
        _ => None,
    });
    open.next().or(attempts).or(factor)
}

/// The policy before its settings; `here` is the runtime as if named where the policy belongs.
fn start(rt: &CratePath, here: &TokenStream, policy: &Policy, unsaid: TokenStream) -> TokenStream {
    let at = place_of(here);
    let strategy = match &policy.start {
        Start::Unsaid => return unsaid,
        Start::Off => return quote_spanned!(at=> #here::Policy::off()),
        Start::Inherited if policy.keys.is_empty() => {
            return quote_spanned!(at=> #here::REFINING);
        }
        Start::Inherited => quote_spanned!(at=> #here::INHERITED_STRATEGY),
        // A constant factor is checked by the constructor's chain. Placing the whole chain at the
        // factor lets rustc mark the factor instead of the attribute.
        Start::Named(strategy) => {
            let here = match &policy.keys.factor {
                Some(Value::Const(factor)) => rt.at(factor.span()),
                _ => here.clone(),
            };
            strategy::constructor(rt, &here, strategy, &policy.keys)
        }
    };
    let keys = strategy::keys(rt, &policy.start, &policy.keys);
    quote_spanned!(at=> #here::Policy::new(#strategy #keys))
}

/// The setters of the limits that were written.
fn limits(rt: &CratePath, limits: &Limits) -> TokenStream {
    let Limits {
        timeout,
        attempt_timeout,
        idle_timeout,
        max_body,
    } = limits;
    let durations = [
        ("timeout", timeout),
        ("attempt_timeout", attempt_timeout),
        ("idle_timeout", idle_timeout),
    ];
    let durations = durations.into_iter().filter_map(|(key, limit)| {
        let limit = limit.as_ref()?;
        Some(setter(key, &duration(rt, limit)))
    });
    let max_body = max_body.as_ref().map(|bytes| {
        let bytes = value(bytes, |bytes| {
            let bytes = Literal::u32_unsuffixed(bytes);
            quote!(#bytes)
        });
        setter("max_body", &bytes)
    });
    quote!(#(#durations)* #max_body)
}

/// Everything but the strategy.
fn settings(rt: &CratePath, start: &TokenStream, policy: &Policy) -> TokenStream {
    let set = setters(rt, start, policy);
    match declared(rt, policy) {
        None => set,
        Some(fields) => quote! {
            #rt::DeclaredPolicy { policy: #set, #fields ..#rt::DeclaredPolicy::NEW }.policy()
        },
    }
}

/// The setters of what was written.
fn setters(rt: &CratePath, start: &TokenStream, policy: &Policy) -> TokenStream {
    let attempts = policy.attempts.as_ref().map(attempts);
    let statuses = policy.statuses.as_ref().and_then(singles);
    let statuses = statuses.map(|singles| quote!(.statuses(&[#(#singles),*])));
    let server_errors = policy.server_errors.as_ref().map(|retried| {
        let retried = value(retried, |retried| quote!(#retried));
        setter("server_errors", &retried)
    });
    let errors = policy.errors.as_ref().map(|kinds| errors(rt, kinds));
    let retry_after = policy
        .retry_after
        .as_ref()
        .map(|limit| retry_after(rt, limit));
    let unprocessed_only = policy.unprocessed_only.then(|| quote!(.unprocessed_only()));
    let limits = limits(rt, &policy.limits);
    let when = policy.when.as_ref().map(|when| {
        let rt = rt.at(when.span());
        // `hook` is generic over sync and async functions, and becomes a trait object behind a
        // reference. What rustc says of a wrong signature stands at the function.
        let hook = quote_spanned!(place_of(when)=> &#rt::hook(#when));
        setter("when", &hook)
    });
    quote! {
        #start #attempts #statuses #server_errors #errors #retry_after #unprocessed_only #limits #when
    }
}

/// The fields of what a policy has no setter for; nothing when none of it was written.
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
        rate_limits,
        own_rate_limits,
        concurrency,
        own_concurrency,
        circuit_breaker,
        own_circuit_breaker,
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
    let options = [
        ("statuses", statuses),
        ("before_attempt", before_attempt),
        (
            "budget",
            budget.as_ref().map(|budget| guards::budget(rt, budget)),
        ),
        (
            "hedge",
            hedge.as_ref().map(|hedge| guards::hedge(rt, hedge)),
        ),
    ];
    let options = some_fields(rt, options);
    let of_trait = guards::place(
        rt,
        rate_limits.as_ref(),
        concurrency.as_ref(),
        circuit_breaker.as_ref(),
    );
    let own = guards::place(
        rt,
        own_rate_limits.as_ref(),
        own_concurrency.as_ref(),
        own_circuit_breaker.as_ref(),
    );
    let of_trait = of_trait.map(|guards| quote!(trait_guards: #guards,));
    let own = own.map(|guards| quote!(own_guards: #guards,));
    let fields = quote!(#options #of_trait #own);
    (!fields.is_empty()).then_some(fields)
}

/// The setter of the number of attempts.
fn attempts(attempts: &Attempts) -> TokenStream {
    match attempts {
        Attempts::Unlimited => quote!(.unlimited()),
        Attempts::AtMost(attempts) => {
            let attempts = value(attempts, |attempts| {
                let attempts = Literal::u32_unsuffixed(attempts);
                quote!(#attempts)
            });
            setter("attempts", &attempts)
        }
    }
}

/// The setter of the kinds of failure.
fn errors(rt: &CratePath, errors: &Errors) -> TokenStream {
    match errors {
        Errors::Const(list) => setter("errors", &quote!(#list)),
        Errors::Listed(kinds) => {
            let kinds = kinds
                .iter()
                .map(|kind| value(kind, |kind| self::kind(rt, kind)));
            quote!(.errors(&[#(#kinds),*]))
        }
    }
}

/// One kind of failure.
fn kind(rt: &CratePath, kind: Kind) -> TokenStream {
    match kind {
        Kind::Connect => quote!(#rt::ErrorKind::Connect),
        Kind::Timeout => quote!(#rt::ErrorKind::Timeout),
        Kind::Reset => quote!(#rt::ErrorKind::Reset),
        Kind::Body => quote!(#rt::ErrorKind::Body),
        Kind::Decode => quote!(#rt::ErrorKind::Decode),
    }
}

/// The setter of the limit of the server's hints.
fn retry_after(rt: &CratePath, limit: &RetryAfter) -> TokenStream {
    match limit {
        RetryAfter::Ignored => quote!(.ignore_retry_after()),
        RetryAfter::UpTo(limit) => setter("retry_after", &duration(rt, limit)),
    }
}
