//! `#[pages(...)]`

use quote::ToTokens;
use syn::Ident;

use super::values::{Literal, Lowered, function, literal, optional, whole};
use crate::diag::{Diagnostics, Reported};
use crate::model::pages::{Form, Paging};
use crate::syntax::api::ApiMethod;
use crate::syntax::arg::{Arg, OptionalArg};
use crate::syntax::http::VerbArgs;
use crate::syntax::pages::PagesArgs;
use crate::syntax::role::RoleKind;

/// Lowers the attribute, checked together with the rest of its method.
pub(crate) fn pages(
    method: &ApiMethod<'_>,
    verb: Lowered<&VerbArgs>,
    diag: &mut Diagnostics,
) -> Lowered<Option<Paging>> {
    let Some(args) = &method.pages else {
        return Ok(None);
    };
    // Each part is checked before any `?`, so the errors of all are shown.
    let beside = refuse_beside_pages(method, args, verb, diag);
    let paging = paging(args, diag);
    args.broken.map_or(Ok(()), Err)?;
    beside?;
    paging.map(Some)
}

/// Lowers the attribute itself.
fn paging(args: &PagesArgs, diag: &mut Diagnostics) -> Lowered<Paging> {
    let items = optional(&args.items, diag, items_path);
    let form = form(args, diag);
    let (items, form) = (items?, form?);
    refuse_one_within_the_other(&form, args, items.as_deref(), diag)?;
    Ok(Paging { form, items })
}

/// The one form that is written.
fn form(args: &PagesArgs, diag: &mut Diagnostics) -> Lowered<Form> {
    // No `..`: a new option does not compile until it has been given a rule.
    let PagesArgs {
        at,
        link,
        cursor,
        query,
        next,
        page,
        start,
        offset,
        with,
        items: _, // belongs to every form, see `paging`
        broken,
    } = args;
    let cursor = optional(cursor, diag, path);
    let query = optional(query, diag, self::query);
    let next = optional(next, diag, path);
    let page = optional(page, diag, query_of_count);
    let start = optional(start, diag, whole);
    let offset = optional(offset, diag, query_of_count);
    let with = optional(with, diag, function);
    // One check after the other: with two forms, or with a key missing, the keys of either would seem
    // to belong to no form.
    one_form(args, diag)?;
    stray(args, diag)?;
    body_has_more(args, diag)?;
    let (query, start) = (query?, start?);
    let cursor = match (cursor?, query) {
        (Some(path), Some(query)) => Some(Form::Cursor { path, query }),
        (Some(_), None) => {
            let message = "the cursor goes into a query parameter; add `query = \"cursor\"`";
            return Err(diag.error(key(&args.cursor), message));
        }
        (None, _) => None,
    };
    let form = cursor
        .or(link.as_ref().map(|_| Form::Link))
        .or(next?.map(Form::Next))
        .or(page?.map(|query| Form::Page { query, start }))
        .or(offset?.map(Form::Offset))
        .or(with?.map(Form::With));
    // If something could not be read, that may have been the form.
    form.ok_or_else(|| broken.unwrap_or_else(|| refuse_no_form(at, diag)))
}

fn refuse_no_form(at: &Ident, diag: &mut Diagnostics) -> Reported {
    let message = "say how the list goes on; write `link`, `cursor = \"…\", query = \"…\"`, \
                   `next = \"…\"`, `page = \"page\"`, `offset = \"offset\"` or `with = …`";
    diag.error(at, message)
}

/// Refuses every form but the first.
fn one_form(args: &PagesArgs, diag: &mut Diagnostics) -> Lowered<()> {
    let keys = [
        &args.cursor,
        &args.next,
        &args.page,
        &args.offset,
        &args.with,
    ];
    let mut forms = args.link.iter().chain(keys.into_iter().filter_map(key));
    let Some(first) = forms.next() else {
        return Ok(());
    };
    diag.errors(forms, |other| {
        format!(
            "a list goes on in one way, and `{first}` is already given; remove `{other}` or `{first}`"
        )
    })
}

/// Refuses keys that belong to a form which was not given.
fn stray(args: &PagesArgs, diag: &mut Diagnostics) -> Lowered<()> {
    let mut result = Ok(());
    // If something could not be read, that may have been the form.
    if let (Some(query), None) = (&args.query, &args.cursor)
        && args.broken.is_none()
    {
        let message = "`query` is where a `cursor` goes; add `cursor = \"…\"`, or name the query \
                       with the form: `page = \"…\"`, `offset = \"…\"`";
        result = Err(diag.error(&query.key, message));
    }
    if let (Some(start), None) = (&args.start, &args.page)
        && args.broken.is_none()
    {
        let message = "`start` is the number of the first `page`; add `page = \"…\"`, or remove it";
        result = Err(diag.error(&start.key, message));
    }
    result
}

/// Refuses `cursor` and `next` without `items`: a body that has them is not the list.
fn body_has_more(args: &PagesArgs, diag: &mut Diagnostics) -> Lowered<()> {
    let beside = [("cursor", &args.cursor), ("next", &args.next)];
    for (name, slot) in beside {
        if let (Some(arg), None) = (slot, &args.items) {
            let message = format!(
                "a body with `{name}` in it is not the list itself; add `items = \"…\"`, the path \
                 of the list"
            );
            return Err(diag.error(&arg.key, message));
        }
    }
    Ok(())
}

/// Refuses a path that leads through the list, which has no names in it.
fn refuse_one_within_the_other(
    form: &Form,
    args: &PagesArgs,
    items: Option<&str>,
    diag: &mut Diagnostics,
) -> Lowered<()> {
    let (Form::Cursor { path, .. } | Form::Next(path)) = form else {
        return Ok(());
    };
    // The runtime has the same rule for a `Paging` that is made in code.
    let Some(items) = items.filter(|items| begins(path, items) || begins(items, path)) else {
        return Ok(());
    };
    let message = format!(
        "`{path}` and `{items}` cannot both be there, as one would lie within the other; \
         correct one of the paths"
    );
    Err(diag.error(key(&args.items), message))
}

/// Tells whether a path leads through another, or to it.
fn begins(path: &str, other: &str) -> bool {
    path.strip_prefix(other)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Refuses options of the method that cannot be combined with pages.
fn refuse_beside_pages(
    method: &ApiMethod<'_>,
    args: &PagesArgs,
    verb: Lowered<&VerbArgs>,
    diag: &mut Diagnostics,
) -> Lowered<()> {
    let mut result = Ok(());
    // All of these are independent mistakes, and each is reported.
    let mut refuse = |at: &dyn ToTokens, message: &str| result = Err(diag.error(at, message));
    if let Ok(verb) = verb {
        if verb.verb.as_ref().is_ok_and(|verb| verb == "HEAD") {
            refuse(
                &args.at,
                "the response to a HEAD has no items; use `#[get]`",
            );
        }
        if let Some(none_on) = &verb.none_on {
            let message = "`Pages` cannot be `None`, as a list that ends is not missing; remove \
                           `none_on`";
            refuse(&none_on.key, message);
        }
        for key in [&verb.end, &verb.reconnect].into_iter().flatten() {
            let message =
                "`end` and `reconnect` are for streams of events; remove them, or `#[pages]`";
            refuse(&key.key, message);
        }
    }
    let retry = method.policy.retry.as_ref();
    if let Some(until) = retry.and_then(|retry| retry.until.as_ref()) {
        let message =
            "`until` looks at one value, and `Pages` come one after another; remove `until`";
        refuse(&until.key, message);
    }
    for argument in &method.arguments {
        for role in &argument.roles {
            if let RoleKind::IdempotencyKey(_) = &role.kind {
                let message = "a key of the caller's would be that of every page, and a server that \
                               knows it sends the first one again; put `#[idempotency_key]` on the method";
                refuse(&role.at, message);
            }
        }
    }
    result
}

/// The key of an argument, if it was written.
fn key(slot: &OptionalArg) -> Option<&Ident> {
    slot.as_ref().map(|arg| &arg.key)
}

/// Lowers the path of the list.
fn items_path(arg: &Arg, diag: &mut Diagnostics) -> Lowered<String> {
    let expr = arg.value.as_ref()?;
    if let Literal::Text(text) = literal(expr)
        // The spellings of the whole document in jq and JSONPath.
        && matches!(text.value().as_str(), "" | "." | "$")
    {
        let message = "without `items` the body itself is the list; remove it";
        return Err(diag.error(expr, message));
    }
    path(arg, diag)
}

/// Lowers a path into the body: names joined by dots.
fn path(arg: &Arg, diag: &mut Diagnostics) -> Lowered<String> {
    let (key, expr) = (&arg.key, arg.value.as_ref()?);
    let Literal::Text(text) = literal(expr) else {
        let message =
            format!("`{key}` is a path into the body, as text; write `{key} = \"meta.{key}\"`");
        return Err(diag.error(expr, message));
    };
    let path = text.value();
    // JSON Pointer (`/meta/next`) and JSONPath (`$.meta.next`) would be taken for names that do not
    // exist, and the list would end after its first page.
    let is_blank = |name: &str| name.trim() != name || name.is_empty();
    if path.starts_with(['/', '$']) || path.contains('[') || path.split('.').any(is_blank) {
        let message =
            format!("a path into the body is names joined by dots; write `{key} = \"meta.{key}\"`");
        return Err(diag.error(expr, message));
    }
    Ok(path)
}

/// Lowers the query parameter for a cursor.
fn query(arg: &Arg, diag: &mut Diagnostics) -> Lowered<String> {
    named_query(arg, "cursor", diag)
}

/// Lowers the query parameter that counts pages or items.
fn query_of_count(arg: &Arg, diag: &mut Diagnostics) -> Lowered<String> {
    let name = arg.key.to_string();
    named_query(arg, &name, diag)
}

fn named_query(arg: &Arg, example: &str, diag: &mut Diagnostics) -> Lowered<String> {
    let (key, expr) = (&arg.key, arg.value.as_ref()?);
    match literal(expr) {
        Literal::Text(text) if !text.value().trim().is_empty() => Ok(text.value()),
        _ => {
            let message = format!("`{key}` names a query parameter; write `{key} = \"{example}\"`");
            Err(diag.error(expr, message))
        }
    }
}
