//! `headers("name" = EXPR, …)`.

use proc_macro2::TokenStream;
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Expr, Ident, LitStr, Token};

use crate::diag::Diagnostics;

/// One header that is always sent.
pub(crate) struct HeaderArg {
    pub(crate) name: LitStr,
    pub(crate) value: Expr,
}

impl Parse for HeaderArg {
    /// Reads the pairs between the parentheses.
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let name = input
            .parse()
            .map_err(|error| syn::Error::new(error.span(), "write a header as `\"name\" = …`"))?;
        input.parse::<Token![=]>()?;
        Ok(Self {
            name,
            value: input.parse()?,
        })
    }
}

/// The list, if there is one.
pub(crate) type HeaderSlot = Option<Vec<HeaderArg>>;

/// Stores the list, or reports that one was given before.
pub(crate) fn set(slot: &mut HeaderSlot, key: &Ident, tokens: TokenStream, diag: &mut Diagnostics) {
    let headers = parse(tokens, diag);
    match slot {
        Some(_) => _ = diag.error(key, "`headers` is given twice; merge them into one"),
        None => *slot = Some(headers),
    }
}

/// Reads what is between the parentheses.
fn parse(tokens: TokenStream, diag: &mut Diagnostics) -> Vec<HeaderArg> {
    let parser = Punctuated::<HeaderArg, Token![,]>::parse_terminated;
    // Not read item by item like other attributes: in practice a list of pairs has one mistake at a
    // time, and syn's message at the token is enough.
    match diag.check(parser.parse2(tokens)) {
        Ok(headers) => headers.into_iter().collect(),
        Err(_) => Vec::new(),
    }
}
