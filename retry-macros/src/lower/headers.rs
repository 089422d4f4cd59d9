//! Headers that are always sent.

use syn::{LitInt, LitStr, parse_quote};

use super::values::{Literal, Lowered, each, literal};
use crate::diag::Diagnostics;
use crate::model::{Checked, StaticHeader};
use crate::syntax::api::ApiMethod;
use crate::syntax::header;
use crate::syntax::headers::{HeaderArg, HeaderSlot};
use crate::syntax::role::RoleKind;

/// Lowers a list of headers.
pub(crate) fn headers(args: &HeaderSlot, diag: &mut Diagnostics) -> Lowered<Vec<StaticHeader>> {
    each(args.iter().flatten().map(|arg| one(arg, diag)))
}

/// Lowers one header. A constant is left to const evaluation.
fn one(arg: &HeaderArg, diag: &mut Diagnostics) -> Lowered<StaticHeader> {
    let HeaderArg { name, value } = arg;
    let name = header_name(name, diag);
    let written = literal(value);
    // Rust could not infer the type of an integer without a suffix, so it is sent as a text.
    if let Literal::Number(text) = &written
        && let Ok(number) = syn::parse_str::<LitInt>(text)
        && (number.suffix().is_empty() || number.suffix().starts_with(['i', 'u']))
    {
        let number = number.base10_digits();
        return Ok(StaticHeader {
            name: name?,
            value: parse_quote!(#number),
            checked: Checked::Here,
        });
    }
    let checked = match written {
        Literal::Text(text) => match header::check_value(&text.value()) {
            Ok(()) => Ok(Checked::Here),
            Err(message) => Err(diag.error(value, message)),
        },
        Literal::Negative | Literal::Number(_) | Literal::Other => {
            Err(diag.error(value, "a header value is a string; write it in quotes"))
        }
        Literal::None => Ok(Checked::ByConstEvaluation),
    };
    Ok(StaticHeader {
        name: name?,
        value: value.clone(),
        checked: checked?,
    })
}

/// The names in a list of headers.
pub(crate) fn names(headers: &HeaderSlot) -> impl Iterator<Item = &LitStr> {
    headers.iter().flatten().map(|header| &header.name)
}

/// The names of the headers that a method declares, in lists and on arguments.
pub(crate) fn declared_names<'a>(method: &'a ApiMethod<'_>) -> impl Iterator<Item = &'a LitStr> {
    let lists = method.verbs.iter().flat_map(|verb| names(&verb.headers));
    let roles = method.arguments.iter().flat_map(|argument| &argument.roles);
    lists.chain(roles.filter_map(|role| match &role.kind {
        RoleKind::Header(name, _) => Some(name),
        _ => None,
    }))
}

/// A header's name, as it was written.
pub(crate) fn header_name(name: &LitStr, diag: &mut Diagnostics) -> Lowered<String> {
    let text = name.value();
    let checked = header::check_name(&text).and_then(|()| {
        // A second `content-length` or `transfer-encoding` is how requests are smuggled (RFC 9112,
        // 11.2).
        if header::is_framing(&text) {
            return Err(format!(
                "`{text}` frames the message, which is the client's own; remove it"
            ));
        }
        Ok(())
    });
    checked.map_err(|message| diag.error(name, message))?;
    Ok(text)
}

/// A cookie's name, as it was written: names of cookies are told apart by case.
pub(crate) fn cookie_name(name: &LitStr, diag: &mut Diagnostics) -> Lowered<String> {
    let text = name.value();
    if header::is_token(&text) {
        return Ok(text);
    }
    let message = format!(
        "{text:?} is not a cookie name; write letters, digits, `-` and `_`, such as `session`"
    );
    Err(diag.error(name, message))
}
