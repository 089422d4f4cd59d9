//! Places in the user's source.
//!
//! A span has two halves: where rustc points, and in whose scope a name is looked up. Three
//! mixtures are in use, and each is wrong in the place of another:
//!
//! ```text
//! call_site().located_at(user)    points at the user, names of the macro's caller (this file)
//! user.resolved_at(mixed_site())  points at the user, locals of its own (`argument.rs`)
//! ident.set_span(located_at(at))  points elsewhere, still the user's name (arguments that are passed)
//! ```

use proc_macro2::Span;
use syn::spanned::Spanned;

/// The span of generated tokens that rustc shall report at the place of `tokens`.
pub(super) fn place_of(tokens: &impl Spanned) -> Span {
    // Located there, but resolved here: names in generated code must not meet those of the user.
    Span::call_site().located_at(tokens.span())
}
