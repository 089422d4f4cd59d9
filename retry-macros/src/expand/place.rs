//! Places in the user's source.

use proc_macro2::Span;
use syn::spanned::Spanned;

/// The span of generated tokens that rustc shall report at the place of `tokens`.
pub(super) fn place_of(tokens: &impl Spanned) -> Span {
    // Located there, but resolved here: names in generated code must not meet those of the user.
    Span::call_site().located_at(tokens.span())
}
