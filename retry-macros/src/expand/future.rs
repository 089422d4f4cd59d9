//! `async fn f() -> T` → `fn f() -> impl Future<Output = T> + Send`.
//!
//! Callers and implementors use both in the same way. But an `async fn` in a trait does not promise
//! that its future is `Send`, so a generic `fn poll<A: GitHub>(api: A)` could not spawn its calls. An
//! implementation may still be an `async fn`, so mocks are easy to write.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{ReturnType, Signature, Token, Type};

use super::place::place_of;

/// Turns an `async fn` into one that says its future is `Send`; leaves any other alone.
pub(crate) fn spell_out(signature: &mut Signature) {
    if signature.asyncness.take().is_none() {
        return;
    }
    let output = output(&signature.output);
    // At the return type, where rustc should report "future cannot be sent between threads".
    let future = of(&output, place_of(&output));
    signature.output = ReturnType::Type(<Token![->]>::default(), Box::new(Type::Verbatim(future)));
}

/// The future of an `output`, with the span `at`.
pub(crate) fn of(output: &impl ToTokens, at: Span) -> TokenStream {
    quote_spanned!(at=> impl ::core::future::Future<Output = #output> + ::core::marker::Send)
}

/// The type that a function returns.
pub(crate) fn output(output: &ReturnType) -> TokenStream {
    match output {
        ReturnType::Default => quote!(()),
        ReturnType::Type(_, output) => output.to_token_stream(),
    }
}
