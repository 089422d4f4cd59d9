//! `headers("name" = EXPR, …)`.

use proc_macro2::TokenStream;
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Expr, LitStr, Token};

use crate::diag::Diagnostics;

/// One header that is always sent.
pub(crate) struct HeaderArg {
    pub(crate) name: LitStr,
    pub(crate) value: Expr,
}

impl Parse for HeaderArg {
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

/// Reads what is between the parentheses.
pub(crate) fn parse(tokens: TokenStream, diag: &mut Diagnostics) -> Vec<HeaderArg> {
    let parser = Punctuated::<HeaderArg, Token![,]>::parse_terminated;
    match diag.check(parser.parse2(tokens)) {
        Ok(headers) => headers.into_iter().collect(),
        Err(_) => Vec::new(),
    }
}
