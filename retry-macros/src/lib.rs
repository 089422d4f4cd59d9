//! The attribute macros of `retry-client`. Depend on that crate; it re-exports them.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod crate_path;
mod diag;
mod duration;
mod expand;
mod fallback;
#[cfg(test)]
#[allow(unreachable_pub, reason = "it is public where it is fuzzed")]
mod fuzzing;
mod lower;
mod model;
mod suggest;
mod syntax;
#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

#[doc = include_str!("../docs/client.md")]
#[proc_macro_attribute]
pub fn client(args: TokenStream, item: TokenStream) -> TokenStream {
    // `fallback` calls the rest of the pipeline, since it decides what is emitted beside errors.
    fallback::expand_client(args.into(), &item.into()).into()
}

/// Exports the attributes that [`client`] reads, so that editors and rustdoc find them.
macro_rules! read_by_client {
    ($($name:ident: $docs:literal,)*) => {$(
        #[doc = include_str!($docs)]
        #[proc_macro_attribute]
        // Runs only outside a client trait, since `#[client]` is expanded first and removes it. It is a
        // real macro all the same: without one, there is no documentation and no completion.
        pub fn $name(_: TokenStream, item: TokenStream) -> TokenStream {
            fallback::expand_misplaced(stringify!($name), item.into()).into()
        }
    )*};
}

read_by_client! {
    get: "../docs/get.md",
    post: "../docs/post.md",
    put: "../docs/put.md",
    patch: "../docs/patch.md",
    delete: "../docs/delete.md",
    head: "../docs/head.md",
    options: "../docs/options.md",
    request: "../docs/request.md",
    retry: "../docs/retry.md",
    idempotent: "../docs/idempotent.md",
    idempotency_key: "../docs/idempotency_key.md",
    budget: "../docs/budget.md",
    rate_limit: "../docs/rate_limit.md",
    concurrency: "../docs/concurrency.md",
    circuit_breaker: "../docs/circuit_breaker.md",
    hedge: "../docs/hedge.md",
    pages: "../docs/pages.md",
}
