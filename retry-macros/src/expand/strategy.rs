//! A strategy and its keys.
//!
//! ```text
//! exponential, base = 50ms     →  Strategy::exponential().base(Duration::from_millis(50))
//! constant, base = 1s          →  Strategy::constant(Duration::from_secs(1))
//! list(100ms, 1s)              →  constant_list(&[Duration::from_millis(100), …])
//! crate::SLOWLY                →  Strategy::custom(&crate::SLOWLY)
//! ```

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::place::place_of;
use super::values::{duration, duration_setter, setter, value};
use crate::crate_path::CratePath;
use crate::model::policy::Start;
use crate::model::strategy::{Curve, Jitter, KeyValues, Strategy};
use crate::model::value::Value;

/// The strategy before its keys; `here` is the path of the runtime at the place of the strategy.
pub(super) fn constructor(
    rt: &CratePath,
    here: &TokenStream,
    strategy: &Strategy,
    keys: &KeyValues,
) -> TokenStream {
    let at = place_of(here);
    match strategy {
        // The base is an argument of its constructor, so even the default is emitted.
        Strategy::Curve(Curve::Constant) => {
            let default = Curve::Constant.defaults().base.map(Value::Known);
            let base = keys.base.as_ref().or(default.as_ref());
            let base = base.map(|base| duration(rt, base));
            quote!(#rt::Strategy::constant(#base))
        }
        Strategy::Curve(curve) => {
            let constructor = Ident::new(curve.name(), at);
            quote_spanned!(at=> #here::Strategy::#constructor())
        }
        Strategy::List(waits) => {
            let waits = waits.iter().map(|wait| duration(rt, wait));
            quote!(#rt::constant_list(&[#(#waits),*]))
        }
        Strategy::Custom(path) => {
            // At the path, where rustc should report a type that does not implement `Backoff`.
            let rt = rt.at(path.span());
            let place = place_of(path);
            quote_spanned!(place=> #rt::Strategy::custom(&#path))
        }
    }
}

/// The setters of the keys that were written.
pub(super) fn keys(rt: &CratePath, start: &Start, keys: &KeyValues) -> TokenStream {
    let KeyValues {
        base,
        factor,
        max,
        min,
        jitter,
        spread,
    } = keys;
    // `constant` has its base already.
    let has_base = matches!(start, Start::Named(Strategy::Curve(Curve::Constant)));
    let base = base.as_ref().filter(|_| !has_base);
    let base = duration_setter(rt, "base", base);
    let max = duration_setter(rt, "max", max.as_ref());
    let min = duration_setter(rt, "min", min.as_ref());
    let spread = duration_setter(rt, "spread", spread.as_ref());
    let factor = factor.as_ref().map(|factor| {
        let factor = value(factor, |factor| {
            let factor = Literal::f64_unsuffixed(factor);
            quote!(#factor)
        });
        setter("factor", &factor)
    });
    let jitter = jitter.as_ref().map(|jitter| {
        let jitter = value(jitter, |jitter| self::jitter(rt, jitter));
        // Not `jitter`, which is the constructor of the strategy of that name.
        setter("with_jitter", &jitter)
    });
    quote!(#base #max #min #spread #factor #jitter)
}

/// One kind of jitter.
fn jitter(rt: &CratePath, jitter: Jitter) -> TokenStream {
    match jitter {
        Jitter::Full => quote!(#rt::Jitter::Full),
        Jitter::Equal => quote!(#rt::Jitter::Equal),
        Jitter::None => quote!(#rt::Jitter::None),
    }
}
