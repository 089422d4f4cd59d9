//! A strategy and its keys.

use std::time::Duration;

use proc_macro2::{Literal, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::policy::{self, duration, setter, value};
use crate::crate_path::CratePath;
use crate::model::policy::{Curve, Jitter, Keys, Start, Value};

/// The strategy before its keys; `here` is the runtime as if named where the strategy belongs.
pub(super) fn curve(rt: &CratePath, here: &TokenStream, curve: &Curve, keys: &Keys) -> TokenStream {
    let at = policy::at(here);
    match curve {
        Curve::Exponential => quote_spanned!(at=> #here::Strategy::exponential()),
        Curve::Jitter => quote_spanned!(at=> #here::Strategy::jitter()),
        Curve::Random => quote_spanned!(at=> #here::Strategy::random()),
        Curve::Fibonacci => quote_spanned!(at=> #here::Strategy::fibonacci()),
        Curve::Linear => quote_spanned!(at=> #here::Strategy::linear()),
        Curve::Decorrelated => quote_spanned!(at=> #here::Strategy::decorrelated()),
        Curve::Constant => {
            let default = Value::Known(Duration::from_secs(1));
            let base = duration(rt, keys.base.as_ref().unwrap_or(&default));
            quote!(#rt::Strategy::constant(#base))
        }
        Curve::List(waits) => {
            let waits = waits.iter().map(|wait| duration(rt, wait));
            quote!(#rt::Strategy::constant_list(&[#(#waits),*]))
        }
        Curve::Custom(path) => {
            let rt = rt.at(path.span());
            let at = policy::at(path);
            quote_spanned!(at=> #rt::Strategy::custom(&#path))
        }
    }
}

/// What was said of it.
pub(super) fn keys(rt: &CratePath, start: &Start, keys: &Keys) -> TokenStream {
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
        base.map(|base| ("base", base)),
        max.as_ref().map(|max| ("max", max)),
        min.as_ref().map(|min| ("min", min)),
        spread.as_ref().map(|spread| ("spread", spread)),
    ];
    let durations = durations.into_iter().flatten();
    let durations = durations.map(|(key, value)| setter(key, &duration(rt, value)));
    let factor = factor.as_ref().map(|factor| {
        let factor = value(factor, |factor| {
            let factor = Literal::f64_unsuffixed(factor);
            quote!(#factor)
        });
        setter("factor", &factor)
    });
    let jitter = jitter.as_ref().map(|jitter| {
        let jitter = value(jitter, |jitter| self::jitter(rt, jitter));
        setter("with_jitter", &jitter)
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
