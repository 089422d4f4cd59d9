//! `async fn f() -> T` → `fn f() -> impl Future<Output = T> + Send`.
//!
//! The two are the same to who implements or calls them. But an `async fn` in a trait promises
//! nothing about `Send`, so a generic `fn poll<A: GitHub>(api: A)` could not spawn its calls. An
//! implementation may still say `async fn`, which keeps mocks and the user's own clients easy to
//! write.

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
    // At the return type: "future cannot be sent between threads" is about what is returned there.
    let future = of(&output, place_of(&output));
    signature.output = ReturnType::Type(<Token![->]>::default(), Box::new(Type::Verbatim(future)));
}

/// The future of an `output`, as if it stood at `at`.
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
