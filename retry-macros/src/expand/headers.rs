//! Headers that are always sent.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::place::place_of;
use crate::crate_path::CratePath;
use crate::model::{Checked, Client, StaticHeader};

/// The list of headers, if there are any.
pub(crate) fn list(rt: &CratePath, headers: &[StaticHeader]) -> Option<TokenStream> {
    let entries = headers.iter().map(|header| {
        let StaticHeader {
            name,
            value,
            checked,
        } = header;
        match checked {
            Checked::Here => quote!(#rt::StaticHeader::literal(#name, #value)),
            Checked::ByConstEvaluation => {
                // A constant may be a `&str`, a number or a `HeaderValue`, which only rustc knows.
                // `Constant` has an inherent method for each. These are not `const fn`s, so a
                // function makes the value at run time.
                quote!(#rt::StaticHeader::new(#name, || #rt::Constant(#value).header()))
            }
        }
    });
    (!headers.is_empty()).then(|| quote!(&[#(#entries),*]))
}

/// The checks of header values that only const evaluation knows.
pub(crate) fn checks(client: &Client) -> TokenStream {
    let rt = &client.krate;
    let of_methods = client
        .methods
        .iter()
        .flat_map(|method| &method.request.headers);
    client
        .headers
        .iter()
        .chain(of_methods)
        .filter(|header| header.checked == Checked::ByConstEvaluation)
        .map(|StaticHeader { value, .. }| {
            let rt = rt.at(value.span());
            let at = place_of(value);
            // The value is repeated here, so that const evaluation marks the user's expression.
            let check = quote_spanned!(at=> #rt::Constant(#value).check());
            quote!(const _: () = #check;)
        })
        .collect()
}
