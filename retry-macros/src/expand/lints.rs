//! Which lints generated code is spared, so that none speaks about what its user did not write.
//!
//! There are three lists, since a lint that is allowed too widely hides something. The trait is
//! mostly the user's own text, so only lints that our changes set off are allowed there. The client
//! and the twin stand in the user's module under names that are made up. The block is ours alone.

use proc_macro2::TokenStream;
use quote::quote;

/// On the trait, most of which the user did write.
pub(crate) fn of_trait() -> TokenStream {
    quote! {
        // A list by name where rustc's own lints are concerned: `warnings` as a whole would also
        // hide what rustc has to say about the user's types.
        #[allow(
            dead_code,
            // Methods with a body stay `async fn`, as their author wrote them.
            async_fn_in_trait,
            private_bounds,
            // `::core::future::Future` is absolute, so that no `use` of the user's can change what
            // it means.
            unused_qualifications,
            clippy::manual_async_fn,
            clippy::too_many_arguments
        )]
    }
}

/// On the client and the object-safe twin, whose names the user may never write.
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

/// On what is generated as a whole.
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
            unused_parens,
            unused_qualifications,
            clippy::all,
            clippy::pedantic
        )]
    }
}
