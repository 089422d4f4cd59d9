//! The lints that generated code allows, so that none is about code that its user did not write.
//!
//! There are three lists, since a lint that is allowed too widely hides mistakes. The trait is mostly
//! the user's own text, so it allows only the lints that our changes set off. The client and the twin
//! are in the user's module, but have generated names. The block is entirely generated.

use proc_macro2::TokenStream;
use quote::quote;

/// The list on the trait, most of which the user wrote.
pub(crate) fn of_trait() -> TokenStream {
    quote! {
        // Named one by one: `warnings` would also hide warnings about the user's types.
        #[allow(
            dead_code,
            // Methods with a body stay `async fn`s.
            async_fn_in_trait,
            private_bounds,
            // Set off by `::core::future::Future`, which is absolute so that no `use` of the user's
            // can change its meaning.
            unused_qualifications,
            clippy::manual_async_fn,
            clippy::too_many_arguments
        )]
    }
}

/// The list on the client and the object-safe twin, whose names are generated.
pub(crate) fn of_type() -> TokenStream {
    quote! {
        #[allow(
            dead_code,
            non_snake_case,
            private_bounds,
            private_interfaces,
            unreachable_pub,
            unused_qualifications,
            clippy::pedantic,
            clippy::too_many_arguments
        )]
    }
}

/// The list on the block of generated items.
pub(crate) fn of_generated() -> TokenStream {
    quote! {
        #[allow(
            dead_code,
            deprecated,
            non_snake_case,
            non_upper_case_globals,
            private_bounds,
            private_interfaces,
            unreachable_pub,
            unused_braces,
            // Of the traits that `client::parts` imports, the type decides which one is used.
            unused_imports,
            unused_parens,
            unused_qualifications,
            clippy::all,
            clippy::pedantic
        )]
    }
}
