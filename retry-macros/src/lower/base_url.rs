//! `base_url` and `base_urls`.

use syn::Expr;

use super::url;
use super::values::{Literal, Lowered, each, literal};
use crate::diag::Diagnostics;
use crate::model::BaseUrls;
use crate::syntax::arg::{OptionalArg, unwrapped};

/// Lowers the two keys, of which only one may be given.
pub(crate) fn base_urls(
    one: &OptionalArg,
    many: &OptionalArg,
    diag: &mut Diagnostics,
) -> Lowered<BaseUrls> {
    match (one, many) {
        (None, None) => Ok(BaseUrls::Unsaid),
        (Some(_), Some(many)) => {
            let message = "`base_url` is already given; list it first in `base_urls` instead";
            Err(diag.error(&many.key, message))
        }
        (Some(one), None) => {
            let url = one.value.as_ref()?;
            check(url, diag).map(|()| BaseUrls::Listed(vec![url.clone()]))
        }
        (None, Some(many)) => {
            let urls = many.value.as_ref()?;
            listed(urls, diag)
        }
    }
}

/// Lowers a list. A constant that holds one is left to const evaluation.
fn listed(urls: &Expr, diag: &mut Diagnostics) -> Lowered<BaseUrls> {
    let array = match (unwrapped(urls.clone()), literal(urls)) {
        (Expr::Array(array), _) => array,
        (_, Literal::None) => return Ok(BaseUrls::Const(urls.clone())),
        _ => {
            let message = "`base_urls` is a list; write `base_urls = [\"https://…\", …]`";
            return Err(diag.error(urls, message));
        }
    };
    if array.elems.is_empty() {
        let message = "`base_urls` is empty; list a URL, or leave it out";
        return Err(diag.error(array, message));
    }
    each(array.elems.iter().map(|url| check(url, diag)))?;
    Ok(BaseUrls::Listed(array.elems.into_iter().collect()))
}

/// Checks a literal; a const expression is left to const evaluation.
fn check(url: &Expr, diag: &mut Diagnostics) -> Lowered<()> {
    if let Expr::Array(urls) = unwrapped(url.clone()) {
        let message = "a base URL is one string; write `base_urls = […]` for several";
        return Err(diag.error(urls, message));
    }
    let result = match literal(url) {
        Literal::Text(text) => url::check(&text.value()),
        Literal::None => Ok(()),
        Literal::Number(_) | Literal::Negative | Literal::Other => {
            Err("a base URL is a string; write it in quotes".to_owned())
        }
    };
    result.map_err(|message| diag.error(url, message))
}
