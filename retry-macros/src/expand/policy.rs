//! A policy as a constant expression: sparse, what is not named stays unset.

use std::time::Duration;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::crate_path::CratePath;
use crate::model::policy::{
    Attempts, Curve, Errors, Jitter, Keys, Kind, Policy, RetryAfter, Start, StatusSet, Statuses,
    Value,
};

/// Saying nothing on the trait means no retries.
pub(crate) fn of_trait(rt: &CratePath, policy: &Policy) -> TokenStream {
    let start = start(rt, policy, quote!(#rt::Policy::off()));
    settings(rt, &start, policy)
}

/// Saying nothing on the method means what the trait says.
pub(crate) fn of_method(rt: &CratePath, policy: &Policy) -> TokenStream {
    let start = start(rt, policy, quote!(#rt::Policy::inherited()));
    settings(rt, &start, policy)
}

fn start(rt: &CratePath, policy: &Policy, unsaid: TokenStream) -> TokenStream {
    let strategy = match &policy.start {
        Start::Unsaid => return unsaid,
        Start::Off => return quote!(#rt::Policy::off()),
        Start::Inherited if policy.keys.is_empty() => return quote!(#rt::Policy::inherited()),
        Start::Inherited => quote!(#rt::Strategy::inherited()),
        Start::Named(curve) => self::curve(rt, curve, &policy.keys),
    };
    let keys = keys(rt, &policy.start, &policy.keys);
    quote!(#rt::Policy::new(#strategy #keys))
}

fn curve(rt: &CratePath, curve: &Curve, keys: &Keys) -> TokenStream {
    match curve {
        Curve::Exponential => quote!(#rt::Strategy::exponential()),
        Curve::Jitter => quote!(#rt::Strategy::jitter()),
        Curve::Random => quote!(#rt::Strategy::random()),
        Curve::Fibonacci => quote!(#rt::Strategy::fibonacci()),
        Curve::Linear => quote!(#rt::Strategy::linear()),
        Curve::Decorrelated => quote!(#rt::Strategy::decorrelated()),
        Curve::Constant => {
            let default = Value::Known(Duration::from_secs(1));
            let base = duration(rt, keys.base.as_ref().unwrap_or(&default));
            quote!(#rt::Strategy::constant(#base))
        }
        Curve::List(waits) => {
            let waits = waits.iter().map(|wait| duration(rt, wait));
            quote!(#rt::Strategy::list(&[#(#waits),*]))
        }
        Curve::Custom(path) => quote!(#rt::Strategy::custom(&#path)),
    }
}

fn keys(rt: &CratePath, start: &Start, keys: &Keys) -> TokenStream {
    let Keys {
        base,
        factor,
        max,
        min,
        jitter,
        spread,
    } = keys;
    // `constant` has its base already.
    let base = base
        .as_ref()
        .filter(|_| !matches!(start, Start::Named(Curve::Constant)));
    let durations = [
        base.map(|base| (quote!(base), base)),
        max.as_ref().map(|max| (quote!(max), max)),
        min.as_ref().map(|min| (quote!(min), min)),
        spread.as_ref().map(|spread| (quote!(spread), spread)),
    ];
    let durations = durations.into_iter().flatten().map(|(key, value)| {
        let value = duration(rt, value);
        quote!(.#key(#value))
    });
    let factor = factor.as_ref().map(|factor| {
        let factor = value(factor, |factor| {
            let factor = Literal::f64_unsuffixed(factor);
            quote!(#factor)
        });
        quote!(.factor(#factor))
    });
    let jitter = jitter.as_ref().map(|jitter| {
        let jitter = value(jitter, |jitter| self::jitter(rt, jitter));
        quote!(.with_jitter(#jitter))
    });
    quote!(#(#durations)* #factor #jitter)
}

fn jitter(rt: &CratePath, jitter: Jitter) -> TokenStream {
    match jitter {
        Jitter::Full => quote!(#rt::Jitter::Full),
        Jitter::Equal => quote!(#rt::Jitter::Equal),
        Jitter::None => quote!(#rt::Jitter::None),
    }
}

/// Everything but the strategy.
fn settings(rt: &CratePath, start: &TokenStream, policy: &Policy) -> TokenStream {
    let Policy {
        start: _,
        keys: _,
        attempts,
        statuses,
        server_errors,
        errors,
        retry_after,
        unprocessed_only,
        timeout,
        attempt_timeout,
        when,
        before_attempt,
    } = policy;
    let attempts = attempts.as_ref().map(self::attempts);
    let statuses = statuses.as_ref().map(|set| {
        let set = status_set(rt, set);
        quote!(.statuses_set(#set))
    });
    let server_errors = server_errors.as_ref().map(|retried| {
        let retried = value(retried, |retried| quote!(#retried));
        quote!(.server_errors(#retried))
    });
    let errors = errors.as_ref().map(|errors| self::errors(rt, errors));
    let retry_after = retry_after
        .as_ref()
        .map(|limit| self::retry_after(rt, limit));
    let unprocessed_only = unprocessed_only.then(|| quote!(.unprocessed_only()));
    let timeout = timeout.as_ref().map(|timeout| {
        let timeout = duration(rt, timeout);
        quote!(.timeout(#timeout))
    });
    let attempt_timeout = attempt_timeout.as_ref().map(|timeout| {
        let timeout = duration(rt, timeout);
        quote!(.attempt_timeout(#timeout))
    });
    let when = when.as_ref().map(|when| quote!(.when(&#rt::judge(#when))));
    let before_attempt = before_attempt
        .as_ref()
        .map(|hook| quote!(.before_attempt(&#rt::hook(#hook))));
    quote! {
        #start #attempts #statuses #server_errors #errors #retry_after #unprocessed_only
        #timeout #attempt_timeout #when #before_attempt
    }
}

fn attempts(attempts: &Attempts) -> TokenStream {
    match attempts {
        Attempts::Unlimited => quote!(.unlimited()),
        Attempts::AtMost(attempts) => {
            let attempts = value(attempts, |attempts| {
                let attempts = Literal::u32_unsuffixed(attempts);
                quote!(#attempts)
            });
            quote!(.attempts(#attempts))
        }
    }
}

fn errors(rt: &CratePath, errors: &Errors) -> TokenStream {
    match errors {
        Errors::Const(list) => quote!(.errors(#list)),
        Errors::Listed(kinds) => {
            let kinds = kinds
                .iter()
                .map(|kind| value(kind, |kind| self::kind(rt, kind)));
            quote!(.errors(&[#(#kinds),*]))
        }
    }
}

fn kind(rt: &CratePath, kind: Kind) -> TokenStream {
    match kind {
        Kind::Connect => quote!(#rt::ErrorKind::Connect),
        Kind::Timeout => quote!(#rt::ErrorKind::Timeout),
        Kind::Reset => quote!(#rt::ErrorKind::Reset),
        Kind::Body => quote!(#rt::ErrorKind::Body),
        Kind::Decode => quote!(#rt::ErrorKind::Decode),
    }
}

fn retry_after(rt: &CratePath, limit: &RetryAfter) -> TokenStream {
    match limit {
        RetryAfter::Ignored => quote!(.ignore_retry_after()),
        RetryAfter::UpTo(limit) => {
            let limit = duration(rt, limit);
            quote!(.retry_after(#limit))
        }
    }
}

/// A set of statuses.
pub(crate) fn status_set(rt: &CratePath, StatusSet(entries): &StatusSet) -> TokenStream {
    if let [Statuses::Const(whole)] = &entries[..] {
        return quote!(#rt::Statuses(#whole).set());
    }
    let entries = entries.iter().map(|entry| match entry {
        Statuses::Const(entry) => quote!(.and(#rt::Statuses(#entry).set())),
        Statuses::Known(first, last) => {
            let from = Literal::u16_unsuffixed(*first);
            let to = Literal::u16_unsuffixed(*last);
            let range = if first == last {
                quote!(#from)
            } else {
                quote!(#from..=#to)
            };
            quote!(.and(#rt::Statuses(#range).set()))
        }
    });
    quote!(#rt::StatusSet::NONE #(#entries)*)
}

fn duration(rt: &CratePath, duration: &Value<Duration>) -> TokenStream {
    value(duration, |duration| {
        let (seconds, nanos) = (duration.as_secs(), duration.subsec_nanos());
        let millis = u64::try_from(duration.as_millis());
        match millis {
            _ if nanos == 0 => {
                let seconds = Literal::u64_unsuffixed(seconds);
                quote!(#rt::Duration::from_secs(#seconds))
            }
            Ok(millis) if nanos.is_multiple_of(1_000_000) => {
                let millis = Literal::u64_unsuffixed(millis);
                quote!(#rt::Duration::from_millis(#millis))
            }
            _ => {
                let seconds = Literal::u64_unsuffixed(seconds);
                let nanos = Literal::u32_unsuffixed(nanos);
                quote!(#rt::Duration::new(#seconds, #nanos))
            }
        }
    })
}

/// What is known, printed; what is not, as the user wrote it.
fn value<T: Copy>(value: &Value<T>, print: impl FnOnce(T) -> TokenStream) -> TokenStream {
    match value {
        Value::Known(known) => print(*known),
        Value::Const(expr) => quote!(#expr),
    }
}
