//! Values of keys, and the places where rustc reports errors about them.

use std::time::Duration;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::place::place_of;
use crate::crate_path::CratePath;
use crate::model::value::Value;

/// The setter `.key(value)`, at the place of the value, so that const evaluation reports errors there.
pub(super) fn setter(key: &str, value: &TokenStream) -> TokenStream {
    let at = place_of(value);
    let key = Ident::new(key, at);
    quote_spanned!(at=> .#key(#value))
}

/// The setter of a duration, if it was written.
pub(super) fn duration_setter(
    rt: &CratePath,
    key: &str,
    written: Option<&Value<Duration>>,
) -> Option<TokenStream> {
    written.map(|written| setter(key, &duration(rt, written)))
}

/// The setter of a whole number, if it was written.
pub(super) fn whole_setter(key: &str, written: Option<&Value<u32>>) -> Option<TokenStream> {
    written.map(|written| setter(key, &whole(written)))
}

/// The fields `key: Some(value),` of the values that were written, if any was.
pub(super) fn some_fields<const N: usize>(
    rt: &CratePath,
    fields: [(&str, Option<TokenStream>); N],
) -> Option<TokenStream> {
    let fields = fields.into_iter().filter_map(|(key, value)| {
        let (key, value) = (Ident::new(key, Span::call_site()), value?);
        Some(quote!(#key: #rt::Some(#value),))
    });
    let fields: TokenStream = fields.collect();
    (!fields.is_empty()).then_some(fields)
}

/// A duration, in the largest unit that holds it exactly.
pub(super) fn duration(rt: &CratePath, duration: &Value<Duration>) -> TokenStream {
    value(duration, |duration| {
        let (seconds, nanos) = (duration.as_secs(), duration.subsec_nanos());
        let millis = u64::try_from(duration.as_millis());
        match millis {
            // Whole seconds and milliseconds for readers of the expansion; the compiler does not
            // care.
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

/// A whole number.
pub(super) fn whole(number: &Value<u32>) -> TokenStream {
    value(number, |number| {
        let number = Literal::u32_unsuffixed(number);
        quote!(#number)
    })
}

/// Prints a known value, or a const expression as the user wrote it.
pub(super) fn value<T: Copy>(
    value: &Value<T>,
    print: impl FnOnce(T) -> TokenStream,
) -> TokenStream {
    match value {
        Value::Known(known) => print(*known),
        Value::Const(expr) => quote!(#expr),
    }
}
