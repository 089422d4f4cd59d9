//! Sets of statuses.

use proc_macro2::{Literal, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::place::place_of;
use crate::crate_path::CratePath;
use crate::model::policy::{StatusSet, Statuses};

/// The statuses of a set, if all are known and none is a range.
pub(super) fn singles(StatusSet(entries): &StatusSet) -> Option<Vec<Literal>> {
    let singles = entries.iter().map(|entry| match entry {
        Statuses::Known(first, last) if first == last => Some(Literal::u16_unsuffixed(*first)),
        _ => None,
    });
    singles.collect()
}

/// A set of statuses: the literal ones as one list, then ranges and constants.
pub(super) fn status_set(rt: &CratePath, StatusSet(entries): &StatusSet) -> TokenStream {
    if let [Statuses::Const(only)] = &entries[..] {
        // A constant may be a set, a list, a range or a number; `Statuses` has an inherent method for
        // each. Within a list, `.and` adds it to the others.
        let rt = rt.at(only.span());
        return quote_spanned!(place_of(only)=> #rt::Statuses(#only).set());
    }
    let singles = entries.iter().filter_map(|entry| match entry {
        Statuses::Known(first, last) if first == last => Some(Literal::u16_unsuffixed(*first)),
        _ => None,
    });
    let others = entries.iter().filter_map(|entry| match entry {
        Statuses::Const(entry) => {
            let rt = rt.at(entry.span());
            Some(quote_spanned!(place_of(entry)=> .and(#rt::Statuses(#entry).set())))
        }
        Statuses::Known(first, last) if first == last => None,
        Statuses::Known(first, last) => {
            let first = Literal::u16_unsuffixed(*first);
            let last = Literal::u16_unsuffixed(*last);
            Some(quote!(.and(#rt::StatusSet::range(#first, #last))))
        }
    });
    quote!(#rt::StatusSet::of(&[#(#singles),*]) #(#others)*)
}
