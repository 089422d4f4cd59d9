//! One argument: its name, its type, and its place in the request.

use syn::{LitStr, Type};

use super::attributes::attributes;
use super::headers::{cookie_name, header_name};
use super::signature;
use super::values::Lowered;
use super::words::coding;
use crate::diag::Diagnostics;
use crate::model::Argument;
use crate::model::role::{QueryMode, Role};
use crate::syntax::api::ApiArgument;
use crate::syntax::header;
use crate::syntax::role::{self, RoleKind};

/// Lowers an argument: its name, its type and its role.
pub(crate) fn argument(argument: &ApiArgument<'_>, diag: &mut Diagnostics) -> Lowered<Argument> {
    let ident = signature::argument(argument.item, diag);
    let roles = refuse_many(&argument.roles, diag);
    let name = argument.name().unwrap_or_default();
    let map = refuse_map(argument, diag);
    let role = match &argument.roles[..] {
        [role, ..] => lower(&role.kind, &name, diag),
        // `route` checks that the path has such a placeholder.
        [] => Ok(Role::Path(name.clone())),
    };
    // Only after name, type and role have been checked: an unreadable attribute must not hide their
    // errors.
    argument.broken.map_or(Ok(()), Err)?;
    roles.and(map)?;
    Ok(Argument {
        ident: ident?,
        name,
        ty: (*argument.item.ty).clone(),
        attributes: attributes(&argument.item.attrs),
        role: role?,
    })
}

/// Refuses every role but the first.
fn refuse_many(roles: &[role::Role], diag: &mut Diagnostics) -> Lowered<()> {
    let message = "only one role per argument; remove this, or take a second argument";
    diag.errors(roles.iter().skip(1).map(|role| &role.at), |_| message)
}

/// Refuses a map, which is as many query pairs as it has entries, without `flatten`.
fn refuse_map(argument: &ApiArgument<'_>, diag: &mut Diagnostics) -> Lowered<()> {
    let is_query = |role: &role::Role| {
        matches!(
            role.kind,
            RoleKind::Query(_, QueryMode::Plain | QueryMode::Csv)
        )
    };
    let ty = &argument.item.ty;
    // By name, since only rustc knows types. It refuses a map of another name with a longer message.
    let is_map = match behind_references(ty) {
        Type::Path(path) => path
            .path
            .segments
            .last()
            .is_some_and(|last| matches!(&*last.ident.to_string(), "HashMap" | "BTreeMap")),
        _ => false,
    };
    if is_map && argument.roles.iter().any(is_query) {
        let message = "a query is one name and its values; write `#[query(flatten)]` for a map";
        return Err(diag.error(ty, message));
    }
    Ok(())
}

/// Lowers a role; `name` is the default of its name.
fn lower(kind: &RoleKind, name: &str, diag: &mut Diagnostics) -> Lowered<Role> {
    let given = |text: &Option<LitStr>| text.as_ref().map_or(name.to_owned(), LitStr::value);
    Ok(match kind {
        RoleKind::Path(name) => Role::Path(name.value()),
        RoleKind::Query(name, mode) => Role::Query(given(name), *mode),
        RoleKind::QueryFlatten(nesting) => Role::QueryFlatten(*nesting),
        RoleKind::Header(name, mode) => {
            // As `HeaderName::from_static` takes it.
            let name = header_name(name, diag)?.to_ascii_lowercase();
            Role::Header(name, *mode)
        }
        RoleKind::Cookie(name) => Role::Cookie(cookie_name(name, diag)?),
        RoleKind::Headers => Role::Headers,
        RoleKind::Json(compress) => Role::Json(coding(compress, diag)?),
        RoleKind::Form(compress, nesting) => Role::Form(coding(compress, diag)?, *nesting),
        RoleKind::Body(media_type, compress) => {
            let media_type = self::media_type(media_type.as_ref(), diag);
            let coding = coding(compress, diag);
            Role::Body(media_type?, coding?)
        }
        RoleKind::Part(name, mode) => Role::Part(given(name), *mode),
        RoleKind::Url => Role::Url,
        RoleKind::IdempotencyKey(_) => Role::IdempotencyKey,
        RoleKind::Cost => Role::Cost,
    })
}

/// Lowers the media type of a body.
fn media_type(text: Option<&LitStr>, diag: &mut Diagnostics) -> Lowered<Option<String>> {
    let Some(text) = text else {
        return Ok(None);
    };
    let value = text.value();
    let is_visible = header::check_value(&value).is_ok();
    // Parameters such as `; charset=utf-8` are not checked: RFC 9110 lets each type define its own.
    let essence = value.split(';').next().unwrap_or_default().trim();
    let is_pair = essence
        .split_once('/')
        .is_some_and(|(kind, subtype)| header::is_token(kind) && header::is_token(subtype));
    if is_visible && is_pair {
        return Ok(Some(value));
    }
    let message = format!("{value:?} is not a media type; write one such as `text/plain`");
    Err(diag.error(text, message))
}

/// Refuses the type of a path argument that is not one value, always present.
pub(super) fn refuse_no_segment(ty: &Type, diag: &mut Diagnostics) -> Lowered<()> {
    let inner = behind_references(ty);
    let what = match inner {
        Type::Slice(_) | Type::Array(_) => "a list",
        Type::Path(path) => match path.path.segments.last() {
            Some(last) if last.ident == "Option" => "optional",
            Some(last) if last.ident == "Vec" => "a list",
            _ => return Ok(()),
        },
        _ => return Ok(()),
    };
    let message = format!(
        "a path argument is a single value and cannot be {what}; \
         take the value itself, or write a second method"
    );
    Err(diag.error(ty, message))
}

/// The type behind references and parentheses.
fn behind_references(ty: &Type) -> &Type {
    match ty {
        Type::Reference(reference) => behind_references(&reference.elem),
        Type::Group(group) => behind_references(&group.elem),
        Type::Paren(paren) => behind_references(&paren.elem),
        ty => ty,
    }
}
