//! `async fn f() -> T` → `fn f() -> impl Future<Output = T> + Send`.

use quote::quote;
use syn::{ReturnType, Signature, parse_quote};

/// Turns an `async fn` into one that says its future is `Send`; leaves any other alone.
pub(crate) fn spell_out(signature: &mut Signature) {
    if signature.asyncness.take().is_none() {
        return;
    }
    let output = match &signature.output {
        ReturnType::Default => quote!(()),
        ReturnType::Type(_, output) => quote!(#output),
    };
    signature.output = parse_quote! {
        -> impl ::core::future::Future<Output = #output> + ::core::marker::Send
    };
}
