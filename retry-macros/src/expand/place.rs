//! Places in the user's source.
//!
//! A span has two halves: the place that rustc marks, and the scope in which a name is looked up.
//! Three combinations are in use, and none can replace another:
//!
//! ```text
//! call_site().located_at(user)    the user's place, names of the macro's caller (this file)
//! user.resolved_at(mixed_site())  the user's place, hygienic locals (`argument.rs`)
//! ident.set_span(located_at(at))  another place, the user's name (forwarded arguments)
//! ```

use proc_macro2::Span;
use syn::spanned::Spanned;

/// The span of generated tokens whose errors rustc should report at the place of `tokens`.
pub(super) fn place_of(tokens: &impl Spanned) -> Span {
    // Only the place is the user's; generated names must not be looked up in the scope of `tokens`.
    Span::call_site().located_at(tokens.span())
}
